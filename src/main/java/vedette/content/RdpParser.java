package vedette.content;

/**
 * RDP's connection request and confirmation (MS-RDPBCGR §2.2.1): the cookie, which mostly holds a user's name.
 *
 * <pre>
 *  TPKT: version 3, reserved, length (16 bits); X.224: length, type (0xE0 request, 0xD0 confirm), 5 octets
 * </pre>
 */
final class RdpParser implements Parser {
    private static final int PORT = 3389;
    private static final int HEADER = 11;
    private static final int CONNECT_REQUEST = 0xE0;
    private static final int CONNECT_CONFIRM = 0xD0;
    private static final int NEGOTIATION = 8;
    private static final String COOKIE = "Cookie: mstshash=";

    @Override
    public Verdict parse(Payload payload, Notes notes) {
        int length = payload.u16(2);
        int type = payload.u8(5) & 0xF0;
        boolean connects = payload.u8(0) == 3
                && payload.u8(1) == 0
                && length >= HEADER
                && payload.u8(4) == length - 5
                && (type == CONNECT_REQUEST || type == CONNECT_CONFIRM);
        if (!connects || payload.isDatagram()) {
            return Verdict.NO;
        }
        boolean cookie = payload.startsWith(COOKIE, HEADER);
        boolean known = payload.responderPort() == PORT || notes.before() == Service.RDP;
        if (!known && !cookie && !isNegotiation(payload, length, type)) {
            return Verdict.NO;
        }
        notes.service(Service.RDP);
        if (cookie) {
            int from = HEADER + COOKIE.length();
            notes.text(Field.RDP_COOKIE, payload, from, payload.trimmedEnd(from, payload.lineEnd(from)) - from);
        }
        return Verdict.YES;
    }

    /** Whether the message ends with what security is asked for, or granted (§2.2.1.1.1). */
    private static boolean isNegotiation(Payload payload, int length, int type) {
        int at = length - NEGOTIATION;
        int wanted = type == CONNECT_REQUEST ? 1 : 2;
        return at >= HEADER && payload.u8(at) == wanted && payload.u8(at + 2) == NEGOTIATION && payload.u8(at + 3) == 0;
    }
}
