package vedette.export.ipfix;

import static vedette.export.ipfix.InformationElement.*;

import java.util.ArrayList;
import java.util.List;

/** The options templates, in a block of ids of their own. Like flow templates, they never change. */
final class OptionsTemplates {
    /** Octets of an interface's name; not of variable length, which nfcapd takes for an error. */
    static final int NAME_LENGTH = 64;

    /** Octets of an alert's id. */
    static final int ALERT_ID_LENGTH = 16;

    static final Template INTERFACE =
            new Template(0x0400, 1, List.of(field(INGRESS_INTERFACE), new Field(INTERFACE_NAME, NAME_LENGTH, false)));

    static final Template EXPORTER_STATISTICS = new Template(
            0x0401,
            1,
            List.of(
                    field(EXPORTING_PROCESS_ID),
                    field(EXPORTED_MESSAGE_TOTAL_COUNT),
                    field(EXPORTED_FLOW_RECORD_TOTAL_COUNT),
                    field(EXPORTED_OCTET_TOTAL_COUNT),
                    field(NOT_SENT_FLOW_TOTAL_COUNT),
                    field(NOT_SENT_PACKET_TOTAL_COUNT),
                    field(NOT_SENT_OCTET_TOTAL_COUNT)));

    /** What elements of our own are (RFC 5610 §3.9); libfixbuf knows it by all of these fields. */
    static final Template ELEMENT_TYPE = new Template(
            0x0402,
            2,
            List.of(
                    field(PRIVATE_ENTERPRISE_NUMBER),
                    field(INFORMATION_ELEMENT_ID),
                    field(INFORMATION_ELEMENT_DATA_TYPE),
                    field(INFORMATION_ELEMENT_SEMANTICS),
                    field(INFORMATION_ELEMENT_UNITS),
                    field(INFORMATION_ELEMENT_RANGE_BEGIN),
                    field(INFORMATION_ELEMENT_RANGE_END),
                    field(INFORMATION_ELEMENT_NAME),
                    field(INFORMATION_ELEMENT_DESCRIPTION)));

    /** RFC 7011 §4.1; sent in the domain of options, so it says which domain it is about. */
    static final Template METERING_STATISTICS = new Template(
            0x0403,
            2,
            List.of(
                    field(OBSERVATION_DOMAIN_ID),
                    field(METERING_PROCESS_ID),
                    field(EXPORTED_MESSAGE_TOTAL_COUNT),
                    field(EXPORTED_FLOW_RECORD_TOTAL_COUNT),
                    field(EXPORTED_OCTET_TOTAL_COUNT)));

    /** RFC 7011 §4.2; the times are those of the first and the last ignored packet. */
    static final Template METERING_RELIABILITY = new Template(
            0x0404,
            2,
            List.of(
                    field(OBSERVATION_DOMAIN_ID),
                    field(METERING_PROCESS_ID),
                    field(IGNORED_PACKET_TOTAL_COUNT),
                    field(IGNORED_OCTET_TOTAL_COUNT),
                    field(OBSERVATION_TIME_MILLISECONDS),
                    field(OBSERVATION_TIME_MILLISECONDS)));

    /** RFC 7011 §4.3; the times are those at which the first and the last record were given up. */
    static final Template EXPORTING_RELIABILITY = new Template(
            0x0405,
            1,
            List.of(
                    field(EXPORTING_PROCESS_ID),
                    field(NOT_SENT_FLOW_TOTAL_COUNT),
                    field(NOT_SENT_PACKET_TOTAL_COUNT),
                    field(NOT_SENT_OCTET_TOTAL_COUNT),
                    field(OBSERVATION_TIME_MILLISECONDS),
                    field(OBSERVATION_TIME_MILLISECONDS)));

    /**
     * RFC 7011 §4.4. Template ids are a domain's own, so this says whose: options records among flows are sequence errors to
     * nfcapd, which is why they stand in a domain apart.
     */
    static final Template FLOW_KEYS = new Template(
            0x0406, 2, List.of(field(OBSERVATION_DOMAIN_ID), field(TEMPLATE_ID), field(FLOW_KEY_INDICATOR)));

    static final int ALERT_IPV4 = 0x0410;
    static final int ALERT_IPV6 = 0x0411;

    private OptionsTemplates() {}

    /** Of alerts about IPv4, or about nobody in particular. */
    static Template alertIpv4(long enterprise) {
        return alert(
                ALERT_IPV4,
                enterprise,
                SOURCE_IPV4_ADDRESS,
                SOURCE_IPV4_PREFIX_LENGTH,
                DESTINATION_IPV4_ADDRESS,
                DESTINATION_IPV4_PREFIX_LENGTH);
    }

    /** Of alerts about IPv6. */
    static Template alertIpv6(long enterprise) {
        return alert(
                ALERT_IPV6,
                enterprise,
                SOURCE_IPV6_ADDRESS,
                SOURCE_IPV6_PREFIX_LENGTH,
                DESTINATION_IPV6_ADDRESS,
                DESTINATION_IPV6_PREFIX_LENGTH);
    }

    /** Whether records of this template are alerts. */
    static boolean isAlert(int template) {
        return template == ALERT_IPV4 || template == ALERT_IPV6;
    }

    private static Template alert(int id, long enterprise, InformationElement... addresses) {
        List<Field> fields = new ArrayList<>();
        fields.add(field(OBSERVATION_POINT_ID));
        fields.add(field(OBSERVATION_TIME_MILLISECONDS));
        fields.add(field(FLOW_START_MILLISECONDS));
        fields.add(field(FLOW_END_MILLISECONDS));
        for (InformationElement address : addresses) {
            fields.add(field(address));
        }
        fields.add(field(PROTOCOL_IDENTIFIER));
        fields.add(field(SOURCE_TRANSPORT_PORT));
        fields.add(field(DESTINATION_TRANSPORT_PORT));
        for (AlertElement element : AlertElement.values()) {
            fields.add(
                    element == AlertElement.ALERT_ID
                            ? new Field(element, ALERT_ID_LENGTH, enterprise)
                            : Field.of(element, enterprise));
        }
        return new Template(id, 1, fields);
    }

    private static Field field(InformationElement element) {
        return Field.of(element);
    }
}
