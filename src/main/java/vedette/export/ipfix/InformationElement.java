package vedette.export.ipfix;

/** The information elements we send, from IANA's IPFIX registry. */
enum InformationElement implements Element {
    OCTET_DELTA_COUNT(1, "octetDeltaCount", DataType.UNSIGNED64, true),
    PACKET_DELTA_COUNT(2, "packetDeltaCount", DataType.UNSIGNED64, true),
    PROTOCOL_IDENTIFIER(4, "protocolIdentifier", DataType.UNSIGNED8, true),
    IP_CLASS_OF_SERVICE(5, "ipClassOfService", DataType.UNSIGNED8, true),
    TCP_CONTROL_BITS(6, "tcpControlBits", DataType.UNSIGNED16, true),
    SOURCE_TRANSPORT_PORT(7, "sourceTransportPort", DataType.UNSIGNED16, true),
    SOURCE_IPV4_ADDRESS(8, "sourceIPv4Address", DataType.IPV4_ADDRESS, true),
    SOURCE_IPV4_PREFIX_LENGTH(9, "sourceIPv4PrefixLength", DataType.UNSIGNED8, true),
    INGRESS_INTERFACE(10, "ingressInterface", DataType.UNSIGNED32, true),
    DESTINATION_TRANSPORT_PORT(11, "destinationTransportPort", DataType.UNSIGNED16, true),
    DESTINATION_IPV4_ADDRESS(12, "destinationIPv4Address", DataType.IPV4_ADDRESS, true),
    DESTINATION_IPV4_PREFIX_LENGTH(13, "destinationIPv4PrefixLength", DataType.UNSIGNED8, true),
    SOURCE_IPV6_ADDRESS(27, "sourceIPv6Address", DataType.IPV6_ADDRESS, true),
    DESTINATION_IPV6_ADDRESS(28, "destinationIPv6Address", DataType.IPV6_ADDRESS, true),
    SOURCE_IPV6_PREFIX_LENGTH(29, "sourceIPv6PrefixLength", DataType.UNSIGNED8, true),
    DESTINATION_IPV6_PREFIX_LENGTH(30, "destinationIPv6PrefixLength", DataType.UNSIGNED8, true),
    ICMP_TYPE_CODE_IPV4(32, "icmpTypeCodeIPv4", DataType.UNSIGNED16, true),
    EXPORTED_OCTET_TOTAL_COUNT(40, "exportedOctetTotalCount", DataType.UNSIGNED64, false),
    EXPORTED_MESSAGE_TOTAL_COUNT(41, "exportedMessageTotalCount", DataType.UNSIGNED64, false),
    EXPORTED_FLOW_RECORD_TOTAL_COUNT(42, "exportedFlowRecordTotalCount", DataType.UNSIGNED64, false),
    MINIMUM_TTL(52, "minimumTTL", DataType.UNSIGNED8, true),
    MAXIMUM_TTL(53, "maximumTTL", DataType.UNSIGNED8, true),
    SOURCE_MAC_ADDRESS(56, "sourceMacAddress", DataType.MAC_ADDRESS, true),
    VLAN_ID(58, "vlanId", DataType.UNSIGNED16, true),
    IP_VERSION(60, "ipVersion", DataType.UNSIGNED8, true),
    DESTINATION_MAC_ADDRESS(80, "destinationMacAddress", DataType.MAC_ADDRESS, true),
    INTERFACE_NAME(82, "interfaceName", DataType.STRING, true),
    FLOW_END_REASON(136, "flowEndReason", DataType.UNSIGNED8, true),
    OBSERVATION_POINT_ID(138, "observationPointId", DataType.UNSIGNED64, true),
    ICMP_TYPE_CODE_IPV6(139, "icmpTypeCodeIPv6", DataType.UNSIGNED16, true),
    EXPORTING_PROCESS_ID(144, "exportingProcessId", DataType.UNSIGNED32, false),
    FLOW_ID(148, "flowId", DataType.UNSIGNED64, false),
    FLOW_START_MILLISECONDS(152, "flowStartMilliseconds", DataType.DATE_TIME_MILLISECONDS, true),
    FLOW_END_MILLISECONDS(153, "flowEndMilliseconds", DataType.DATE_TIME_MILLISECONDS, true),
    FLOW_START_NANOSECONDS(156, "flowStartNanoseconds", DataType.DATE_TIME_NANOSECONDS, true),
    FLOW_END_NANOSECONDS(157, "flowEndNanoseconds", DataType.DATE_TIME_NANOSECONDS, true),
    FLOW_DURATION_MILLISECONDS(161, "flowDurationMilliseconds", DataType.UNSIGNED32, true),
    NOT_SENT_FLOW_TOTAL_COUNT(166, "notSentFlowTotalCount", DataType.UNSIGNED64, false),
    NOT_SENT_PACKET_TOTAL_COUNT(167, "notSentPacketTotalCount", DataType.UNSIGNED64, false),
    NOT_SENT_OCTET_TOTAL_COUNT(168, "notSentOctetTotalCount", DataType.UNSIGNED64, false),
    ICMP_TYPE_IPV4(176, "icmpTypeIPv4", DataType.UNSIGNED8, true),
    ICMP_CODE_IPV4(177, "icmpCodeIPv4", DataType.UNSIGNED8, true),
    ICMP_TYPE_IPV6(178, "icmpTypeIPv6", DataType.UNSIGNED8, true),
    ICMP_CODE_IPV6(179, "icmpCodeIPv6", DataType.UNSIGNED8, true),
    TCP_SEQUENCE_NUMBER(184, "tcpSequenceNumber", DataType.UNSIGNED32, true),
    TCP_WINDOW_SIZE(186, "tcpWindowSize", DataType.UNSIGNED16, true),
    TCP_SYN_TOTAL_COUNT(218, "tcpSynTotalCount", DataType.UNSIGNED64, true),
    TCP_FIN_TOTAL_COUNT(219, "tcpFinTotalCount", DataType.UNSIGNED64, true),
    TCP_RST_TOTAL_COUNT(220, "tcpRstTotalCount", DataType.UNSIGNED64, true),
    TCP_PSH_TOTAL_COUNT(221, "tcpPshTotalCount", DataType.UNSIGNED64, true),
    TCP_ACK_TOTAL_COUNT(222, "tcpAckTotalCount", DataType.UNSIGNED64, true),
    TCP_URG_TOTAL_COUNT(223, "tcpUrgTotalCount", DataType.UNSIGNED64, true),
    BIFLOW_DIRECTION(239, "biflowDirection", DataType.UNSIGNED8, false),
    DOT1Q_VLAN_ID(243, "dot1qVlanId", DataType.UNSIGNED16, true),
    DOT1Q_CUSTOMER_VLAN_ID(245, "dot1qCustomerVlanId", DataType.UNSIGNED16, true),
    INFORMATION_ELEMENT_ID(303, "informationElementId", DataType.UNSIGNED16, false),
    OBSERVATION_TIME_MILLISECONDS(323, "observationTimeMilliseconds", DataType.DATE_TIME_MILLISECONDS, true),
    INFORMATION_ELEMENT_DATA_TYPE(339, "informationElementDataType", DataType.UNSIGNED8, false),
    INFORMATION_ELEMENT_DESCRIPTION(340, "informationElementDescription", DataType.STRING, false),
    INFORMATION_ELEMENT_NAME(341, "informationElementName", DataType.STRING, false),
    INFORMATION_ELEMENT_RANGE_BEGIN(342, "informationElementRangeBegin", DataType.UNSIGNED64, false),
    INFORMATION_ELEMENT_RANGE_END(343, "informationElementRangeEnd", DataType.UNSIGNED64, false),
    INFORMATION_ELEMENT_SEMANTICS(344, "informationElementSemantics", DataType.UNSIGNED8, false),
    INFORMATION_ELEMENT_UNITS(345, "informationElementUnits", DataType.UNSIGNED16, false),
    PRIVATE_ENTERPRISE_NUMBER(346, "privateEnterpriseNumber", DataType.UNSIGNED32, false),
    LAYER2_OCTET_DELTA_COUNT(352, "layer2OctetDeltaCount", DataType.UNSIGNED64, true),
    ORIGINAL_FLOWS_PRESENT(375, "originalFlowsPresent", DataType.UNSIGNED64, true),
    DISTINCT_COUNT_OF_SOURCE_IP_ADDRESS(378, "distinctCountOfSourceIPAddress", DataType.UNSIGNED64, true);

    private final int id;
    private final String label;
    private final DataType type;
    private final boolean reversible;

    InformationElement(int id, String label, DataType type, boolean reversible) {
        this.id = id;
        this.label = label;
        this.type = type;
        this.reversible = reversible;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public DataType type() {
        return type;
    }

    @Override
    public boolean isReversible() {
        return reversible;
    }
}
