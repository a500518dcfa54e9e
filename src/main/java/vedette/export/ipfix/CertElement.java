package vedette.export.ipfix;

/** The elements of CERT that SiLK reads beside IANA's, as YAF sends them: its registry is libfixbuf's {@code cert_ipfix.xml}. */
enum CertElement implements Element {
    /** TCP flags of the direction's first packet. */
    INITIAL_TCP_FLAGS(14, "initialTCPFlags", DataType.UNSIGNED16, Semantics.FLAGS, true),
    /** TCP flags of the others. */
    UNION_TCP_FLAGS(15, "unionTCPFlags", DataType.UNSIGNED16, Semantics.FLAGS, true),
    /** From the first packet forward to the first in reverse. */
    REVERSE_FLOW_DELTA_MILLISECONDS(21, "reverseFlowDeltaMilliseconds", DataType.UNSIGNED32, Semantics.QUANTITY, false),
    /** Bits: 1 packets of one size, 2 out of sequence, 4 multipath TCP, 8 fragments. */
    FLOW_ATTRIBUTES(40, "flowAttributes", DataType.UNSIGNED16, Semantics.FLAGS, true);

    /** CERT's private enterprise number. */
    static final long ENTERPRISE = 6871;

    /** Of the flow attributes. */
    static final int OUT_OF_SEQUENCE = 0x02;

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers, names and enums
    private final Definition definition;

    CertElement(int id, String label, DataType type, Semantics semantics, boolean reversible) {
        definition = new Definition(id, label, type, semantics, reversible);
    }

    @Override
    public Definition definition() {
        return definition;
    }
}
