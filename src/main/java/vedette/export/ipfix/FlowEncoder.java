package vedette.export.ipfix;

import java.nio.ByteBuffer;
import vedette.export.ObservationPoints;
import vedette.flow.Flow;
import vedette.net.IpProtocol;

/**
 * Writes flows as data records. Allocates nothing.
 *
 * <p>A record has a direction of its own, which its elements are of; its reverse elements are of the other one. It is the
 * flow's forward direction but in the second record of a uniflow pair, and in a flow whose initiator was not heard.
 */
final class FlowEncoder {
    private static final int ARBITRARY = 0;
    private static final int INITIATOR = 1;
    private static final int REVERSE_INITIATOR = 2;

    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_S = 1_000_000_000;
    private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;
    private static final long MOST_UNSIGNED32 = 0xFFFF_FFFFL;

    private final ObservationPoints points;

    FlowEncoder(ObservationPoints points) {
        this.points = points;
    }

    /**
     * Writes the record of a flow that a template lays out.
     *
     * @param direction the record's own direction
     */
    void put(Template template, Flow flow, int direction, ByteBuffer out, int at) {
        int next = at;
        for (int i = 0; i < template.fieldCount(); i++) {
            Field field = template.field(i);
            put(template, field, flow, field.isReverse() ? opposite(direction) : direction, out, next);
            next += field.length();
        }
    }

    private static int opposite(int direction) {
        return Flow.FORWARD + Flow.REVERSE - direction;
    }

    private void put(Template template, Field field, Flow flow, int direction, ByteBuffer out, int at) {
        switch (field.element()) {
            case OCTET_DELTA_COUNT -> out.putLong(at, flow.octets(direction));
            case PACKET_DELTA_COUNT -> out.putLong(at, flow.packets(direction));
            case LAYER2_OCTET_DELTA_COUNT -> out.putLong(at, flow.frameOctets(direction));
            case PROTOCOL_IDENTIFIER -> out.put(at, (byte) flow.protocol());
            case IP_CLASS_OF_SERVICE -> out.put(at, (byte) flow.trafficClass(direction));
            case IP_VERSION -> out.put(at, (byte) flow.ipVersion());
            case SOURCE_TRANSPORT_PORT -> out.putShort(at, (short) port(flow, direction));
            case DESTINATION_TRANSPORT_PORT -> out.putShort(at, (short) port(flow, opposite(direction)));
            case SOURCE_IPV4_ADDRESS -> out.putInt(at, (int) addressLo(flow, direction));
            case DESTINATION_IPV4_ADDRESS -> out.putInt(at, (int) addressLo(flow, opposite(direction)));
            case SOURCE_IPV6_ADDRESS -> putIpv6(flow, direction, out, at);
            case DESTINATION_IPV6_ADDRESS -> putIpv6(flow, opposite(direction), out, at);
            case SOURCE_MAC_ADDRESS -> putMac(flow.mac(direction), out, at);
            case DESTINATION_MAC_ADDRESS -> putMac(flow.mac(opposite(direction)), out, at);
            case VLAN_ID, DOT1Q_VLAN_ID -> out.putShort(at, (short) flow.outerVlan());
            case DOT1Q_CUSTOMER_VLAN_ID -> out.putShort(at, (short) flow.innerVlan());
            case INGRESS_INTERFACE -> out.putInt(at, points.ifIndex(flow.observationPoint()));
            case OBSERVATION_POINT_ID -> out.putLong(at, points.ifIndex(flow.observationPoint()));
            case FLOW_START_MILLISECONDS -> out.putLong(at, flow.firstNs(direction) / NS_PER_MS);
            case FLOW_END_MILLISECONDS -> out.putLong(at, flow.lastNs(direction) / NS_PER_MS);
            case FLOW_START_NANOSECONDS -> out.putLong(at, ntp(flow.firstNs(direction)));
            case FLOW_END_NANOSECONDS -> out.putLong(at, ntp(flow.lastNs(direction)));
            case FLOW_DURATION_MILLISECONDS -> out.putInt(at, (int) durationMs(flow, direction));
            case MINIMUM_TTL -> out.put(at, (byte) flow.minTtl(direction));
            case MAXIMUM_TTL -> out.put(at, (byte) flow.maxTtl(direction));
            case FLOW_END_REASON -> out.put(at, (byte) flow.endReason().code());
            case BIFLOW_DIRECTION -> out.put(at, (byte) biflowDirection(flow, direction));
            case FLOW_ID -> out.putLong(at, flow.flowId());
            case ICMP_TYPE_CODE_IPV4, ICMP_TYPE_CODE_IPV6 ->
                out.putShort(at, (short) (icmpType(flow, direction) << 8 | icmpCode(flow)));
            case ICMP_TYPE_IPV4, ICMP_TYPE_IPV6 -> out.put(at, (byte) icmpType(flow, direction));
            case ICMP_CODE_IPV4, ICMP_CODE_IPV6 -> out.put(at, (byte) icmpCode(flow));
            case TCP_CONTROL_BITS -> putTcpFlags(template, field, flow, direction, out, at);
            case TCP_SEQUENCE_NUMBER -> out.putInt(at, flow.initialSequence(direction));
            case TCP_WINDOW_SIZE -> out.putShort(at, (short) flow.initialWindow(direction));
            case TCP_SYN_TOTAL_COUNT -> out.putInt(at, flow.synCount(direction));
            case TCP_FIN_TOTAL_COUNT -> out.putInt(at, flow.finCount(direction));
            case TCP_RST_TOTAL_COUNT -> out.putInt(at, flow.rstCount(direction));
            case TCP_PSH_TOTAL_COUNT -> out.putInt(at, flow.pshCount(direction));
            case TCP_ACK_TOTAL_COUNT -> out.putInt(at, flow.ackCount(direction));
            case TCP_URG_TOTAL_COUNT -> out.putInt(at, flow.urgCount(direction));
            case ORIGINAL_FLOWS_PRESENT -> out.putLong(at, flow.originalFlows());
            case DISTINCT_COUNT_OF_SOURCE_IP_ADDRESS -> out.putLong(at, flow.distinctSources());
            default -> throw new IllegalStateException(field.element().label() + " is not an element of flows");
        }
    }

