package vedette.content;

/** NTP (RFC 5905 §7.3): version, mode and stratum. At its port alone, since any octets could be it. */
final class NtpParser implements Parser {
    private static final int PORT = 123;
    private static final int LENGTH = 48;
    private static final int CONTROL = 6;
    private static final int PRIVATE = 7;
    private static final int SHORTEST = 8;

    @Override
    public Verdict parse(Payload payload, Notes notes) {
        int version = payload.u8(0) >>> 3 & 7;
        int mode = payload.u8(0) & 7;
        boolean whole = payload.has(0, mode == CONTROL || mode == PRIVATE ? SHORTEST : LENGTH);
        boolean plausible = version >= 1 && version <= 4 && (mode > 0 || version == 1) && whole;
        if (!payload.isDatagram() || payload.responderPort() != PORT || !plausible) {
            return Verdict.NO;
        }
        notes.service(Service.NTP);
        notes.number(Field.NTP_VERSION, version);
        if (mode < CONTROL && !payload.isFromInitiator()) {
            notes.number(Field.NTP_STRATUM, payload.u8(1));
        }
        return Verdict.YES;
    }
}
