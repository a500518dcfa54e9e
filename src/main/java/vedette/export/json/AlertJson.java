package vedette.export.json;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.detect.Feed;
import vedette.detect.Level;
import vedette.detect.Subject;
import vedette.export.AlertFigures;
import vedette.export.AlertText;
import vedette.export.CommunityId;
import vedette.net.IpPrefix;
import vedette.net.ProtocolName;

/** Writes an alert as one line of JSON. What an alert does not have is left out. Not thread-safe. */
final class AlertJson {
    private final String sensorName;
    private final String version;
    private final @Nullable String interfaceName;
    private final JsonBuffer out;
    private final CommunityId communityId = new CommunityId();
    private boolean first;

    /**
     * @param version of the sensor
     * @param interfaceName of the only interface, or null if there are several or none
     */
    AlertJson(String sensorName, String version, @Nullable String interfaceName, JsonBuffer out) {
        this.sensorName = sensorName;
        this.version = version;
        this.interfaceName = interfaceName;
        this.out = out;
    }

    void write(Alert alert) {
        begin();
        time("timestamp", alert.publishedNs());
        AlertFigures figures = AlertFigures.of(alert);
        if (figures.flowId() != null) {
            number("flow_id", figures.flowId());
        }
        string("host", sensorName);
        if (interfaceName != null) {
            string("in_iface", interfaceName);
        }
        string("event_type", "alert");
        subject(alert.subject());
        object("alert");
        alert(alert, figures);
        end();
        feed(alert.feed());
        object("vedette");
        string("version", version);
        end();
        end();
        out.put('\n');
    }

    private void subject(Subject subject) {
        whom("src", subject.source());
        port("src_port", subject.sourcePort());
        whom("dest", subject.destination());
        port("dest_port", subject.destinationPort());
        if (subject.protocol() >= 0) {
            string("proto", ProtocolName.of(subject.protocol()));
        }
        byte[] id = communityId.of(subject);
        if (id != null) {
            key("community_id");
            out.put('"');
            out.put(id);
            out.put('"');
        }
    }

    /** What reads an address where EVE has one must not find a prefix there. */
    private void whom(String end, @Nullable IpPrefix prefix) {
        if (prefix != null) {
            string(end + (prefix.isSingleAddress() ? "_ip" : "_prefix"), prefix.toString());
        }
    }

    private void port(String name, int port) {
        if (port >= 0) {
            number(name, port);
        }
    }

    private void alert(Alert alert, AlertFigures figures) {
        string("id", alert.id());
        string("state", alert.state().label());
        number("revision", alert.revision());
        number("signature_id", alert.type().code());
        string("signature", alert.type().label());
        string("category", alert.type().category());
        number("severity", severity(alert.level()));
        string("level", alert.level().label());
        number("confidence", alert.confidence());
        time("first", alert.firstNs());
        time("last", alert.lastNs());
        number("count", alert.count());
        known("hosts", figures.hosts());
        known("ports", figures.ports());
        known("score", figures.score());
        known("threshold", figures.threshold());
        string("message", alert.message());
        object("metadata");
        if (!alert.technique().isEmpty()) {
            value("mitre_technique_id", List.of(alert.technique()));
        }
        end();
        object("evidence");
        for (Map.Entry<String, Object> entry : alert.evidence().values().entrySet()) {
            value(entry.getKey(), entry.getValue());
        }
        end();
    }

    /** As Suricata counts: 1 is the gravest. */
    private static int severity(Level level) {
        return switch (level) {
            case CRITICAL, HIGH -> 1;
            case MEDIUM -> 2;
            case LOW, INFO -> 3;
        };
    }

    private void feed(Feed feed) {
        object("feed");
        string("visibility", feed.visibility().label());
        value("loss_ratio", feed.lossRatio());
        number("drops", feed.drops());
        end();
    }

    private void known(String name, @Nullable Number value) {
        if (value != null) {
            value(name, value);
        }
    }

    private void value(String name, Object value) {
        key(name);
        if (value instanceof List<?> items) {
            out.put('[');
            for (int i = 0; i < items.size(); i++) {
                if (i > 0) {
                    out.put(',');
                }
                out.string(String.valueOf(items.get(i)));
            }
            out.put(']');
        } else if (value instanceof Long || value instanceof Double || value instanceof Boolean) {
            out.text(AlertText.value(value));
        } else {
            out.string(String.valueOf(value));
        }
    }

    private void string(String name, String value) {
        key(name);
        out.string(value);
    }

    private void number(String name, long value) {
        key(name);
        out.number(value);
    }

    private void time(String name, long ns) {
        key(name);
        out.put('"');
        out.time(ns);
        out.put('"');
    }

    private void object(String name) {
        key(name);
        begin();
    }

    private void begin() {
        out.put('{');
        first = true;
    }

    private void end() {
        out.put('}');
        first = false;
    }

    private void key(String name) {
        if (!first) {
            out.put(',');
        }
        first = false;
        out.string(name);
        out.put(':');
    }
}
