package vedette.export.ipfix;

import static vedette.export.ipfix.InformationElement.*;

import java.util.ArrayList;
import java.util.List;
import vedette.export.IpfixProfile;
import vedette.flow.Flow;
import vedette.net.IpProtocol;

/**
 * The templates of flow records. A template id means one layout for ever, in every version, because some collectors
 * remember templates beyond a session: a layout that changes takes a new block of ids.
 *
 * <p>Within a profile's block the id's bits tell the shape: bit 0 IPv6; bits 1-2 TCP, other ports, ICMP, no ports; bits 3-4
 * how many VLAN tags (two stand for more); bit 5
 * one direction only; bit 6 an aggregate of many flows.
 */
final class FlowTemplates {
    private static final int BIFLOW_BLOCK = 0x0100;
    private static final int FULL_BLOCK = 0x0200;
    private static final int UNIFLOW_BLOCK = 0x0300;

    private static final int SHAPES = 128;
    private static final int IPV6 = 1;
    private static final int KIND = 3 << 1;
    private static final int TCP = 0 << 1;
    private static final int PORTS = 1 << 1;
    private static final int ICMP = 2 << 1;
    private static final int OTHER = 3 << 1;
    private static final int VLAN_SHIFT = 3;
    private static final int MOST_VLANS = 2;
    private static final int ONE_WAY = 1 << 5;
    private static final int AGGREGATE = 1 << 6;

    private final IpfixProfile profile;
    private final Template[] byShape = new Template[SHAPES];

    FlowTemplates(IpfixProfile profile) {
        this.profile = profile;
        for (int shape = 0; shape < SHAPES; shape++) {
            byShape[shape] = new Template(blockOf(profile) + shape, 0, fields(shape));
        }
    }

    private static int blockOf(IpfixProfile profile) {
        return switch (profile) {
            case BIFLOW -> BIFLOW_BLOCK;
            case FULL -> FULL_BLOCK;
            case UNIFLOW -> UNIFLOW_BLOCK;
        };
    }

    /** Every template of the profile that a flow can have. */
    List<Template> all() {
        List<Template> all = new ArrayList<>();
        for (int shape = 0; shape < SHAPES; shape++) {
            boolean foldable = (shape & AGGREGATE) == 0 || (shape & KIND) == TCP;
            if (vlans(shape) <= MOST_VLANS && foldable) {
                all.add(byShape[shape]);
            }
        }
        return all;
    }

