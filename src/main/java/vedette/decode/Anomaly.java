package vedette.decode;

/** Something odd about a packet that is metered all the same. Each has a counter; a packet may have several. */
public enum Anomaly {
    /** The IP header claims more octets than the frame had on the link; the frame's octets are metered. */
    IP_LENGTH_BEYOND_FRAME("ip-length-beyond-frame"),
    /** Captured before segmentation or after merging: one packet here is several on the wire. */
    OFFLOADED("offloaded"),
    /** IPv4 options. */
    IP_OPTIONS("ip-options"),
    /** More IPv6 extension headers than any sane sender writes; those after the bound are not read. */
    TOO_MANY_EXTENSION_HEADERS("too-many-extension-headers"),
    /** A first fragment that ends inside the transport header. */
    TINY_FRAGMENT("tiny-fragment"),
    /** A first fragment whose transport header lies; its datagram is metered without ports. */
    MALFORMED_FRAGMENT("malformed-fragment"),
    /** A fragment that would reach beyond the largest datagram (ping of death). */
    FRAGMENT_BEYOND_DATAGRAM("fragment-beyond-datagram"),
    /** A UDP length that is not the IP payload's. */
    UDP_LENGTH("udp-length"),
    TCP_SYN_FIN("tcp-syn-fin"),
    TCP_NULL_FLAGS("tcp-null-flags"),
    /** Source or destination port 0 over TCP, UDP or SCTP. */
    PORT_ZERO("port-zero");

    private final String label;

    Anomaly(String label) {
        this.label = label;
    }

    /** The name as counters and summaries print it. */
    public String label() {
        return label;
    }

    @SuppressWarnings("EnumOrdinal") // a bit lasts no longer than its packet
    int bit() {
        return 1 << ordinal();
    }
}
