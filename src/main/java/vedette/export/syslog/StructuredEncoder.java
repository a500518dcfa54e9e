package vedette.export.syslog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.detect.Level;
import vedette.detect.Subject;
import vedette.export.AlertText;
import vedette.export.CommunityId;
import vedette.net.IpPrefix;
import vedette.net.ProtocolName;

/**
 * Writes alerts as syslog messages (RFC 5424). The message proper is ASCII; all that a program wants stands in structured
 * data: {@code vedette@PEN}, {@code evidence@PEN}, {@code origin} and {@code meta}. A message that would be too long is
 * shortened at its text first, then loses evidence from the last, then what else can be spared. Not thread-safe.
 */
final class SyslogMessage {
    private static final int LOCAL0 = 16;
    private static final int FACILITY_FACTOR = 8;
    private static final int LONGEST_HOSTNAME = 255;
    private static final int LEAST_TEXT = 120;

    /** Parameters of the first element without which an alert cannot be told from another. */
    private static final int NEEDED_PARAMETERS = 4;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final SyslogIdentity identity;
    private final int mostOctets;
    private final String hostname;
    private final CommunityId communityId = new CommunityId();
    private int sequenceId;

    /** @param mostOctets the longest message */
    SyslogMessage(SyslogIdentity identity, int mostOctets) {
        this.identity = identity;
        this.mostOctets = mostOctets;
        this.hostname = hostname(identity.sensorName());
    }

    private static String hostname(String name) {
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < Math.min(name.length(), LONGEST_HOSTNAME); i++) {
            char c = name.charAt(i);
            printable.append(c > ' ' && c < 0x7F ? c : '-');
        }
        return printable.isEmpty() ? "-" : printable.toString();
    }

    byte[] of(Alert alert) {
        sequenceId = sequenceId == Integer.MAX_VALUE ? 1 : sequenceId + 1;
        byte[] header = header(alert).getBytes(StandardCharsets.US_ASCII);
        StructuredElement facts = facts(alert);
        StructuredElement evidence = evidence(alert);
        StructuredElement origin =
                new StructuredElement("origin").put("software", "vedette").put("swVersion", identity.version());
        StructuredElement meta = new StructuredElement("meta").put("sequenceId", sequenceId);
        String text = alert.state().label() + " " + AlertText.line(alert);
        int most = mostOctets - header.length - origin.length() - meta.length() - 1;
        shorten(facts, evidence, most - Math.min(text.length(), LEAST_TEXT));
        List<StructuredElement> elements = new ArrayList<>(List.of(facts));
        if (evidence.count() > 0) {
            elements.add(evidence);
        }
        elements.add(origin);
        elements.add(meta);
        return join(header, elements, text);
    }

    /** Takes away what can be spared until the two elements fit; an empty one is left out altogether. */
    private static void shorten(StructuredElement facts, StructuredElement evidence, int most) {
        while (evidence.count() > 0 && facts.length() + evidence.length() > most) {
            evidence.removeLast();
        }
        while (facts.count() > NEEDED_PARAMETERS && facts.length() > most) {
            facts.removeLast();
        }
    }

    private byte[] join(byte[] header, List<StructuredElement> elements, String text) {
        int fixed = header.length;
        for (StructuredElement element : elements) {
            fixed += element.length();
        }
        int room = Math.max(0, mostOctets - fixed - 1);
        String fitting = text.length() <= room ? text : text.substring(0, room);
        byte[] message = new byte[fixed + (fitting.isEmpty() ? 0 : 1 + fitting.length())];
        System.arraycopy(header, 0, message, 0, header.length);
        int next = header.length;
        for (StructuredElement element : elements) {
            next = element.write(message, next);
        }
        if (!fitting.isEmpty()) {
            message[next] = ' ';
            System.arraycopy(fitting.getBytes(StandardCharsets.US_ASCII), 0, message, next + 1, fitting.length());
        }
        return message;
    }

    private String header(Alert alert) {
        int priority = LOCAL0 * FACILITY_FACTOR + severity(alert.level());
        return "<" + priority + ">1 " + time(alert.publishedNs()) + ' ' + hostname + " vedette " + identity.processId()
                + " ALERT ";
    }

    private static String time(long ns) {
        return TIME.format(Instant.ofEpochSecond(0, ns));
    }

    /** As RFC 5424 §6.2.1 counts. */
    private static int severity(Level level) {
        return switch (level) {
            case CRITICAL -> 2;
            case HIGH -> 3;
            case MEDIUM -> 4;
            case LOW -> 5;
            case INFO -> 6;
        };
    }

    /** The most needed first. */
    private StructuredElement facts(Alert alert) {
        StructuredElement facts = new StructuredElement("vedette@" + identity.enterpriseNumber())
                .put("id", alert.id())
                .put("code", alert.type().code())
                .put("kind", alert.type().label())
                .put("state", alert.state().label());
        subject(facts, alert.subject());
        facts.put("level", alert.level().label())
                .put("first", time(alert.firstNs()))
                .put("last", time(alert.lastNs()))
                .put("cnt", alert.count())
                .put("conf", alert.confidence())
                .put("cat", alert.type().category())
                .put("rev", alert.revision());
        if (!alert.technique().isEmpty()) {
            facts.put("mitre", alert.technique());
        }
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

    private StructuredElement evidence(Alert alert) {
        StructuredElement evidence = new StructuredElement("evidence@" + identity.enterpriseNumber());
        for (Map.Entry<String, Object> entry : alert.evidence().values().entrySet()) {
            evidence.put(entry.getKey(), AlertText.value(entry.getValue()));
        }
        return evidence;
    }
}
