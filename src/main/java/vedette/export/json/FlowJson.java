package vedette.export.json;

import java.util.Arrays;
import vedette.content.Field;
import vedette.content.Findings;
import vedette.export.CommunityId;
import vedette.export.ObservationPoints;
import vedette.flow.Flow;
import vedette.net.IpProtocol;
import vedette.net.ProtocolName;

/** Writes a flow record as one line of JSON. What a record does not have is left out. Not thread-safe. */
final class FlowJson {
    private static final byte[] TIMESTAMP = JsonBuffer.ascii("{\"timestamp\":\"");
    private static final byte[] FLOW_ID = JsonBuffer.ascii("\",\"flow_id\":");
    private static final byte[] IN_IFACE = JsonBuffer.ascii(",\"in_iface\":");
    private static final byte[] EVENT_TYPE = JsonBuffer.ascii(",\"event_type\":\"flow\"");
    private static final byte[] VLAN = JsonBuffer.ascii(",\"vlan\":[");
    private static final byte[] SRC_IP = JsonBuffer.ascii(",\"src_ip\":\"");
    private static final byte[] SRC_PORT = JsonBuffer.ascii("\",\"src_port\":");
    private static final byte[] DEST_IP_AFTER_PORT = JsonBuffer.ascii(",\"dest_ip\":\"");
    private static final byte[] DEST_IP = JsonBuffer.ascii("\",\"dest_ip\":\"");
    private static final byte[] DEST_NAME = JsonBuffer.ascii(",\"dest_name\":");
    private static final byte[] DEST_PORT = JsonBuffer.ascii("\",\"dest_port\":");
    private static final byte[] QUOTE = JsonBuffer.ascii("\"");
    private static final byte[] PROTO = JsonBuffer.ascii(",\"proto\":\"");
    private static final byte[] ICMP_TYPE = JsonBuffer.ascii("\",\"icmp_type\":");
    private static final byte[] ICMP_CODE = JsonBuffer.ascii(",\"icmp_code\":");
    private static final byte[] COMMUNITY_ID = JsonBuffer.ascii(",\"community_id\":\"");
    private static final byte[] START = JsonBuffer.ascii(",\"flow\":{\"start\":\"");
    private static final byte[] END = JsonBuffer.ascii("\",\"end\":\"");
    private static final byte[] START_TOSERVER = JsonBuffer.ascii("\",\"start_toserver\":\"");
    private static final byte[] START_TOCLIENT = JsonBuffer.ascii("\",\"start_toclient\":\"");
    private static final byte[] END_TOSERVER = JsonBuffer.ascii("\",\"end_toserver\":\"");
    private static final byte[] END_TOCLIENT = JsonBuffer.ascii("\",\"end_toclient\":\"");
    private static final byte[] PART = JsonBuffer.ascii("\",\"part\":");
    private static final byte[] END_REASON = JsonBuffer.ascii(",\"end_reason\":\"");
    private static final byte[] DIRECTION = JsonBuffer.ascii("\",\"direction\":\"");
    private static final byte[] GUESSED = JsonBuffer.ascii("guessed");
    private static final byte[] INITIATOR = JsonBuffer.ascii("initiator");
    private static final byte[] PKTS_TOSERVER = JsonBuffer.ascii("\",\"pkts_toserver\":");
    private static final byte[] PKTS_TOCLIENT = JsonBuffer.ascii(",\"pkts_toclient\":");
    private static final byte[] BYTES_TOSERVER = JsonBuffer.ascii(",\"bytes_toserver\":");
    private static final byte[] BYTES_TOCLIENT = JsonBuffer.ascii(",\"bytes_toclient\":");
    private static final byte[] FRAME_BYTES_TOSERVER = JsonBuffer.ascii(",\"frame_bytes_toserver\":");
    private static final byte[] FRAME_BYTES_TOCLIENT = JsonBuffer.ascii(",\"frame_bytes_toclient\":");
    private static final byte[] TCP = JsonBuffer.ascii(",\"tcp\":{\"state\":\"");
    private static final byte[] HISTORY = JsonBuffer.ascii("\",\"history\":\"");
    private static final byte[] TCP_FLAGS_TS = JsonBuffer.ascii("\",\"tcp_flags_ts\":\"");
    private static final byte[] TCP_FLAGS_TC = JsonBuffer.ascii("\",\"tcp_flags_tc\":\"");
    private static final byte[] SYNACK_US = JsonBuffer.ascii(",\"synack_us\":");
    private static final byte[] ACK_US = JsonBuffer.ascii(",\"ack_us\":");
    private static final byte[] RETRANSMITTED_TOSERVER = JsonBuffer.ascii(",\"retransmitted_toserver\":");
    private static final byte[] RETRANSMITTED_TOCLIENT = JsonBuffer.ascii(",\"retransmitted_toclient\":");
    private static final byte[] OUT_OF_ORDER_TOSERVER = JsonBuffer.ascii(",\"out_of_order_toserver\":");
    private static final byte[] OUT_OF_ORDER_TOCLIENT = JsonBuffer.ascii(",\"out_of_order_toclient\":");
    private static final byte[] DUP_ACK_TOSERVER = JsonBuffer.ascii(",\"dup_ack_toserver\":");
    private static final byte[] DUP_ACK_TOCLIENT = JsonBuffer.ascii(",\"dup_ack_toclient\":");
    private static final byte[] ZERO_WINDOW_TOSERVER = JsonBuffer.ascii(",\"zero_window_toserver\":");
    private static final byte[] ZERO_WINDOW_TOCLIENT = JsonBuffer.ascii(",\"zero_window_toclient\":");
    private static final byte[] MISSED_OCTETS_TOSERVER = JsonBuffer.ascii(",\"missed_octets_toserver\":");
    private static final byte[] MISSED_OCTETS_TOCLIENT = JsonBuffer.ascii(",\"missed_octets_toclient\":");
    private static final byte[] ORIGINAL_FLOWS = JsonBuffer.ascii(",\"aggregate\":{\"flows\":");
    private static final byte[] DISTINCT_SOURCES = JsonBuffer.ascii(",\"sources\":");
    private static final byte[] LAST = JsonBuffer.ascii("}\n");

