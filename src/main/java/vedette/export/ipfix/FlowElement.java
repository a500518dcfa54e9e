package vedette.export.ipfix;

/**
 * The elements of our own that flow records have beside IANA's, under the operator's enterprise number, in ids that
 * {@link AlertElement} leaves free. Ids are append-only.
 */
enum FlowElement implements OwnElement {
    TCP_STATE(32, "vedetteTcpState", DataType.STRING, Semantics.DEFAULT, Units.NONE, false, "as Zeek's conn_state"),
    TCP_HISTORY(33, "vedetteTcpHistory", DataType.STRING, Semantics.DEFAULT, Units.NONE, false, "as Zeek's history"),
    SYN_ACK_DELAY(
            34,
            "vedetteSynAckDelayMicroseconds",
            DataType.UNSIGNED32,
            Semantics.QUANTITY,
            Units.MICROSECONDS,
            false,
            "from SYN to SYN-ACK, 0 if not seen"),
    ACK_DELAY(
            35,
            "vedetteAckDelayMicroseconds",
            DataType.UNSIGNED32,
            Semantics.QUANTITY,
            Units.MICROSECONDS,
            false,
            "from SYN-ACK to ACK, 0 if not seen"),
    RETRANSMITTED(
            36,
            "vedetteRetransmittedCount",
            DataType.UNSIGNED32,
            Semantics.DELTA_COUNTER,
            Units.PACKETS,
            true,
            "packets with payload that had all been sent before"),
    OUT_OF_ORDER(
            37,
            "vedetteOutOfOrderCount",
            DataType.UNSIGNED32,
            Semantics.DELTA_COUNTER,
            Units.PACKETS,
            true,
            "packets that filled a gap left by later ones"),
    DUPLICATE_ACKS(
            38,
            "vedetteDuplicateAckCount",
            DataType.UNSIGNED32,
            Semantics.DELTA_COUNTER,
            Units.PACKETS,
            true,
            "ACKs that repeat the one before (RFC 5681)"),
    ZERO_WINDOWS(
            39,
            "vedetteZeroWindowCount",
            DataType.UNSIGNED32,
            Semantics.DELTA_COUNTER,
            Units.PACKETS,
            true,
            "packets that offered no window"),
    MISSED_OCTETS(
            40,
            "vedetteMissedOctetCount",
            DataType.UNSIGNED64,
            Semantics.DELTA_COUNTER,
            Units.OCTETS,
            true,
            "octets acknowledged and never seen"),
    FLOW_PART(
            41,
            "vedetteFlowPart",
            DataType.UNSIGNED32,
            Semantics.IDENTIFIER,
            Units.NONE,
            false,
            "number of the part, from 1"),
    COMMUNITY_ID(
            42,
            "vedetteFlowCommunityId",
            DataType.STRING,
            Semantics.DEFAULT,
            Units.NONE,
            false,
            "Community ID version 1"),
    REQUESTED_NAME(43, "vedetteRequestedName", "server that the client names (TLS, QUIC), or the name it asks DNS for"),
    JA3(44, "vedetteJa3", "fingerprint of the client's hello"),
    JA3S(45, "vedetteJa3s", "fingerprint of the server's hello"),
    JA4(46, "vedetteJa4", "fingerprint of the client's hello, JA4");

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers, names and enums
    private final Definition definition;

    private final Units units;
    private final String description;

    /** A text. */
    FlowElement(int id, String label, String description) {
        this(id, label, DataType.STRING, Semantics.DEFAULT, Units.NONE, false, description);
    }

    FlowElement(
            int id,
            String label,
            DataType type,
            Semantics semantics,
            Units units,
            boolean reversible,
            String description) {
        this.definition = new Definition(id, label, type, semantics, reversible);
        this.units = units;
        this.description = description;
    }

    @Override
    public Definition definition() {
        return definition;
    }

    @Override
    public Units units() {
        return units;
    }

    @Override
    public String description() {
        return description;
    }
}
