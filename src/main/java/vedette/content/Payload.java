package vedette.content;

import java.nio.ByteBuffer;

/**
 * The octets that one side of a flow says first, read where they lie. Nothing lies outside of them: who asks for an octet that is
 * not there is given 0, and {@link #isExceeded()} tells. Made once and wrapped round one payload after another; not thread-safe.
 */
public final class Payload {
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private int start;
    private int length;
    private boolean datagram;
    private boolean fromInitiator;
    private boolean last;
    private int responderPort;
    private boolean exceeded;

    /**
     * Looks at other octets.
     *
     * @param bytes big-endian
     * @param start where in {@code bytes} it begins
     * @param length octets present
     */
    public Payload wrap(ByteBuffer bytes, int start, int length) {
        this.bytes = bytes;
        this.start = start;
        this.length = Math.max(0, Math.min(length, bytes.limit() - start));
        exceeded = false;
        return this;
    }

    /**
     * Whose octets they are.
     *
     * @param datagram whether they are a datagram of UDP, not the beginning of a TCP stream
     * @param last whether no more of that stream will be seen
     */
    public Payload of(boolean datagram, boolean fromInitiator, int responderPort, boolean last) {
        this.datagram = datagram;
        this.fromInitiator = fromInitiator;
        this.responderPort = responderPort;
        this.last = last;
        return this;
    }

    int length() {
        return length;
    }

    boolean isDatagram() {
        return datagram;
    }

    boolean isFromInitiator() {
        return fromInitiator;
    }

    /** Whether all that will ever be seen of the side's octets is here. */
    boolean isLast() {
        return last || datagram;
    }

    /** Whether more may follow, of datagrams too. */
    boolean mayGoOn() {
        return !last;
    }

    int responderPort() {
        return responderPort;
    }

    /** Whether an octet was asked for that is not there. */
    boolean isExceeded() {
        return exceeded;
    }

    boolean has(int at, int octets) {
        return at >= 0 && octets >= 0 && octets <= length - at;
    }

    int u8(int at) {
        if (at < 0 || at >= length) {
            exceeded = true;
            return 0;
        }
        return bytes.get(start + at) & 0xFF;
    }

    int u16(int at) {
        return u8(at) << 8 | u8(at + 1);
    }

    int u24(int at) {
        return u16(at) << 8 | u8(at + 2);
    }

    int i32(int at) {
        return u16(at) << 16 | u16(at + 2);
    }

    long i64(int at) {
        return (long) i32(at) << 32 | i32(at + 4) & 0xFFFF_FFFFL;
    }

    /** Copies octets that are there; none are there anywhere. */
    void copy(int at, int octets, byte[] target, int to) {
        if (octets > 0) {
            bytes.get(start + at, target, to, octets);
        }
    }

    /** Whether the text, which is ASCII, stands there. */
    boolean startsWith(String text, int at) {
        if (!has(at, text.length())) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (u8(at + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text, which is lower-case ASCII, stands there in letters of any case. */
    boolean startsWithIgnoringCase(String text, int at) {
        if (!has(at, text.length())) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            int c = u8(at + i);
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text, which is lower-case ASCII, stands somewhere between the two, in letters of any case. */
    boolean holds(String text, int from, int to) {
        for (int at = from; at + text.length() <= to; at++) {
            if (startsWithIgnoringCase(text, at)) {
                return true;
            }
        }
        return false;
    }

    /** Where the octet stands first from {@code from} on, before {@code to}; -1 if it does not. */
    int find(int octet, int from, int to) {
        int end = Math.min(to, length);
        for (int at = Math.max(0, from); at < end; at++) {
            if ((bytes.get(start + at) & 0xFF) == octet) {
                return at;
            }
        }
        return -1;
    }

    /** Where the line that begins there ends: at its line feed, or at the end of what is there. */
    int lineEnd(int from) {
        int feed = find('\n', from, length);
        return feed < 0 ? length : feed;
    }

    /** The end of a line's text, without carriage return and spaces. */
    int trimmedEnd(int from, int lineEnd) {
        int end = lineEnd;
        while (end > from && (u8(end - 1) == '\r' || u8(end - 1) == ' ' || u8(end - 1) == '\t')) {
            end--;
        }
        return end;
    }

    /** Whether each of these octets, which are there, is printable ASCII. */
    boolean isPrintable(int from, int to) {
        for (int at = from; at < to; at++) {
            int c = u8(at);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }
}