    private final ObservationPoints points;
    private final JsonBuffer out;
    private final ContentJson content;
    private final CommunityId communityId = new CommunityId();
    private final StringBuilder history = new StringBuilder(Flow.HISTORY_LENGTH);

    /** Names of the observation points as JSON strings, made once each. */
    private byte[][] interfaces = {};

    FlowJson(ObservationPoints points, JsonBuffer out) {
        this.points = points;
        this.out = out;
        this.content = new ContentJson(out);
    }

    void write(Flow flow) {
        out.put(TIMESTAMP);
        out.time(flow.endNs());
        out.put(FLOW_ID);
        out.number(flow.flowId());
        out.put(IN_IFACE);
        out.put(interfaceName(flow.observationPoint()));
        out.put(EVENT_TYPE);
        vlans(flow);
        endpoints(flow);
        if (!flow.isAggregate()) {
            out.put(COMMUNITY_ID);
            out.put(communityId.of(flow));
            out.put(QUOTE);
        }
        responderName(flow.named());
        content.service(flow.findings());
        times(flow);
        counters(flow);
        out.put('}');
        if (flow.isAggregate()) {
            member(ORIGINAL_FLOWS, flow.originalFlows());
            member(DISTINCT_SOURCES, flow.distinctSources());
            out.put('}');
        } else if (flow.protocol() == IpProtocol.TCP) {
            tcp(flow);
        }
        content.fields(flow.findings());
        out.put(LAST);
    }

    private byte[] interfaceName(int point) {
        if (point >= interfaces.length) {
            int known = interfaces.length;
            interfaces = Arrays.copyOf(interfaces, point + 1);
            for (int i = known; i <= point; i++) {
                JsonBuffer name = new JsonBuffer();
                name.string(points.name(i));
                interfaces[i] = name.toBytes();
            }
        }
        return interfaces[point];
    }

    private void vlans(Flow flow) {
        if (flow.vlanCount() > 0) {
            out.put(VLAN);
            out.number(flow.outerVlan());
            if (flow.vlanCount() > 1) {
                out.put(',');
                out.number(flow.innerVlan());
            }
            out.put(']');
        }
    }

    private void responderName(Findings answer) {
        String name = answer.text(Field.DNS_NAME);
        if (name != null) {
            out.put(DEST_NAME);
            out.string(name);
        }
    }

