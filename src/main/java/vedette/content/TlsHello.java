package vedette.content;

/**
 * A ClientHello or ServerHello (RFC 8446 §4.1, RFC 5246 §7.4.1), without the handshake's header, read where it lies.
 *
 * <pre>
 *  ProtocolVersion legacy_version; Random random[32]; opaque legacy_session_id&lt;0..32&gt;;
 *  client: CipherSuite cipher_suites&lt;2..2^16-2&gt;; opaque legacy_compression_methods&lt;1..2^8-1&gt;;
 *  server: CipherSuite cipher_suite; uint8 legacy_compression_method;
 *  Extension extensions&lt;0..2^16-1&gt;;
 * </pre>
 */
final class TlsHello {
    static final int SERVER_NAME = 0;
    static final int SUPPORTED_GROUPS = 10;
    static final int POINT_FORMATS = 11;
    static final int SIGNATURE_ALGORITHMS = 13;
    static final int ALPN = 16;
    static final int SUPPORTED_VERSIONS = 43;

    private static final int VERSION = 0;
    private static final int SESSION_ID = 34;
    private static final int NONE = -1;

    /** High octet of the versions that a server chose before TLS 1.3 was ready. */
    private static final int DRAFT = 0x7F;

    private Payload payload = new Payload();
    private boolean client;
    private boolean datagram;
    private boolean whole;
    private int version;
    private int ciphersAt;
    private int ciphersEnd;
    private int extensionsAt;
    private int extensionsEnd;

    /**
     * Looks at another hello.
     *
     * @param at where the hello begins
     * @param end where it ends as its length has it: if fewer octets are there, it is not {@link #isWhole()}
     * @param datagram whether it is DTLS's, which has a cookie
     * @return whether it can be one
     */
    boolean wrap(Payload from, int at, int end, boolean isClient, boolean datagram) {
        payload = from;
        client = isClient;
        this.datagram = datagram;
        int there = Math.min(end, from.length());
        version = from.u16(at + VERSION);
        if (!isClient && version >>> 8 == DRAFT) {
            whole = wrapDraft(at + SESSION_ID, there) && end <= from.length();
            return true;
        }
        int sessionLength = from.u8(at + SESSION_ID);
        if (sessionLength > 32) {
            return false;
        }
        int next = at + SESSION_ID + 1 + sessionLength;
        whole = client ? wrapClient(next, there) : wrapServer(next, there);
        whole &= end <= from.length();
        return true;
    }

    private boolean wrapClient(int from, int end) {
        int at = datagram ? from + 1 + payload.u8(from) : from;
        ciphersAt = at + 2;
        ciphersEnd = ciphersAt + payload.u16(at);
        return wrapExtensions(ciphersEnd + 1 + payload.u8(ciphersEnd), end);
    }

    private boolean wrapServer(int from, int end) {
        ciphersAt = from;
        ciphersEnd = from + 2;
        return wrapExtensions(ciphersEnd + 1, end);
    }

    /** Drafts of TLS 1.3 had neither session nor compression in it. */
    private boolean wrapDraft(int from, int end) {
        ciphersAt = from;
        ciphersEnd = from + 2;
        return wrapExtensions(ciphersEnd, end);
    }

    /** Older hellos end before the extensions. */
    private boolean wrapExtensions(int at, int end) {
        extensionsAt = at + 2;
        extensionsEnd = at + 2 + (at < end ? payload.u16(at) : 0);
        boolean fits = at == end || extensionsEnd <= end;
        extensionsEnd = Math.min(extensionsEnd, end);
        ciphersEnd = Math.min(ciphersEnd, end);
        return fits;
    }

    /** Whether all of it is there, so that a fingerprint of it can be taken. */
    boolean isWhole() {
        return whole;
    }

    boolean isClient() {
        return client;
    }

    int version() {
        return version;
    }

    Payload payload() {
        return payload;
    }

    int ciphersAt() {
        return ciphersAt;
    }

    int ciphersEnd() {
        return ciphersEnd;
    }

    /** Where the first extension begins, {@link #isExtension} says whether there is one. */
    int firstExtension() {
        return extensionsAt;
    }

    boolean isExtension(int at) {
        return at + 4 <= extensionsEnd;
    }

    int nextExtension(int at) {
        return contentAt(at) + payload.u16(at + 2);
    }

    int type(int extension) {
        return payload.u16(extension);
    }

    /** Where the extension's own octets begin. */
    int contentAt(int extension) {
        return extension + 4;
    }

    /** Where the extension's own octets end, as far as they are there. */
    int contentEnd(int extension) {
        return Math.min(extensionsEnd, nextExtension(extension));
    }

    /** The first extension of the type, -1 if there is none. */
    int find(int type) {
        for (int at = firstExtension(); isExtension(at); at = nextExtension(at)) {
            if (type(at) == type) {
                return at;
            }
        }
        return NONE;
    }

    /** Values that are there to be ignored (RFC 8701). */
    static boolean isGrease(int value) {
        return (value & 0x0F0F) == 0x0A0A && value >>> 8 == (value & 0xFF);
    }
}
