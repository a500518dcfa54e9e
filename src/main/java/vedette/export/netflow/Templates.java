package vedette.export.netflow;

import static vedette.export.netflow.FieldType.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vedette.flow.Flow;
import vedette.net.IpProtocol;

/**
 * The templates of flow records. A template id means one layout for ever, in every version: a layout that changes takes a new
 * block of ids. Within the block the id's bits tell the shape: bit 0 IPv6; bits 1-2 TCP, other ports, ICMP, no ports; bit 3
 * a VLAN tag; bit 4 one direction only; bit 5 an aggregate of many flows.
 */
final class Templates {
    private static final int BLOCK = 0x0900;

    private static final int SHAPES = 64;
    private static final int IPV6 = 1;
    private static final int KIND = 3 << 1;
    private static final int TCP = 0 << 1;
    private static final int PORTS = 1 << 1;
    private static final int ICMP = 2 << 1;
    private static final int OTHER = 3 << 1;
    private static final int TAGGED = 1 << 3;
    private static final int ONE_WAY = 1 << 4;
    private static final int AGGREGATED = 1 << 5;

    private final @Nullable Template[] byShape = new Template[SHAPES];

    /** The template for each record of a flow; {@code oneWay} if only one direction has packets. */
    Template of(Flow flow, boolean oneWay) {
        int shape = flow.ipVersion() == 6 ? IPV6 : 0;
        shape |= kind(flow.protocol());
        shape |= flow.vlanCount() > 0 ? TAGGED : 0;
        shape |= oneWay ? ONE_WAY : 0;
        shape |= flow.isAggregate() ? AGGREGATED : 0;
        Template known = byShape[shape];
        if (known == null) {
            known = new Template(BLOCK + shape, fields(shape));
            byShape[shape] = known;
        }
        return known;
    }

    private static int kind(int protocol) {
        if (protocol == IpProtocol.TCP) {
            return TCP;
        }
        if (IpProtocol.hasPorts(protocol)) {
            return PORTS;
        }
        return IpProtocol.isIcmp(protocol) ? ICMP : OTHER;
    }

    private static List<FieldType> fields(int shape) {
        List<FieldType> fields = new ArrayList<>();
        addKey(fields, shape);
        fields.addAll(List.of(FIRST_SWITCHED, LAST_SWITCHED));
        fields.addAll(List.of(IN_BYTES, IN_PKTS));
        if ((shape & KIND) == TCP) {
            fields.add(TCP_FLAGS);
        }
        if ((shape & AGGREGATED) != 0) {
            fields.add(FLOWS);
        }
        fields.addAll(List.of(FLOW_END_REASON, SRC_TOS, MIN_TTL, MAX_TTL, SRC_MAC));
        if ((shape & ONE_WAY) == 0) {
            fields.add(IN_DST_MAC);
        }
        return fields;
    }

    private static void addKey(List<FieldType> fields, int shape) {
        boolean isIpv6 = (shape & IPV6) != 0;
        fields.addAll(isIpv6 ? List.of(IPV6_SRC_ADDR, IPV6_DST_ADDR) : List.of(IPV4_SRC_ADDR, IPV4_DST_ADDR));
        int kind = shape & KIND;
        if (kind != OTHER) {
            fields.addAll(List.of(L4_SRC_PORT, L4_DST_PORT));
        }
        fields.addAll(List.of(PROTOCOL, IP_PROTOCOL_VERSION));
        if (kind == ICMP) {
            fields.add(ICMP_TYPE); // of either version: nfcapd 1.7.1 does not read 139 here
        }
        if ((shape & TAGGED) != 0) {
            fields.add(SRC_VLAN);
        }
        fields.add(INPUT_SNMP);
    }
}
