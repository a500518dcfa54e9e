package vedette.content;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * JA3 and JA3S: the MD5 of a hello's version, ciphers, extensions and, for a client, groups and point formats, as decimal numbers in
 * the order in which they stand, without GREASE.
 */
final class Ja3 {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 1 << 15;

    private final MessageDigest md5 = Digests.md5();
    private final byte[] text = new byte[LONGEST];
    private final byte[] digest = new byte[16];
    private final byte[] hex = new byte[32];
    private int length;

    /** The fingerprint of a whole hello in 32 hexadecimal digits, valid until the next. */
    byte[] of(TlsHello hello) {
        length = 0;
        number(hello.version());
        put(',');
        numbers(hello.payload(), hello.ciphersAt(), hello.ciphersEnd());
        put(',');
        extensions(hello);
        if (hello.isClient()) {
            put(',');
            list(hello, TlsHello.SUPPORTED_GROUPS);
            put(',');
            pointFormats(hello);
        }
        md5.update(text, 0, length);
        Digests.finish(md5, digest);
        for (int i = 0; i < digest.length; i++) {
            hex[2 * i] = HEX[digest[i] >>> 4 & 0xF];
            hex[2 * i + 1] = HEX[digest[i] & 0xF];
        }
        return hex;
    }

    private void extensions(TlsHello hello) {
        int begin = length;
        for (int at = hello.firstExtension(); hello.isExtension(at); at = hello.nextExtension(at)) {
            value(begin, hello.type(at));
        }
    }

    private void list(TlsHello hello, int type) {
        int extension = hello.find(type);
        if (extension >= 0) {
            numbers(hello.payload(), hello.contentAt(extension) + 2, hello.contentEnd(extension));
        }
    }

    private void pointFormats(TlsHello hello) {
        int extension = hello.find(TlsHello.POINT_FORMATS);
        if (extension >= 0) {
            int begin = length;
            for (int at = hello.contentAt(extension) + 1; at < hello.contentEnd(extension); at++) {
                separate(begin);
                number(hello.payload().u8(at));
            }
        }
    }

    private void numbers(Payload payload, int from, int to) {
        int begin = length;
        for (int at = from; at + 2 <= to; at += 2) {
            value(begin, payload.u16(at));
        }
    }

    private void value(int begin, int value) {
        if (!TlsHello.isGrease(value)) {
            separate(begin);
            number(value);
        }
    }

    private void separate(int begin) {
        if (length > begin) {
            put('-');
        }
    }

    private void number(int value) {
        if (value >= 10) {
            number(value / 10);
        }
        put((char) ('0' + value % 10));
    }

    /** The text of any hello fits: six octets for each two of at most 8 KiB. */
    private void put(char c) {
        if (length < LONGEST) {
            text[length++] = (byte) c;
        }
    }
}
