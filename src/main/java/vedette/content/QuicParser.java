package vedette.content;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import vedette.content.QuicKeys.Version;

/**
 * QUIC (RFC 9000 §17.2, RFC 9369): the ClientHello in a client's Initial packets, which may lie in pieces in several datagrams;
 * these are given one after another. Of Google's older QUIC and Facebook's own, the name alone.
 *
 * <pre>
 *  1|1|type|reserved|number length, version (32), DCID length, DCID, SCID length, SCID, [token length, token,] length, number, payload
 * </pre>
 */
final class QuicParser implements Parser {
    private static final int LONG_HEADER = 0xC0;
    private static final int VERSION = 1;
    private static final int CONNECTION_ID = 5;
    private static final int LONGEST_ID = 20;
    private static final int LARGEST = ContentConfig.ASSEMBLY;
    private static final int GOOGLE_PORT = 443;

    /** What the versions of Facebook's own begin with. */
    private static final int FACEBOOK = 0xFACE;

    private static final int CLIENT_HELLO = 1;
    private static final int VERSION_TWO = 0x6B3343CF;

    private static final int PADDING = 0;
    private static final int PING = 1;
    private static final int ACK = 2;
    private static final int ACK_ECN = 3;
    private static final int CRYPTO = 6;
    private static final int MOST_RANGES = 64;

    private final QuicKeys keys = new QuicKeys();
    private final TlsHello hello = new TlsHello();
    private final TlsNotes tls = new TlsNotes();
    private final Pieces pieces = new Pieces();
    private final byte[] header = new byte[LARGEST];
    private final byte[] sealed = new byte[LARGEST];
    private final byte[] plain = new byte[LARGEST];
    private final byte[] sample = new byte[QuicKeys.SAMPLE];
    private final byte[] crypto = new byte[LARGEST];
    private final ByteBuffer plainBuffer = ByteBuffer.wrap(plain);
    private final ByteBuffer cryptoBuffer = ByteBuffer.wrap(crypto);
    private final Payload opened = new Payload();
    private final Payload message = new Payload();
    private int after;

    @Override
    public Verdict parse(Payload payload, Notes notes) {
        if (!payload.isDatagram()) {
            return Verdict.NO;
        }
        if (isGoogle(payload) || isLong(payload, 0) && payload.u16(VERSION) == FACEBOOK) {
            notes.service(Service.QUIC);
            return Verdict.YES;
        }
        int number = payload.i32(VERSION);
        Version version = version(number);
        if (version == null || !isLong(payload, 0) || payload.u8(CONNECTION_ID) > LONGEST_ID) {
            return Verdict.NO;
        }
        notes.service(Service.QUIC);
        if (!payload.isFromInitiator()) {
            return Verdict.YES;
        }
        openAll(payload, version, number);
        return note(payload, number, notes);
    }

    private Verdict note(Payload payload, int number, Notes notes) {
        int there = pieces.length();
        message.wrap(cryptoBuffer, 0, there);
        int end = 4 + message.u24(1);
        boolean client = message.u8(0) == CLIENT_HELLO && end <= LARGEST;
        if ((there == 0 || client && there < end) && payload.mayGoOn()) {
            return Verdict.MORE;
        }
        notes.text(Field.QUIC_VERSION, name(number));
        if (client && hello.wrap(message, 4, end, true, false)) {
            tls.note(hello, 'q', notes);
        }
        return Verdict.YES;
    }

    private static boolean isLong(Payload payload, int at) {
        return (payload.u8(at) & LONG_HEADER) == LONG_HEADER;
    }

    /** A public header with a version, such as Q043, or a later one's long header. */
    private static boolean isGoogle(Payload payload) {
        boolean older = (payload.u8(0) & 0x89) == 0x09 && isGoogleVersion(payload, 9);
        boolean later = isLong(payload, 0) && isGoogleVersion(payload, VERSION);
        return payload.responderPort() == GOOGLE_PORT && (older || later);
    }

    private static boolean isGoogleVersion(Payload payload, int at) {
        int first = payload.u8(at);
        return (first == 'Q' || first == 'T')
                && payload.u8(at + 1) == '0'
                && payload.u8(at + 2) >= '2'
                && payload.u8(at + 2) <= '5'
                && payload.u8(at + 3) >= '0'
                && payload.u8(at + 3) <= '9';
    }

    private static @Nullable Version version(int number) {
        if (number == 1) {
            return Version.ONE;
        }
        if (number == VERSION_TWO) {
            return Version.TWO;
        }
        int draft = number >>> 8 == 0xFF0000 ? number & 0xFF : 0;
        if (draft >= 23 && draft <= 28) {
            return Version.DRAFT_23;
        }
        return draft >= 29 && draft <= 34 ? draft <= 32 ? Version.DRAFT_29 : Version.ONE : null;
    }

