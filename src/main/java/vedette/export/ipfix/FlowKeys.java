package vedette.export.ipfix;

import static vedette.export.ipfix.InformationElement.*;

import java.util.EnumSet;
import java.util.Set;
import vedette.export.MeteringProcess;
import vedette.flow.VlanKey;

/** Which fields of a template make the key of its flows (rule M1). */
final class FlowKeys {
    private static final Set<InformationElement> ALWAYS = EnumSet.of(
            SOURCE_IPV4_ADDRESS,
            DESTINATION_IPV4_ADDRESS,
            SOURCE_IPV6_ADDRESS,
            DESTINATION_IPV6_ADDRESS,
            SOURCE_TRANSPORT_PORT,
            DESTINATION_TRANSPORT_PORT,
            PROTOCOL_IDENTIFIER,
            ICMP_TYPE_CODE_IPV4,
            ICMP_TYPE_CODE_IPV6);

    private static final Set<InformationElement> OUTER = EnumSet.of(DOT1Q_VLAN_ID, VLAN_ID);

    private FlowKeys() {}

    /** Information element flowKeyIndicator: the least significant bit is of the first field. */
    static long indicator(Template template, MeteringProcess metering) {
        long indicator = 0;
        for (int i = 0; i < Math.min(template.fieldCount(), Long.SIZE); i++) {
            if (isKey(template.field(i), metering)) {
                indicator |= 1L << i;
            }
        }
        return indicator;
    }

    private static boolean isKey(Field field, MeteringProcess metering) {
        if (field.enterprise() != 0 || !(field.element() instanceof InformationElement element)) {
            return false;
        }
        VlanKey vlans = metering.vlanKey();
        return ALWAYS.contains(element)
                || metering.pointIsKey() && element == INGRESS_INTERFACE
                || vlans != VlanKey.NONE && OUTER.contains(element)
                || vlans == VlanKey.BOTH && element == DOT1Q_CUSTOMER_VLAN_ID;
    }
}
