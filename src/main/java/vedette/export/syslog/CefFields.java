package vedette.export.syslog;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.detect.Subject;
import vedette.export.AlertFigures;
import vedette.export.CommunityId;
import vedette.flow.Flow;
import vedette.net.IpPrefix;
import vedette.net.IpProtocol;
import vedette.net.ProtocolName;

/** The fields of CEF's extension. What a record does not have is left out. */
final class CefFields {
    private static final int LONGEST_HOST = 100;
    private static final int LONGEST_INTERFACE = 128;
    private static final long NS_PER_MS = 1_000_000;

    private final String sensorName;
    private final long processId;
    private final @Nullable String interfaceName;
    private final CommunityId communityId = new CommunityId();

    CefFields(SyslogIdentity identity) {
        this.sensorName = cut(identity.sensorName(), LONGEST_HOST);
        this.processId = identity.processId();
        this.interfaceName = identity.interfaceName();
    }

    private static String cut(String text, int most) {
        return text.substring(0, Math.min(text.length(), most));
    }

    /** The most needed first. */
    CefExtension of(Alert alert) {
        CefExtension fields = new CefExtension()
                .put("externalId", alert.id())
                .put("act", alert.state().label())
                .keep()
                .put("cat", alert.type().category());
        Subject subject = alert.subject();
        source(fields, subject.source(), subject.sourcePort());
        destination(fields, subject.destination(), subject.destinationPort());
        if (subject.protocol() >= 0) {
            fields.put("proto", ProtocolName.of(subject.protocol()));
        }
        times(fields, alert.publishedNs(), alert.firstNs(), alert.lastNs());
        fields.put("cnt", alert.count()).put("cn1", "confidence", alert.confidence());
        AlertFigures figures = AlertFigures.of(alert);
        fields.putKnown("cn2", "hosts", figures.hosts())
                .putKnown("cn3", "ports", figures.ports())
                .putKnown("cfp1", "score", figures.score())
                .putKnown("cfp2", "threshold", figures.threshold())
                .putKnown("cfp3", "windowSeconds", figures.windowSeconds());
        if (!alert.technique().isEmpty()) {
            fields.put("cs1", "mitreTechniqueId", alert.technique());
        }
        communityId(fields, communityId.of(subject));
        fields.putKnown("cs6", "flowId", figures.flowId());
        sensor(fields, interfaceName);
        return fields.put("flexNumber1", "revision", alert.revision())
                .put("flexString1", "visibility", alert.feed().visibility().label())
                .putKnown("cfp4", "lossRatio", alert.feed().lossRatio())
                .put("flexNumber2", "drops", alert.feed().drops());
    }

    /** The most needed first. */
    CefExtension of(Flow flow, String interfaceName) {
        CefExtension fields =
                new CefExtension().put("externalId", flow.flowId()).keep().put("cat", "flow");
        boolean ports = IpProtocol.hasPorts(flow.protocol());
        IpPrefix initiator = IpPrefix.of(flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo());
        IpPrefix responder = IpPrefix.of(flow.ipVersion(), flow.responderHi(), flow.responderLo());
        source(fields, initiator, ports ? flow.initiatorPort() : Subject.NONE);
        destination(fields, responder, ports ? flow.responderPort() : Subject.NONE);
        fields.put("proto", ProtocolName.of(flow.protocol()));
        times(fields, flow.endNs(), flow.startNs(), flow.endNs());
        fields.put("in", flow.octets(Flow.FORWARD))
                .put("out", flow.octets(Flow.REVERSE))
                .put("cn1", "packetsToServer", flow.packets(Flow.FORWARD))
                .put("cn2", "packetsToClient", flow.packets(Flow.REVERSE))
                .put("cn3", "part", flow.part())
                .put("reason", flow.endReason().label());
        if (flow.isAggregate()) {
            fields.put("cnt", flow.originalFlows()).put("cs1", "sources", Long.toString(flow.distinctSources()));
        } else {
            communityId(fields, communityId.of(flow));
        }
        if (FlowText.isConnection(flow)) {
            fields.put("cs1", "tcpState", flow.tcpState().name())
                    .put("cs3", "tcpHistory", FlowText.history(flow))
                    .put(
                            "cs4",
                            "tcpFlags",
                            FlowText.flags(flow, Flow.FORWARD) + '/' + FlowText.flags(flow, Flow.REVERSE));
        }
        if (IpProtocol.isIcmp(flow.protocol())) {
            fields.put("flexNumber1", "icmpType", flow.initiatorPort())
                    .put("flexNumber2", "icmpCode", flow.responderPort());
        }
        sensor(fields, interfaceName);
        if (flow.vlanCount() > 0) {
            fields.put("cs5", "vlan", FlowText.vlans(flow));
        }
        return fields.put("cs6", "direction", flow.isDirectionGuessed() ? "guessed" : "initiator");
    }

    private static void source(CefExtension fields, @Nullable IpPrefix source, int port) {
        whom(fields, source, "src", "c6a2", "Source IPv6 Address", "cs3", "sourcePrefix");
        port(fields, "spt", port);
    }

    private static void destination(CefExtension fields, @Nullable IpPrefix destination, int port) {
        whom(fields, destination, "dst", "c6a3", "Destination IPv6 Address", "cs4", "destinationPrefix");
        port(fields, "dpt", port);
    }

    /** A field of an address takes no prefix, and one of IPv4 no IPv6. */
    private static void whom(
            CefExtension fields,
            @Nullable IpPrefix whom,
            String v4,
            String v6,
            String v6Label,
            String prefix,
            String prefixLabel) {
        if (whom == null) {
            return;
        }
        if (!whom.isSingleAddress()) {
            fields.put(prefix, prefixLabel, whom.toString());
        } else if (whom.ipVersion() == 4) {
            fields.put(v4, whom.toString());
        } else {
            fields.put(v6, v6Label, whom.toString());
        }
    }

    private static void port(CefExtension fields, String key, int port) {
        if (port >= 0) {
            fields.put(key, port);
        }
    }

    /** In milliseconds since 1970. */
    private static void times(CefExtension fields, long toldNs, long firstNs, long lastNs) {
        fields.put("rt", Math.floorDiv(toldNs, NS_PER_MS))
                .put("start", Math.floorDiv(firstNs, NS_PER_MS))
                .put("end", Math.floorDiv(lastNs, NS_PER_MS));
    }

    private static void communityId(CefExtension fields, byte @Nullable [] id) {
        if (id != null) {
            fields.put("cs2", "communityId", new String(id, StandardCharsets.US_ASCII));
        }
    }

    private void sensor(CefExtension fields, @Nullable String interfaceName) {
        fields.put("dvchost", sensorName);
        if (interfaceName != null) {
            fields.put("deviceInboundInterface", cut(interfaceName, LONGEST_INTERFACE));
        }
        fields.put("dvcpid", processId);
    }
}
