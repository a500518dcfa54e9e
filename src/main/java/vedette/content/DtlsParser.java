package vedette.content;

/**
 * DTLS (RFC 6347 §4): what TLS's hellos tell, if the hello lies in one datagram.
 *
 * <pre>
 *  type, version (16 bits), epoch (16), sequence number (48), length (16); handshake: type, length (24), message (16), offset (24), length (24)
 * </pre>
 */
final class DtlsParser implements Parser {
    private static final int HEADER = 13;
    private static final int HANDSHAKE_HEADER = 12;
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_HELLO = 2;

    private final TlsHello hello = new TlsHello();
    private final TlsNotes tls = new TlsNotes();

    @Override
    public Verdict parse(Payload payload, Notes notes) {
        int type = payload.u8(0);
        int version = payload.u16(1);
        int length = payload.u16(11);
        boolean plausible = payload.isDatagram()
                && type >= 20
                && type <= 23
                && (version == 0xFEFF || version == 0xFEFD)
                && length > 0
                && payload.has(0, HEADER);
        if (!plausible) {
            return Verdict.NO;
        }
        notes.service(Service.DTLS);
        int message = payload.u8(HEADER);
        boolean hellos = type == HANDSHAKE && (message == CLIENT_HELLO || message == SERVER_HELLO);
        boolean whole = payload.u24(HEADER + 6) == 0 && payload.u24(HEADER + 9) == payload.u24(HEADER + 1);
        int begin = HEADER + HANDSHAKE_HEADER;
        int end = begin + payload.u24(HEADER + 1);
        if (hellos && whole && hello.wrap(payload, begin, end, message == CLIENT_HELLO, message == CLIENT_HELLO)) {
            tls.note(hello, 'd', notes);
        }
        return Verdict.YES;
    }
}
