package vedette.export.ipfix;

/** The information elements we send, from IANA's IPFIX registry. */
enum InformationElement implements Element {
    OCTET_DELTA_COUNT(1, "octetDeltaCount", DataType.UNSIGNED64, Semantics.DELTA_COUNTER, true),
    PACKET_DELTA_COUNT(2, "packetDeltaCount", DataType.UNSIGNED64, Semantics.DELTA_COUNTER, true),
    PROTOCOL_IDENTIFIER(4, "protocolIdentifier", DataType.UNSIGNED8, Semantics.IDENTIFIER, true),
    IP_CLASS_OF_SERVICE(5, "ipClassOfService", DataType.UNSIGNED8, Semantics.IDENTIFIER, true),
    TCP_CONTROL_BITS(6, "tcpControlBits", DataType.UNSIGNED16, Semantics.FLAGS, true),
    SOURCE_TRANSPORT_PORT(7, "sourceTransportPort", DataType.UNSIGNED16, Semantics.IDENTIFIER, true),
    SOURCE_IPV4_ADDRESS(8, "sourceIPv4Address", DataType.IPV4_ADDRESS, Semantics.DEFAULT, true),
    SOURCE_IPV4_PREFIX_LENGTH(9, "sourceIPv4PrefixLength", DataType.UNSIGNED8, Semantics.QUANTITY, true),
    INGRESS_INTERFACE(10, "ingressInterface", DataType.UNSIGNED32, Semantics.IDENTIFIER, true),
    DESTINATION_TRANSPORT_PORT(11, "destinationTransportPort", DataType.UNSIGNED16, Semantics.IDENTIFIER, true),
    DESTINATION_IPV4_ADDRESS(12, "destinationIPv4Address", DataType.IPV4_ADDRESS, Semantics.DEFAULT, true),
    DESTINATION_IPV4_PREFIX_LENGTH(13, "destinationIPv4PrefixLength", DataType.UNSIGNED8, Semantics.QUANTITY, true),
    SOURCE_IPV6_ADDRESS(27, "sourceIPv6Address", DataType.IPV6_ADDRESS, Semantics.DEFAULT, true),
    DESTINATION_IPV6_ADDRESS(28, "destinationIPv6Address", DataType.IPV6_ADDRESS, Semantics.DEFAULT, true),
    SOURCE_IPV6_PREFIX_LENGTH(29, "sourceIPv6PrefixLength", DataType.UNSIGNED8, Semantics.QUANTITY, true),
    DESTINATION_IPV6_PREFIX_LENGTH(30, "destinationIPv6PrefixLength", DataType.UNSIGNED8, Semantics.QUANTITY, true),
    ICMP_TYPE_CODE_IPV4(32, "icmpTypeCodeIPv4", DataType.UNSIGNED16, Semantics.IDENTIFIER, true),
    EXPORTED_OCTET_TOTAL_COUNT(40, "exportedOctetTotalCount", DataType.UNSIGNED64, Semantics.TOTAL_COUNTER, false),
    EXPORTED_MESSAGE_TOTAL_COUNT(41, "exportedMessageTotalCount", DataType.UNSIGNED64, Semantics.TOTAL_COUNTER, false),
    EXPORTED_FLOW_RECORD_TOTAL_COUNT(
            42, "exportedFlowRecordTotalCount", DataType.UNSIGNED64, Semantics.TOTAL_COUNTER, false),
    MINIMUM_TTL(52, "minimumTTL", DataType.UNSIGNED8, Semantics.QUANTITY, true),
    MAXIMUM_TTL(53, "maximumTTL", DataType.UNSIGNED8, Semantics.QUANTITY, true),
    FRAGMENT_IDENTIFICATION(54, "fragmentIdentification", DataType.UNSIGNED32, Semantics.IDENTIFIER, true),
    SOURCE_MAC_ADDRESS(56, "sourceMacAddress", DataType.MAC_ADDRESS, Semantics.DEFAULT, true),
    VLAN_ID(58, "vlanId", DataType.UNSIGNED16, Semantics.IDENTIFIER, true),
    IP_VERSION(60, "ipVersion", DataType.UNSIGNED8, Semantics.IDENTIFIER, true),
    DESTINATION_MAC_ADDRESS(80, "destinationMacAddress", DataType.MAC_ADDRESS, Semantics.DEFAULT, true),
    INTERFACE_NAME(82, "interfaceName", DataType.STRING, Semantics.DEFAULT, true),
    APPLICATION_NAME(96, "applicationName", DataType.STRING, Semantics.DEFAULT, true),
    FLOW_END_REASON(136, "flowEndReason", DataType.UNSIGNED8, Semantics.IDENTIFIER, true),
    OBSERVATION_POINT_ID(138, "observationPointId", DataType.UNSIGNED64, Semantics.IDENTIFIER, true),
    ICMP_TYPE_CODE_IPV6(139, "icmpTypeCodeIPv6", DataType.UNSIGNED16, Semantics.IDENTIFIER, true),
    METERING_PROCESS_ID(143, "meteringProcessId", DataType.UNSIGNED32, Semantics.IDENTIFIER, true),
    EXPORTING_PROCESS_ID(144, "exportingProcessId", DataType.UNSIGNED32, Semantics.IDENTIFIER, true),
    TEMPLATE_ID(145, "templateId", DataType.UNSIGNED16, Semantics.IDENTIFIER, false),
    FLOW_ID(148, "flowId", DataType.UNSIGNED64, Semantics.IDENTIFIER, false),
    OBSERVATION_DOMAIN_ID(149, "observationDomainId", DataType.UNSIGNED32, Semantics.IDENTIFIER, false),
    FLOW_START_MILLISECONDS(152, "flowStartMilliseconds", DataType.DATE_TIME_MILLISECONDS, Semantics.DEFAULT, true),
    FLOW_END_MILLISECONDS(153, "flowEndMilliseconds", DataType.DATE_TIME_MILLISECONDS, Semantics.DEFAULT, true),
    FLOW_START_NANOSECONDS(156, "flowStartNanoseconds", DataType.DATE_TIME_NANOSECONDS, Semantics.DEFAULT, true),
    FLOW_END_NANOSECONDS(157, "flowEndNanoseconds", DataType.DATE_TIME_NANOSECONDS, Semantics.DEFAULT, true),
    FLOW_DURATION_MILLISECONDS(161, "flowDurationMilliseconds", DataType.UNSIGNED32, Semantics.QUANTITY, true),
    IGNORED_PACKET_TOTAL_COUNT(164, "ignoredPacketTotalCount", DataType.UNSIGNED64, Semantics.TOTAL_COUNTER, false),
    IGNORED_OCTET_TOTAL_COUNT(165, "ignoredOctetTotalCount", DataType.UNSIGNED64, Semantics.TOTAL_COUNTER, false),
    NOT_SENT_FLOW_TOTAL_COUNT(166, "notSentFlowTotalCount", DataType.UNSIGNED64, Semantics.TOTAL_COUNTER, false),
    NOT_SENT_PACKET_TOTAL_COUNT(167, "notSentPacketTotalCount", DataType.UNSIGNED64, Semantics.TOTAL_COUNTER, false),
    NOT_SENT_OCTET_TOTAL_COUNT(168, "notSentOctetTotalCount", DataType.UNSIGNED64, Semantics.TOTAL_COUNTER, false),
    FLOW_KEY_INDICATOR(173, "flowKeyIndicator", DataType.UNSIGNED64, Semantics.FLAGS, false),
    ICMP_TYPE_IPV4(176, "icmpTypeIPv4", DataType.UNSIGNED8, Semantics.IDENTIFIER, true),
    ICMP_CODE_IPV4(177, "icmpCodeIPv4", DataType.UNSIGNED8, Semantics.IDENTIFIER, true),
    ICMP_TYPE_IPV6(178, "icmpTypeIPv6", DataType.UNSIGNED8, Semantics.IDENTIFIER, true),
    ICMP_CODE_IPV6(179, "icmpCodeIPv6", DataType.UNSIGNED8, Semantics.IDENTIFIER, true),
    TCP_SEQUENCE_NUMBER(184, "tcpSequenceNumber", DataType.UNSIGNED32, Semantics.QUANTITY, true),
    TCP_WINDOW_SIZE(186, "tcpWindowSize", DataType.UNSIGNED16, Semantics.QUANTITY, true),
    FRAGMENT_FLAGS(197, "fragmentFlags", DataType.UNSIGNED8, Semantics.FLAGS, true),
    TCP_SYN_TOTAL_COUNT(218, "tcpSynTotalCount", DataType.UNSIGNED64, Semantics.TOTAL_COUNTER, true),
    TCP_FIN_TOTAL_COUNT(219, "tcpFinTotalCount", DataType.UNSIGNED64, Semantics.TOTAL_COUNTER, true),
    TCP_RST_TOTAL_COUNT(220, "tcpRstTotalCount", DataType.UNSIGNED64, Semantics.TOTAL_COUNTER, true),
    TCP_PSH_TOTAL_COUNT(221, "tcpPshTotalCount", DataType.UNSIGNED64, Semantics.TOTAL_COUNTER, true),
    TCP_ACK_TOTAL_COUNT(222, "tcpAckTotalCount", DataType.UNSIGNED64, Semantics.TOTAL_COUNTER, true),
    TCP_URG_TOTAL_COUNT(223, "tcpUrgTotalCount", DataType.UNSIGNED64, Semantics.TOTAL_COUNTER, true),
    BIFLOW_DIRECTION(239, "biflowDirection", DataType.UNSIGNED8, Semantics.IDENTIFIER, false),
    DOT1Q_VLAN_ID(243, "dot1qVlanId", DataType.UNSIGNED16, Semantics.IDENTIFIER, true),
    DOT1Q_CUSTOMER_VLAN_ID(245, "dot1qCustomerVlanId", DataType.UNSIGNED16, Semantics.IDENTIFIER, true),
    INFORMATION_ELEMENT_ID(303, "informationElementId", DataType.UNSIGNED16, Semantics.IDENTIFIER, false),
    OBSERVATION_TIME_MILLISECONDS(
            323, "observationTimeMilliseconds", DataType.DATE_TIME_MILLISECONDS, Semantics.DEFAULT, true),
    INFORMATION_ELEMENT_DATA_TYPE(339, "informationElementDataType", DataType.UNSIGNED8, Semantics.QUANTITY, false),
    INFORMATION_ELEMENT_DESCRIPTION(340, "informationElementDescription", DataType.STRING, Semantics.DEFAULT, false),
    INFORMATION_ELEMENT_NAME(341, "informationElementName", DataType.STRING, Semantics.DEFAULT, false),
    INFORMATION_ELEMENT_RANGE_BEGIN(
            342, "informationElementRangeBegin", DataType.UNSIGNED64, Semantics.QUANTITY, false),
    INFORMATION_ELEMENT_RANGE_END(343, "informationElementRangeEnd", DataType.UNSIGNED64, Semantics.QUANTITY, false),
    INFORMATION_ELEMENT_SEMANTICS(344, "informationElementSemantics", DataType.UNSIGNED8, Semantics.QUANTITY, false),
    INFORMATION_ELEMENT_UNITS(345, "informationElementUnits", DataType.UNSIGNED16, Semantics.QUANTITY, false),
    PRIVATE_ENTERPRISE_NUMBER(346, "privateEnterpriseNumber", DataType.UNSIGNED32, Semantics.IDENTIFIER, false),
    LAYER2_OCTET_DELTA_COUNT(352, "layer2OctetDeltaCount", DataType.UNSIGNED64, Semantics.DELTA_COUNTER, true),
    ORIGINAL_FLOWS_PRESENT(375, "originalFlowsPresent", DataType.UNSIGNED64, Semantics.DELTA_COUNTER, true),
    DISTINCT_COUNT_OF_SOURCE_IP_ADDRESS(
            378, "distinctCountOfSourceIPAddress", DataType.UNSIGNED64, Semantics.TOTAL_COUNTER, true),
    HTTP_STATUS_CODE(457, "httpStatusCode", DataType.UNSIGNED16, Semantics.IDENTIFIER, true),
    HTTP_REQUEST_METHOD(459, "httpRequestMethod", DataType.STRING, Semantics.DEFAULT, true),
    HTTP_REQUEST_HOST(460, "httpRequestHost", DataType.STRING, Semantics.DEFAULT, true),
    HTTP_USER_AGENT(468, "httpUserAgent", DataType.STRING, Semantics.DEFAULT, true);

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers, names and enums
    private final Definition definition;

    InformationElement(int id, String label, DataType type, Semantics semantics, boolean reversible) {
        definition = new Definition(id, label, type, semantics, reversible);
    }

    @Override
    public Definition definition() {
        return definition;
    }
}
