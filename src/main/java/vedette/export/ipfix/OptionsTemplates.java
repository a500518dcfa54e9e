package vedette.export.ipfix;

import static vedette.export.ipfix.InformationElement.*;

import java.util.List;

/** The options templates, in a block of ids of their own. Like flow templates, they never change. */
final class OptionsTemplates {
    /** Octets of an interface's name; not of variable length, which nfcapd takes for an error. */
    static final int NAME_LENGTH = 64;

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

    private OptionsTemplates() {}

    private static Field field(InformationElement element) {
        return new Field(element, element.type().length(), false);
    }
}
