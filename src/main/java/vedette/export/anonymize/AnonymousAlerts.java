package vedette.export.anonymize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.detect.Evidence;
import vedette.detect.Subject;
import vedette.net.IpPrefix;

/** Makes an alert that tells the same of others: subject, message, evidence and id are replaced. Not thread-safe. */
final class AnonymousAlerts {
    private static final String FLOW_ID = "flow_id";
    private static final Set<String> NAMES = Set.of("server_name", "domain");
    private static final int HEX = 16;
    private static final int ORDINAL_BITS = 22;
    private static final long ORDINAL = (1L << ORDINAL_BITS) - 1;
    private static final long VARIANT = 3L << 62;

    private final Pseudonyms pseudonyms;
    private final AnonymousText text;

    AnonymousAlerts(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
        this.text = new AnonymousText(pseudonyms);
    }

    Alert of(Alert alert) {
        return new Alert(
                id(alert.id()),
                alert.revision(),
                alert.type(),
                alert.state(),
                alert.level(),
                alert.confidence(),
                alert.technique(),
                of(alert.subject()),
                alert.firstNs(),
                alert.lastNs(),
                alert.publishedNs(),
                alert.detectedNs(),
                alert.count(),
                text.of(alert.message()),
                of(alert.evidence()),
                alert.feed());
    }

    /** Of an id, what is made of the subject: the time before it and the number behind it stay. */
    private String id(String id) {
        long high = Long.parseUnsignedLong(id, 0, HEX, HEX);
        long low = Long.parseUnsignedLong(id, HEX, 2 * HEX, HEX);
        long kept = VARIANT | ORDINAL;
        return String.format("%016x%016x", high, low & kept | pseudonyms.identifier(high, low) & ~kept);
    }

    private Subject of(Subject subject) {
        return new Subject(
                of(subject.source()),
                of(subject.destination()),
                subject.protocol(),
                subject.destinationPort(),
                subject.sourcePort());
    }

    private @Nullable IpPrefix of(@Nullable IpPrefix prefix) {
        return prefix == null ? null : pseudonyms.of(prefix);
    }

    private Evidence of(Evidence evidence) {
        Evidence anonymous = new Evidence();
        for (Map.Entry<String, Object> entry : evidence.values().entrySet()) {
            if (!NAMES.contains(entry.getKey())) {
                put(anonymous, entry.getKey(), entry.getValue());
            }
        }
        return anonymous;
    }

    private void put(Evidence evidence, String name, Object value) {
        if (value instanceof List<?> items) {
            List<String> texts = new ArrayList<>();
            items.forEach(item -> texts.add(text.of(String.valueOf(item))));
            evidence.put(name, texts);
        } else if (value instanceof Long number) {
            evidence.put(name, name.equals(FLOW_ID) ? pseudonyms.ofFlowId(number) : number);
        } else if (value instanceof Double number) {
            evidence.put(name, (double) number);
        } else if (value instanceof Boolean truth) {
            evidence.put(name, (boolean) truth);
        } else {
            evidence.put(name, text.of(String.valueOf(value)));
        }
    }
}
