package vedette.content;

import org.jspecify.annotations.Nullable;

/** What a hello tells, whether TLS, DTLS or QUIC carries it. */
final class TlsNotes {
    private static final int HOST_NAME = 0;

    private final Ja3 ja3 = new Ja3();
    private final Ja4 ja4 = new Ja4();

    /** @param transport see {@link Ja4} */
    void note(TlsHello hello, char transport, Notes notes) {
        if (hello.isClient()) {
            serverName(hello, notes);
            alpn(hello, Field.TLS_CLIENT_ALPN, notes);
        } else {
            version(hello, notes);
            alpn(hello, Field.TLS_SERVER_ALPN, notes);
        }
        if (hello.isWhole()) {
            notes.text(hello.isClient() ? Field.TLS_JA3 : Field.TLS_JA3S, ja3.of(hello), 0, 32);
        }
        if (hello.isWhole() && hello.isClient()) {
            notes.text(Field.TLS_JA4, ja4.of(hello, transport), 0, Ja4.LENGTH);
        }
    }

    private static void serverName(TlsHello hello, Notes notes) {
        int extension = hello.find(TlsHello.SERVER_NAME);
        if (extension < 0) {
            return;
        }
        Payload payload = hello.payload();
        int at = hello.contentAt(extension) + 2;
        int length = payload.u16(at + 1);
        if (payload.u8(at) == HOST_NAME && at + 3 + length <= hello.contentEnd(extension)) {
            notes.text(Field.TLS_SNI, payload, at + 3, length);
        }
    }

    private static void alpn(TlsHello hello, Field field, Notes notes) {
        int extension = hello.find(TlsHello.ALPN);
        if (extension < 0) {
            return;
        }
        Payload payload = hello.payload();
        int end = hello.contentEnd(extension);
        int at = hello.contentAt(extension) + 2;
        while (at < end && at + 1 + payload.u8(at) <= end) {
            notes.text(field, payload, at + 1, payload.u8(at));
            at += 1 + payload.u8(at);
        }
    }

    /** The version that the server chose. */
    private static void version(TlsHello hello, Notes notes) {
        int extension = hello.find(TlsHello.SUPPORTED_VERSIONS);
        String name = name(extension < 0 ? hello.version() : hello.payload().u16(hello.contentAt(extension)));
        if (name != null) {
            notes.text(Field.TLS_VERSION, name);
        }
    }

    private static @Nullable String name(int version) {
        return switch (version) {
            case 0x0300 -> "SSLv3";
            case 0x0301 -> "TLSv1";
            case 0x0302 -> "TLS 1.1";
            case 0x0303 -> "TLS 1.2";
            case 0x0304 -> "TLS 1.3";
            case 0xFEFF -> "DTLS 1.0";
            case 0xFEFD -> "DTLS 1.2";
            case 0xFEFC -> "DTLS 1.3";
            default -> (version & 0xFF00) == 0x7F00 ? "TLS 1.3" : null;
        };
    }
}