    private static String name(int number) {
        return number == 1 ? "1" : number == VERSION_TWO ? "2" : "draft-" + (number & 0xFF);
    }

    /** Opens the Initial packets of all the datagrams, and puts together what is in them. */
    private void openAll(Payload payload, Version version, int number) {
        pieces.clear();
        byte[] connectionId =
                new byte[Math.min(payload.u8(CONNECTION_ID), Math.max(0, payload.length() - CONNECTION_ID - 1))];
        payload.copy(CONNECTION_ID + 1, connectionId.length, connectionId, 0);
        keys.derive(version, connectionId);
        int at = 0;
        while (payload.has(at, CONNECTION_ID + 1) && isLong(payload, at) && payload.i32(at + VERSION) == number) {
            boolean initial = (payload.u8(at) >>> 4 & 3) == (version == Version.TWO ? 1 : 0);
            int next = packet(payload, at, initial);
            if (next <= at) {
                return;
            }
            at = next;
            while (payload.has(at, 1) && payload.u8(at) == 0) {
                at++;
            }
        }
    }

    /** Reads a packet, and opens it if it is an Initial one. Returns where the next begins, or 0 if nobody can tell. */
    private int packet(Payload payload, int begin, boolean initial) {
        int at = begin + CONNECTION_ID;
        at += 1 + payload.u8(at);
        at += 1 + payload.u8(at);
        if (initial) {
            long token = varint(payload, at);
            if (token > LARGEST) {
                return 0;
            }
            at = after + (int) token;
        }
        long length = varint(payload, at);
        int numberAt = after;
        boolean fits = length > 4 + QuicKeys.SAMPLE && length <= LARGEST && payload.has(numberAt, (int) length);
        if (!fits || numberAt - begin > LARGEST - 4) {
            return 0;
        }
        int end = numberAt + (int) length;
        if (initial) {
            open(payload, begin, numberAt, end);
        }
        return end;
    }

    private void open(Payload payload, int begin, int numberAt, int end) {
        payload.copy(numberAt + 4, QuicKeys.SAMPLE, sample, 0);
        byte[] mask = keys.mask(sample);
        int numberLength = ((payload.u8(begin) ^ mask[0]) & 3) + 1;
        int headerLength = numberAt - begin + numberLength;
        payload.copy(begin, headerLength, header, 0);
        header[0] ^= (byte) (mask[0] & 0x0F);
        long number = 0;
        for (int i = 0; i < numberLength; i++) {
            int at = numberAt - begin + i;
            header[at] ^= mask[1 + i];
            number = number << 8 | header[at] & 0xFF;
        }
        int sealedLength = end - begin - headerLength;
        payload.copy(begin + headerLength, sealedLength, sealed, 0);
        int octets = keys.open(header, headerLength, sealed, sealedLength, number, plain);
        if (octets > 0) {
            frames(opened.wrap(plainBuffer, 0, octets));
        }
    }

    /** RFC 9000 §19: an Initial packet holds these alone, and what closes a connection. */
    private void frames(Payload from) {
        int at = 0;
        while (from.has(at, 1)) {
            switch (from.u8(at)) {
                case PADDING, PING -> at++;
                case ACK -> at = afterAck(from, at + 1, 0);
                case ACK_ECN -> at = afterAck(from, at + 1, 3);
                case CRYPTO -> at = afterCrypto(from, at + 1);
                default -> {
                    return;
                }
            }
        }
    }

    private int afterAck(Payload from, int at, int counts) {
        varint(from, at);
        varint(from, after);
        long ranges = varint(from, after);
        varint(from, after);
        if (ranges > MOST_RANGES) {
            return from.length();
        }
        for (long i = 0; i < 2 * ranges + counts; i++) {
            varint(from, after);
        }
        return after;
    }

    private int afterCrypto(Payload from, int at) {
        long offset = varint(from, at);
        long length = varint(from, after);
        int data = after;
        if (length > LARGEST || !from.has(data, (int) length)) {
            return from.length();
        }
        if (length > 0 && offset + length <= LARGEST && pieces.add((int) offset, (int) (offset + length))) {
            from.copy(data, (int) length, crypto, (int) offset);
        }
        return data + (int) length;
    }

    /** RFC 9000 §16: the first two bits say how long it is. {@link #after} is set to where it ends. */
    private long varint(Payload from, int at) {
        int octets = 1 << (from.u8(at) >>> 6);
        long value = from.u8(at) & 0x3F;
        for (int i = 1; i < octets; i++) {
            value = value << 8 | from.u8(at + i);
        }
        after = at + octets;
        return value;
    }
}