    private static int port(Flow flow, int side) {
        return side == Flow.FORWARD ? flow.initiatorPort() : flow.responderPort();
    }

    private static long addressLo(Flow flow, int side) {
        return side == Flow.FORWARD ? flow.initiatorLo() : flow.responderLo();
    }

    private static void putIpv6(Flow flow, int side, ByteBuffer out, int at) {
        out.putLong(at, side == Flow.FORWARD ? flow.initiatorHi() : flow.responderHi());
        out.putLong(at + Long.BYTES, addressLo(flow, side));
    }

    private static void putMac(long mac, ByteBuffer out, int at) {
        out.putShort(at, (short) (mac >>> Integer.SIZE));
        out.putInt(at + Short.BYTES, (int) mac);
    }

    private static long durationMs(Flow flow, int direction) {
        long ms = flow.lastNs(direction) / NS_PER_MS - flow.firstNs(direction) / NS_PER_MS;
        return Math.min(ms, MOST_UNSIGNED32);
    }

    /**
     * NTP timestamp (RFC 7011 §6.1.10). The fraction is rounded up: rounded down, it would read as the nanosecond before.
     */
    static long ntp(long ns) {
        long fraction = ((ns % NS_PER_S << Integer.SIZE) + NS_PER_S - 1) / NS_PER_S;
        return (ns / NS_PER_S + SECONDS_FROM_1900_TO_1970 << Integer.SIZE) + fraction;
    }

    private static int biflowDirection(Flow flow, int direction) {
        if (flow.isDirectionGuessed()) {
            return ARBITRARY;
        }
        return direction == Flow.FORWARD ? INITIATOR : REVERSE_INITIATOR;
    }

    /** A biflow that has one field for flags shows those of both directions: a reset is seen whoever sent it. */
    private static void putTcpFlags(Template template, Field field, Flow flow, int direction, ByteBuffer out, int at) {
        boolean ofBoth = template.isBiflow() && !template.hasReverseFlags();
        int flags = ofBoth ? flow.tcpFlags(Flow.FORWARD) | flow.tcpFlags(Flow.REVERSE) : flow.tcpFlags(direction);
        if (field.length() == 1) {
            out.put(at, (byte) flags);
        } else {
            out.putShort(at, (short) flags);
        }
    }

    /** The flow holds the type of the request, which the initiator sent; the responder's packets answer it. */
    private static int icmpType(Flow flow, int direction) {
        int request = flow.initiatorPort();
        if (direction == Flow.FORWARD) {
            return request;
        }
        return flow.protocol() == IpProtocol.ICMPV6 ? answerToIcmpv6(request) : answerToIcmp(request);
    }

    private static int icmpCode(Flow flow) {
        return flow.responderPort();
    }

    private static int answerToIcmp(int request) {
        return switch (request) {
            case 8 -> 0; // echo
            case 10 -> 9; // router solicitation
            case 13, 15, 17 -> request + 1; // timestamp, information, address mask
            default -> request;
        };
    }

    private static int answerToIcmpv6(int request) {
        return switch (request) {
            // Echo, listener query, router and neighbour solicitation, node information, home agent, mobile prefix.
            case 128, 130, 133, 135, 139, 144, 146 -> request + 1;
            default -> request;
        };
    }
}
