package vedette.content;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * JA4, the fingerprint of a client that does not change when it shuffles its extensions: transport, version, whether it names a
 * server, numbers of ciphers and extensions, first and last letter of its first ALPN, then a hash of the ciphers in order of value,
 * and one of the extensions in order of value and of the signature algorithms as they stand. GREASE is left out.
 */
final class Ja4 {
    /** Octets of a fingerprint: a part of ten, two of twelve, two underlines. */
    static final int LENGTH = 36;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH_DIGITS = 12;
    private static final int MOST_VALUES = 1 << 12;
    private static final int MOST_COUNTED = 99;

    private final MessageDigest sha256 = Digests.sha256();
    private final byte[] digest = new byte[32];
    private final int[] values = new int[MOST_VALUES];
    private final byte[] group = new byte[5];
    private final byte[] text = new byte[LENGTH];
    private int count;
    private int length;

    /**
     * The fingerprint of a whole ClientHello, valid until the next.
     *
     * @param transport {@code t} for TCP, {@code q} for QUIC, {@code d} for DTLS
     */
    byte[] of(TlsHello hello, char transport) {
        length = 0;
        put(transport);
        version(hello);
        put(hello.find(TlsHello.SERVER_NAME) >= 0 ? 'd' : 'i');
        collectCiphers(hello);
        two(count);
        int ciphers = count;
        two(countExtensions(hello));
        alpn(hello);
        put('_');
        count = ciphers;
        hashCiphers();
        put('_');
        hashExtensions(hello);
        return text;
    }

    private void version(TlsHello hello) {
        int version = highest(hello);
        switch (version) {
            case 0x0304 -> put('1', '3');
            case 0x0303 -> put('1', '2');
            case 0x0302 -> put('1', '1');
            case 0x0301 -> put('1', '0');
            case 0x0300 -> put('s', '3');
            case 0x0002 -> put('s', '2');
            case 0xFEFF -> put('d', '1');
            case 0xFEFD -> put('d', '2');
            case 0xFEFC -> put('d', '3');
            default -> put('0', '0');
        }
    }

    private static int highest(TlsHello hello) {
        int extension = hello.find(TlsHello.SUPPORTED_VERSIONS);
        if (extension < 0) {
            return hello.version();
        }
        int highest = 0;
        boolean datagram = hello.version() >= 0xFE00;
        for (int at = hello.contentAt(extension) + 1; at + 2 <= hello.contentEnd(extension); at += 2) {
            int offered = hello.payload().u16(at);
            boolean higher = datagram ? highest == 0 || offered < highest : offered > highest;
            if (!TlsHello.isGrease(offered) && higher) {
                highest = offered;
            }
        }
        return highest;
    }

    private void collectCiphers(TlsHello hello) {
        count = 0;
        for (int at = hello.ciphersAt(); at + 2 <= hello.ciphersEnd(); at += 2) {
            collect(hello.payload().u16(at));
        }
    }

    private void collect(int value) {
        if (!TlsHello.isGrease(value) && count < MOST_VALUES) {
            values[count++] = value;
        }
    }

    private static int countExtensions(TlsHello hello) {
        int extensions = 0;
        for (int at = hello.firstExtension(); hello.isExtension(at); at = hello.nextExtension(at)) {
            extensions += TlsHello.isGrease(hello.type(at)) ? 0 : 1;
        }
        return extensions;
    }

    private void two(int number) {
        int shown = Math.min(number, MOST_COUNTED);
        put((char) ('0' + shown / 10), (char) ('0' + shown % 10));
    }

    private void alpn(TlsHello hello) {
        int extension = hello.find(TlsHello.ALPN);
        int at = extension < 0 ? 0 : hello.contentAt(extension) + 2;
        int octets = extension < 0 ? 0 : hello.payload().u8(at);
        if (octets == 0 || at + 1 + octets > hello.contentEnd(extension)) {
            put('0', '0');
            return;
        }
        int first = hello.payload().u8(at + 1);
        int last = hello.payload().u8(at + octets);
        if (isAlphanumeric(first) && isAlphanumeric(last)) {
            put((char) first, (char) last);
        } else {
            put((char) HEX[first >>> 4], (char) HEX[last & 0xF]);
        }
    }

    private static boolean isAlphanumeric(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private void hashCiphers() {
        Arrays.sort(values, 0, count);
        hashValues();
        hash(count > 0);
    }

    private void hashExtensions(TlsHello hello) {
        count = 0;
        for (int at = hello.firstExtension(); hello.isExtension(at); at = hello.nextExtension(at)) {
            int type = hello.type(at);
            if (type != TlsHello.SERVER_NAME && type != TlsHello.ALPN) {
                collect(type);
            }
        }
        Arrays.sort(values, 0, count);
        hashValues();
        boolean any = count > 0;
        hashSignatures(hello);
        hash(any);
    }

    private void hashSignatures(TlsHello hello) {
        int extension = hello.find(TlsHello.SIGNATURE_ALGORITHMS);
        count = 0;
        for (int at = hello.contentAt(extension) + 2;
                extension >= 0 && at + 2 <= hello.contentEnd(extension);
                at += 2) {
            collect(hello.payload().u16(at));
        }
        if (count > 0) {
            sha256.update((byte) '_');
            hashValues();
        }
    }

    private void hashValues() {
        for (int i = 0; i < count; i++) {
            int value = values[i];
            group[0] = ',';
            group[1] = HEX[value >>> 12];
            group[2] = HEX[value >>> 8 & 0xF];
            group[3] = HEX[value >>> 4 & 0xF];
            group[4] = HEX[value & 0xF];
            int from = i == 0 ? 1 : 0;
            sha256.update(group, from, group.length - from);
        }
    }

    /** Twelve digits of the hash of all that was put into it; of nothing, zeros. */
    private void hash(boolean any) {
        Digests.finish(sha256, digest);
        for (int i = 0; i < HASH_DIGITS / 2; i++) {
            put(any ? (char) HEX[digest[i] >>> 4 & 0xF] : '0', any ? (char) HEX[digest[i] & 0xF] : '0');
        }
    }

    private void put(char one, char other) {
        put(one);
        put(other);
    }

    private void put(char c) {
        text[length++] = (byte) c;
    }
}