    /** The template for a flow; {@code oneWay} if only one direction has packets. */
    Template of(Flow flow, boolean oneWay) {
        int shape = flow.ipVersion() == 6 ? IPV6 : 0;
        shape |= kind(flow.protocol());
        shape |= Math.min(flow.vlanCount(), MOST_VLANS) << VLAN_SHIFT;
        shape |= flow.isAggregate() ? AGGREGATE : 0;
        return byShape[oneWay ? shape | ONE_WAY : shape];
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

    private static int vlans(int shape) {
        return shape >> VLAN_SHIFT & 3;
    }

    private List<Field> fields(int shape) {
        boolean full = profile == IpfixProfile.FULL;
        Layout layout = new Layout(profile, (shape & ONE_WAY) == 0);
        addKey(layout, shape);
        layout.both(FLOW_START_MILLISECONDS).both(FLOW_END_MILLISECONDS);
        if (full) {
            layout.both(FLOW_START_NANOSECONDS).both(FLOW_END_NANOSECONDS);
        }
        layout.both(FLOW_DURATION_MILLISECONDS).counter(OCTET_DELTA_COUNT).counter(PACKET_DELTA_COUNT);
        if (full) {
            layout.counter(LAYER2_OCTET_DELTA_COUNT);
        }
        if ((shape & KIND) == TCP) {
            addTcp(layout, full);
        }
        if ((shape & AGGREGATE) != 0) {
            layout.one(ORIGINAL_FLOWS_PRESENT).one(DISTINCT_COUNT_OF_SOURCE_IP_ADDRESS);
        }
        layout.one(FLOW_END_REASON)
                .one(BIFLOW_DIRECTION)
                .one(FLOW_ID)
                .both(IP_CLASS_OF_SERVICE)
                .both(MINIMUM_TTL)
                .both(MAXIMUM_TTL)
                .one(SOURCE_MAC_ADDRESS);
        if ((shape & ONE_WAY) == 0) {
            layout.one(DESTINATION_MAC_ADDRESS);
        }
        return layout.fields;
    }

    private static void addKey(Layout layout, int shape) {
        boolean ipv6 = (shape & IPV6) != 0;
        layout.one(ipv6 ? SOURCE_IPV6_ADDRESS : SOURCE_IPV4_ADDRESS)
                .one(ipv6 ? DESTINATION_IPV6_ADDRESS : DESTINATION_IPV4_ADDRESS);
        int kind = shape & KIND;
        if (kind == TCP || kind == PORTS) {
            layout.one(SOURCE_TRANSPORT_PORT).one(DESTINATION_TRANSPORT_PORT);
        }
        layout.one(PROTOCOL_IDENTIFIER).one(IP_VERSION);
        if (kind == ICMP) {
            addIcmp(layout, ipv6);
        }
        if (vlans(shape) > 0) {
            layout.one(DOT1Q_VLAN_ID).one(VLAN_ID);
        }
        if (vlans(shape) > 1) {
            layout.one(DOT1Q_CUSTOMER_VLAN_ID);
        }
        layout.one(INGRESS_INTERFACE).one(OBSERVATION_POINT_ID);
    }

    private static void addIcmp(Layout layout, boolean ipv6) {
        layout.one(ipv6 ? ICMP_TYPE_CODE_IPV6 : ICMP_TYPE_CODE_IPV4);
        if (layout.full) {
            layout.one(ipv6 ? ICMP_TYPE_IPV6 : ICMP_TYPE_IPV4).one(ipv6 ? ICMP_CODE_IPV6 : ICMP_CODE_IPV4);
        }
    }

    private static void addTcp(Layout layout, boolean full) {
        if (!full) {
            layout.sized(TCP_CONTROL_BITS, 1); // nfacctd 1.7.7 reads no other length; RFC 7125 §3 allows it
            return;
        }
        layout.both(TCP_CONTROL_BITS).both(TCP_SEQUENCE_NUMBER).both(TCP_WINDOW_SIZE);
        layout.sized(TCP_SYN_TOTAL_COUNT, 4)
                .sized(TCP_FIN_TOTAL_COUNT, 4)
                .sized(TCP_RST_TOTAL_COUNT, 4)
                .sized(TCP_PSH_TOTAL_COUNT, 4)
                .sized(TCP_ACK_TOTAL_COUNT, 4)
                .sized(TCP_URG_TOTAL_COUNT, 4);
    }

    /** The fields of a template in the making. */
    private static final class Layout {
        private final List<Field> fields = new ArrayList<>();
        private final boolean full;
        private final boolean reverseCounters;
        private final boolean reverseAll;

        Layout(IpfixProfile profile, boolean twoWay) {
            full = profile == IpfixProfile.FULL;
            reverseAll = twoWay && full;
            reverseCounters = twoWay && profile != IpfixProfile.UNIFLOW;
        }

        Layout one(InformationElement element) {
            fields.add(new Field(element, element.type().length(), false));
            return this;
        }

        /** A counter, with its reverse in every biflow. */
        Layout counter(InformationElement element) {
            one(element);
            if (reverseCounters) {
                fields.add(new Field(element, element.type().length(), true));
            }
            return this;
        }

        /** An element with its reverse where the profile has all of them. */
        Layout both(InformationElement element) {
            return sized(element, element.type().length());
        }

        Layout sized(InformationElement element, int length) {
            fields.add(new Field(element, length, false));
            if (reverseAll) {
                fields.add(new Field(element, length, true));
            }
            return this;
        }
    }
}