    private void endpoints(Flow flow) {
        int protocol = flow.protocol();
        boolean ports = IpProtocol.hasPorts(protocol);
        out.put(SRC_IP);
        out.address(flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo());
        if (ports) {
            member(SRC_PORT, flow.initiatorPort());
        }
        out.put(ports ? DEST_IP_AFTER_PORT : DEST_IP);
        out.address(flow.ipVersion(), flow.responderHi(), flow.responderLo());
        if (ports) {
            member(DEST_PORT, flow.responderPort());
        } else {
            out.put(QUOTE);
        }
        out.put(PROTO);
        out.text(ProtocolName.of(protocol));
        if (IpProtocol.isIcmp(protocol)) {
            member(ICMP_TYPE, flow.initiatorPort());
            member(ICMP_CODE, flow.responderPort());
        } else {
            out.put(QUOTE);
        }
    }

    private void times(Flow flow) {
        boolean toServer = flow.packets(Flow.FORWARD) > 0;
        boolean toClient = flow.packets(Flow.REVERSE) > 0;
        out.put(START);
        out.time(flow.startNs());
        out.put(END);
        out.time(flow.endNs());
        if (toServer && flow.firstNs(Flow.FORWARD) != flow.startNs()) {
            time(START_TOSERVER, flow.firstNs(Flow.FORWARD));
        }
        if (toClient) {
            time(START_TOCLIENT, flow.firstNs(Flow.REVERSE));
        }
        if (toServer) {
            time(END_TOSERVER, flow.lastNs(Flow.FORWARD));
        }
        if (toClient) {
            time(END_TOCLIENT, flow.lastNs(Flow.REVERSE));
        }
    }

    private void counters(Flow flow) {
        member(PART, flow.part());
        out.put(END_REASON);
        out.text(flow.endReason().label());
        out.put(DIRECTION);
        out.put(flow.isDirectionGuessed() ? GUESSED : INITIATOR);
        member(PKTS_TOSERVER, flow.packets(Flow.FORWARD));
        member(PKTS_TOCLIENT, flow.packets(Flow.REVERSE));
        member(BYTES_TOSERVER, flow.octets(Flow.FORWARD));
        member(BYTES_TOCLIENT, flow.octets(Flow.REVERSE));
        member(FRAME_BYTES_TOSERVER, flow.frameOctets(Flow.FORWARD));
        member(FRAME_BYTES_TOCLIENT, flow.frameOctets(Flow.REVERSE));
    }

    private void tcp(Flow flow) {
        out.put(TCP);
        out.text(flow.tcpState().name());
        out.put(HISTORY);
        history.setLength(0);
        flow.appendHistory(history);
        out.text(history);
        out.put(TCP_FLAGS_TS);
        out.hexOctet(flow.tcpFlags(Flow.FORWARD));
        out.put(TCP_FLAGS_TC);
        out.hexOctet(flow.tcpFlags(Flow.REVERSE));
        out.put(QUOTE);
        known(SYNACK_US, flow.synAckMicros());
        known(ACK_US, flow.ackMicros());
        member(RETRANSMITTED_TOSERVER, Integer.toUnsignedLong(flow.retransmitted(Flow.FORWARD)));
        member(RETRANSMITTED_TOCLIENT, Integer.toUnsignedLong(flow.retransmitted(Flow.REVERSE)));
        member(OUT_OF_ORDER_TOSERVER, Integer.toUnsignedLong(flow.outOfOrder(Flow.FORWARD)));
        member(OUT_OF_ORDER_TOCLIENT, Integer.toUnsignedLong(flow.outOfOrder(Flow.REVERSE)));
        member(DUP_ACK_TOSERVER, Integer.toUnsignedLong(flow.duplicateAcks(Flow.FORWARD)));
        member(DUP_ACK_TOCLIENT, Integer.toUnsignedLong(flow.duplicateAcks(Flow.REVERSE)));
        member(ZERO_WINDOW_TOSERVER, Integer.toUnsignedLong(flow.zeroWindows(Flow.FORWARD)));
        member(ZERO_WINDOW_TOCLIENT, Integer.toUnsignedLong(flow.zeroWindows(Flow.REVERSE)));
        member(MISSED_OCTETS_TOSERVER, flow.missedOctets(Flow.FORWARD));
        member(MISSED_OCTETS_TOCLIENT, flow.missedOctets(Flow.REVERSE));
        out.put('}');
    }

    private void time(byte[] key, long ns) {
        out.put(key);
        out.time(ns);
    }

    private void member(byte[] key, long value) {
        out.put(key);
        out.number(value);
    }

    private void known(byte[] key, long value) {
        if (value >= 0) {
            member(key, value);
        }
    }
}
