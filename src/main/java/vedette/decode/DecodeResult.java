package vedette.decode;

/** What came of a frame: {@link #OK}, or the reason why it is in no flow. Each has a counter; frames = the sum of all. */
public enum DecodeResult {
    OK("ok"),
    UNSUPPORTED_LINK_TYPE("unsupported-link-type"),
    /** ARP, LLDP, spanning tree and whatever else is not IP, even where a detector reads it. */
    NON_IP("non-ip"),
    TRUNCATED_LINK("truncated-link"),
    TRUNCATED_IPV4("truncated-ipv4"),
    MALFORMED_IPV4("malformed-ipv4"),
    TRUNCATED_IPV6("truncated-ipv6"),
    MALFORMED_IPV6("malformed-ipv6"),
    TRUNCATED_TCP("truncated-tcp"),
    MALFORMED_TCP("malformed-tcp"),
    TRUNCATED_UDP("truncated-udp"),
    MALFORMED_UDP("malformed-udp"),
    TRUNCATED_SCTP("truncated-sctp"),
    MALFORMED_SCTP("malformed-sctp"),
    TRUNCATED_ICMP("truncated-icmp"),
    MALFORMED_ICMP("malformed-icmp");

    private final String label;
    private final boolean truncated;

    DecodeResult(String label) {
        this.label = label;
        this.truncated = label.startsWith("truncated-");
    }

    /** The reason as counters and summaries print it. */
    public String label() {
        return label;
    }

    /** Whether the captured octets ended before a header did, and nothing is known to be wrong with the packet. */
    boolean isTruncated() {
        return truncated;
    }
}
