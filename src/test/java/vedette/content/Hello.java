package vedette.content;

import static vedette.content.Said.counted;
import static vedette.content.Said.joined;
import static vedette.content.Said.number;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A hello of TLS in the making. */
final class Hello {
    private final int type;
    private int version = 0x0303;
    private int[] ciphers = {0x1301};
    private byte[] extensions = {};
    private boolean hasExtensions;

    private Hello(int type) {
        this.type = type;
    }

    static Hello ofClient() {
        return new Hello(1);
    }

    static Hello ofServer() {
        return new Hello(2);
    }

    Hello version(int number) {
        version = number;
        return this;
    }

    Hello ciphers(int... numbers) {
        ciphers = numbers;
        return this;
    }

    Hello extension(int number, byte[]... content) {
        extensions = joined(extensions, number(2, number), counted(2, content));
        hasExtensions = true;
        return this;
    }

    Hello serverName(String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        return extension(0, counted(2, new byte[] {0}, counted(2, text)));
    }

    Hello alpn(String... protocols) {
        byte[][] texts = Arrays.stream(protocols)
                .map(protocol -> counted(1, protocol.getBytes(StandardCharsets.ISO_8859_1)))
                .toArray(byte[][]::new);
        return extension(16, counted(2, texts));
    }

    Hello numbers(int extension, int... values) {
        return extension(extension, counted(2, all(values)));
    }

    Hello versions(int... values) {
        return extension(43, counted(1, all(values)));
    }

    private static byte[] all(int... values) {
        return joined(Arrays.stream(values).mapToObj(value -> number(2, value)).toArray(byte[][]::new));
    }

    /** The handshake message. */
    byte[] message() {
        byte[] chosen = type == 1
                ? joined(counted(2, all(ciphers)), counted(1, new byte[1]))
                : joined(all(ciphers), new byte[1]);
        byte[] rest = hasExtensions ? counted(2, extensions) : extensions;
        byte[] body = joined(number(2, version), new byte[32], counted(1, new byte[32]), chosen, rest);
        return joined(number(1, type), counted(3, body));
    }

    /** The message in a record. */
    byte[] record() {
        return joined(number(1, 22), number(2, 0x0301), counted(2, message()));
    }
}
