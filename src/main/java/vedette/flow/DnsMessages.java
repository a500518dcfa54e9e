package vedette.flow;

import org.jspecify.annotations.Nullable;
import vedette.content.DnsMessage;
import vedette.content.Findings;
import vedette.content.Service;
import vedette.decode.Packet;
import vedette.net.IpProtocol;

/** Tells of the datagrams of flows that speak DNS, by their port or by content, one by one: what they ask, where content is looked at. */
final class DnsMessages {
    private static final int PORT = 53;

    private final FlowEvents events;
    private final @Nullable ContentTable content;
    private final DnsMessage message;

    /** @param content null if nothing is looked at: then of each datagram its octets are told */
    DnsMessages(FlowEvents events, @Nullable ContentTable content, long seed) {
        this.events = events;
        this.content = content;
        message = new DnsMessage(seed);
    }

    /** A packet was counted in its flow, and its content was looked at. */
    void onPacket(Flow counted, int record, int direction, Packet packet, long nowNs) {
        if (counted.protocol() != IpProtocol.UDP
                || packet.payloadOctets() == 0
                || !packet.hasTransport()
                || packet.isFragment()
                || content == null && !events.mindsDns()
                || !isDns(counted, record)) {
            return;
        }
        if (content == null) {
            message.without(packet.payloadOctets());
        } else {
            message.of(packet.bytes(), packet.payloadOffset(), packet.payloadLength(), packet.payloadOctets());
        }
        events.onDns(content == null ? counted : counted.with(content.findings(record)), direction, message, nowNs);
    }

    private boolean isDns(Flow counted, int record) {
        if (counted.responderPort() == PORT) {
            return true;
        }
        Findings found = content == null ? Findings.NONE : content.findings(record);
        return found.service() == Service.DNS && !found.isGuessed();
    }
}
