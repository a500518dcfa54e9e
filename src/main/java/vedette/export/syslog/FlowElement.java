package vedette.export.syslog;

import java.nio.charset.StandardCharsets;
import vedette.export.CommunityId;
import vedette.flow.Flow;
import vedette.net.IpProtocol;
import vedette.net.ProtocolName;

/** The structured data of a flow record, under the names it has in JSON. What it does not have is left out, as is what is 0 at the end. */
final class FlowElement {
    private final String id;
    private final CommunityId communityId = new CommunityId();

    FlowElement(SyslogIdentity identity) {
        this.id = "vedette@" + identity.enterpriseNumber();
    }

    /** The most needed first. */
    StructuredElement of(Flow flow, String interfaceName) {
        StructuredElement element =
                new StructuredElement(id).put("flow_id", flow.flowId()).keep();
        endpoints(element, flow);
        element.put("start", SyslogHeader.time(flow.startNs())).put("end", SyslogHeader.time(flow.endNs()));
        counters(element, flow);
        if (flow.isAggregate()) {
            element.put("flows", flow.originalFlows()).put("sources", flow.distinctSources());
        } else {
            element.put("community_id", new String(communityId.of(flow), StandardCharsets.US_ASCII));
        }
        element.put("part", flow.part()).put("end_reason", flow.endReason().label());
        if (FlowText.isConnection(flow)) {
            connection(element, flow);
        }
        element.put("direction", flow.isDirectionGuessed() ? "guessed" : "initiator")
                .put("in_iface", interfaceName);
        if (flow.vlanCount() > 0) {
            element.put("vlan", FlowText.vlans(flow));
        }
        times(element, flow);
        if (FlowText.isConnection(flow)) {
            quality(element, flow);
        }
        return element;
    }

    private static void endpoints(StructuredElement element, Flow flow) {
        boolean ports = IpProtocol.hasPorts(flow.protocol());
        element.put("src_ip", FlowText.initiator(flow));
        if (ports) {
            element.put("src_port", flow.initiatorPort());
        }
        element.put("dest_ip", FlowText.responder(flow));
        if (ports) {
            element.put("dest_port", flow.responderPort());
        }
        element.put("proto", ProtocolName.of(flow.protocol()));
        if (IpProtocol.isIcmp(flow.protocol())) {
            element.put("icmp_type", flow.initiatorPort()).put("icmp_code", flow.responderPort());
        }
    }

    private static void counters(StructuredElement element, Flow flow) {
        element.put("pkts_toserver", flow.packets(Flow.FORWARD))
                .put("pkts_toclient", flow.packets(Flow.REVERSE))
                .put("bytes_toserver", flow.octets(Flow.FORWARD))
                .put("bytes_toclient", flow.octets(Flow.REVERSE));
    }

    private static void connection(StructuredElement element, Flow flow) {
        element.put("state", flow.tcpState().name())
                .put("history", FlowText.history(flow))
                .put("tcp_flags_ts", FlowText.flags(flow, Flow.FORWARD))
                .put("tcp_flags_tc", FlowText.flags(flow, Flow.REVERSE));
    }

    private static void times(StructuredElement element, Flow flow) {
        boolean toServer = flow.packets(Flow.FORWARD) > 0;
        boolean toClient = flow.packets(Flow.REVERSE) > 0;
        if (toServer && flow.firstNs(Flow.FORWARD) != flow.startNs()) {
            element.put("start_toserver", SyslogHeader.time(flow.firstNs(Flow.FORWARD)));
        }
        if (toClient) {
            element.put("start_toclient", SyslogHeader.time(flow.firstNs(Flow.REVERSE)));
        }
        if (toServer) {
            element.put("end_toserver", SyslogHeader.time(flow.lastNs(Flow.FORWARD)));
        }
        if (toClient) {
            element.put("end_toclient", SyslogHeader.time(flow.lastNs(Flow.REVERSE)));
        }
        element.put("frame_bytes_toserver", flow.frameOctets(Flow.FORWARD))
                .put("frame_bytes_toclient", flow.frameOctets(Flow.REVERSE));
    }

    private static void quality(StructuredElement element, Flow flow) {
        if (flow.synAckMicros() >= 0) {
            element.put("synack_us", flow.synAckMicros());
        }
        if (flow.ackMicros() >= 0) {
            element.put("ack_us", flow.ackMicros());
        }
        for (int direction = Flow.FORWARD; direction <= Flow.REVERSE; direction++) {
            String towards = direction == Flow.FORWARD ? "_toserver" : "_toclient";
            some(element, "retransmitted" + towards, Integer.toUnsignedLong(flow.retransmitted(direction)));
            some(element, "out_of_order" + towards, Integer.toUnsignedLong(flow.outOfOrder(direction)));
            some(element, "dup_ack" + towards, Integer.toUnsignedLong(flow.duplicateAcks(direction)));
            some(element, "zero_window" + towards, Integer.toUnsignedLong(flow.zeroWindows(direction)));
            some(element, "missed_octets" + towards, flow.missedOctets(direction));
        }
    }

    private static void some(StructuredElement element, String name, long value) {
        if (value != 0) {
            element.put(name, value);
        }
    }
}
