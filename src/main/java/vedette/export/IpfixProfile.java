package vedette.export;

/** What a flow becomes for an IPFIX collector. */
public enum IpfixProfile {
    /**
     * One record per flow with the reverse octet and packet counts (RFC 5103) and nothing else in reverse, because nfdump
     * stores any other reverse element over the forward one. The default.
     */
    BIFLOW,
    /** One record per flow with every reverse element there is, and times to the nanosecond. */
    FULL,
    /** One record per direction that has packets, without enterprise numbers: for collectors that know no biflows. */
    UNIFLOW,
    /** As {@code BIFLOW}, with what SiLK reads beside: TCP flags of each direction, the first packet's apart, and the delay of the answer. */
    SILK
}
