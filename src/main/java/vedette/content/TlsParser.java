package vedette.content;

/** TLS and SSL 3.0 (RFC 8446 §5.1): server name, ALPN, version and fingerprints of the two hellos. */
final class TlsParser implements Parser {
    private static final int HEADER = 5;
    private static final int HANDSHAKE_HEADER = 4;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_HELLO = 2;
    private static final int LARGEST_RECORD = (1 << 14) + 2048;
    private static final int SHORTEST_HELLO = 38;

    /** Octets of an alert: a server may send one before its hello. */
    private static final int WARNING = 2;

    private static final int LARGEST_HELLO = 1 << 16;

    private final TlsHello hello = new TlsHello();
    private final TlsNotes tls = new TlsNotes();

    @Override
    public Verdict parse(Payload payload, Notes notes) {
        int type = payload.u8(0);
        if (isOldHello(payload)) {
            notes.service(Service.TLS);
            return Verdict.YES;
        }
        int recordLength = payload.u16(3);
        boolean plausible = type >= CHANGE_CIPHER_SPEC
                && type <= APPLICATION_DATA
                && payload.u8(1) == 3
                && payload.u8(2) <= 4
                && recordLength > 0
                && recordLength <= LARGEST_RECORD
                && payload.has(0, HEADER);
        if (!plausible) {
            return Verdict.NO;
        }
        if (type == HANDSHAKE) {
            return handshake(payload, 0, notes);
        }
        boolean warned = type == ALERT && recordLength == WARNING && payload.u8(HEADER + WARNING) == HANDSHAKE;
        return warned ? handshake(payload, HEADER + WARNING, notes) : later(payload, type, recordLength, notes);
    }

    /** A hello in the shape of SSL 2.0 (RFC 5246 appendix E.2), which offers SSL 3.0 or more. */
    private static boolean isOldHello(Payload payload) {
        int length = (payload.u8(0) & 0x7F) << 8 | payload.u8(1);
        int ciphers = payload.u16(5);
        return payload.has(0, 11)
                && (payload.u8(0) & 0x80) != 0
                && payload.u8(2) == CLIENT_HELLO
                && payload.u8(3) == 3
                && payload.u8(4) <= 4
                && ciphers > 0
                && ciphers % 3 == 0
                && length == 9 + ciphers + payload.u16(7) + payload.u16(9);
    }

    /** A record of a connection that began before: the one after it must begin like one, as far as it is there. */
    private static Verdict later(Payload payload, int type, int recordLength, Notes notes) {
        boolean rightLength = type == CHANGE_CIPHER_SPEC ? recordLength == 1 : type != ALERT || recordLength <= 64;
        int next = HEADER + recordLength;
        boolean followed = !payload.has(next, 3)
                || payload.u8(next) >= CHANGE_CIPHER_SPEC
                        && payload.u8(next) <= APPLICATION_DATA
                        && payload.u8(next + 1) == 3;
        if (!rightLength || !followed) {
            return Verdict.NO;
        }
        notes.service(Service.TLS);
        return Verdict.YES;
    }

    private Verdict handshake(Payload payload, int record, Notes notes) {
        notes.service(Service.TLS);
        int begin = record + HEADER;
        if (!payload.has(begin, HANDSHAKE_HEADER) && !payload.isLast()) {
            return Verdict.MORE;
        }
        int type = payload.u8(begin);
        int length = payload.u24(begin + 1);
        int end = begin + HANDSHAKE_HEADER + length;
        if (type != CLIENT_HELLO && type != SERVER_HELLO) {
            return Verdict.YES;
        }
        if (payload.has(begin, HANDSHAKE_HEADER) && (length < SHORTEST_HELLO || length > LARGEST_HELLO)) {
            return Verdict.NO;
        }
        int there = Math.min(end, begin + payload.u16(record + 3));
        if (!payload.has(0, there) && !payload.isLast()) {
            return Verdict.MORE;
        }
        if (!hello.wrap(payload, begin + HANDSHAKE_HEADER, end, type == CLIENT_HELLO, false)) {
            return Verdict.NO;
        }
        tls.note(hello, 't', notes);
        return Verdict.YES;
    }
}
