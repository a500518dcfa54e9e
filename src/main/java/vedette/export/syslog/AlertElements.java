package vedette.export.syslog;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.detect.Subject;
import vedette.export.AlertFigures;
import vedette.export.AlertText;
import vedette.export.CommunityId;
import vedette.net.IpPrefix;
import vedette.net.ProtocolName;

/** The structured data of an alert. What it does not have is left out. */
final class AlertElements {
    private final SyslogIdentity identity;
    private final CommunityId communityId = new CommunityId();

    AlertElements(SyslogIdentity identity) {
        this.identity = identity;
    }

    /** The most needed first; without those before {@code keep} an alert cannot be told from another. */
    StructuredElement facts(Alert alert) {
        StructuredElement facts = new StructuredElement("vedette@" + identity.enterpriseNumber())
                .put("id", alert.id())
                .put("code", alert.type().code())
                .put("kind", alert.type().label())
                .put("state", alert.state().label())
                .keep();
        subject(facts, alert.subject());
        facts.put("level", alert.level().label())
                .put("first", SyslogHeader.time(alert.firstNs()))
                .put("last", SyslogHeader.time(alert.lastNs()))
                .put("cnt", alert.count());
        AlertFigures figures = AlertFigures.of(alert);
        count(facts, "hosts", figures.hosts());
        count(facts, "ports", figures.ports());
        number(facts, "score", figures.score());
        number(facts, "thr", figures.threshold());
        number(facts, "win", figures.windowSeconds());
        facts.put("conf", alert.confidence())
                .put("cat", alert.type().category())
                .put("rev", alert.revision());
        if (!alert.technique().isEmpty()) {
            facts.put("mitre", alert.technique());
        }
        count(facts, "flow", figures.flowId());
        byte[] id = communityId.of(alert.subject());
        if (id != null) {
            facts.put("cid", new String(id, StandardCharsets.US_ASCII));
        }
        if (identity.interfaceName() != null) {
            facts.put("if", identity.interfaceName());
        }
        return facts.put("vis", alert.feed().visibility().label())
                .put("loss", AlertText.number(alert.feed().lossRatio()))
                .put("drops", alert.feed().drops());
    }

    private static void subject(StructuredElement facts, Subject subject) {
        whom(facts, "src", subject.source());
        port(facts, "spt", subject.sourcePort());
        whom(facts, "dst", subject.destination());
        port(facts, "dpt", subject.destinationPort());
        if (subject.protocol() >= 0) {
            facts.put("proto", ProtocolName.of(subject.protocol()));
        }
    }

    private static void whom(StructuredElement facts, String name, @Nullable IpPrefix prefix) {
        if (prefix != null) {
            facts.put(name, prefix.toString());
        }
    }

    private static void port(StructuredElement facts, String name, int port) {
        if (port >= 0) {
            facts.put(name, port);
        }
    }

    private static void count(StructuredElement facts, String name, @Nullable Long value) {
        if (value != null) {
            facts.put(name, value);
        }
    }

    private static void number(StructuredElement facts, String name, @Nullable Double value) {
        if (value != null) {
            facts.put(name, AlertText.number(value));
        }
    }

    StructuredElement evidence(Alert alert) {
        StructuredElement evidence = new StructuredElement("evidence@" + identity.enterpriseNumber());
        for (Map.Entry<String, Object> entry : alert.evidence().values().entrySet()) {
            evidence.put(entry.getKey(), AlertText.value(entry.getValue()));
        }
        return evidence;
    }
}
