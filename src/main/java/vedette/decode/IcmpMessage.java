package vedette.decode;

/** ICMP (RFC 792) or ICMPv6 (RFC 4443) message, read in place. */
public final class IcmpMessage {
    private int type;
    private int code;
    private boolean quoting;

    public int type() {
        return type;
    }

    public int code() {
        return code;
    }

    /** Whether this is an error that quotes enough of a packet to name its flow; {@code Packet.quoted()} then holds it. */
    public boolean isQuoting() {
        return quoting;
    }

    /** The type of the request this message asks or answers; its own type if it is neither. */
    public int requestType(int protocol) {
        return type;
    }
}
