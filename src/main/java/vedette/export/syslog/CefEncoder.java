package vedette.export.syslog;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import vedette.detect.Alert;
import vedette.detect.Level;
import vedette.export.AlertText;
import vedette.flow.Flow;

/**
 * Writes messages in ArcSight's Common Event Format, version 0, as the text behind a header of RFC 5424 without structured data.
 * All is ASCII. A message that would be too long is shortened at {@code msg} first, then loses evidence from the last, then what
 * else can be spared.
 */
final class CefEncoder implements SyslogEncoder {
    private static final String EVIDENCE = "cs5";
    private static final String EVIDENCE_LABEL = "evidence";
    private static final int LEAST_TEXT = 120;
    private static final int MOST_TEXT = 1023;
    private static final String TEXT = " msg=";

    private final SyslogHeader header;
    private final String device;
    private final int mostOctets;
    private final CefFields fields;

    CefEncoder(SyslogHeader header, SyslogIdentity identity, int mostOctets) {
        this.header = header;
        this.device = "- CEF:0|Vedette|vedette|" + escapedHeader(identity.version()) + '|';
        this.mostOctets = mostOctets;
        this.fields = new CefFields(identity);
    }

    /** A backslash before backslashes and bars; there can be no line end. */
    static String escapedHeader(String value) {
        return AlertText.ascii(value).replace("\\", "\\\\").replace("|", "\\|");
    }

    @Override
    public byte[] of(Alert alert) {
        String event = event(Integer.toString(alert.type().code()), alert.type().label(), severity(alert.level()));
        return message(
                header.of(alert),
                event,
                fields.of(alert),
                alert.message(),
                alert.evidence().values());
    }

    @Override
    public byte[] of(Flow flow, String interfaceName) {
        byte[] head = header.of(SyslogHeader.INFORMATIONAL, flow.endNs(), SyslogHeader.FLOW);
        String event = event("flow", "flow", 0);
        return message(head, event, fields.of(flow, interfaceName), FlowText.line(flow), Map.of());
    }

    private String event(String signatureId, String name, int severity) {
        return device + escapedHeader(signatureId) + '|' + escapedHeader(name) + '|' + severity + '|';
    }

    /** Of ten. */
    private static int severity(Level level) {
        return switch (level) {
            case CRITICAL -> 10;
            case HIGH -> 8;
            case MEDIUM -> 5;
            case LOW -> 3;
            case INFO -> 1;
        };
    }

    private byte[] message(
            byte[] head, String event, CefExtension extension, String text, Map<String, Object> evidence) {
        int most = mostOctets - head.length - event.length();
        String longest = text.substring(0, Math.min(text.length(), MOST_TEXT));
        int leastText = TEXT.length() + Math.min(CefExtension.escaped(longest).length(), LEAST_TEXT);
        extension.shorten(most - leastText);
        evidence(extension, evidence, most - leastText);
        int room = most - extension.length() - TEXT.length();
        String fitting = room > 0 ? CefExtension.escaped(longest, room) : "";
        String tail = event + extension + (fitting.isEmpty() ? "" : TEXT + fitting);
        byte[] message = new byte[head.length + tail.length()];
        System.arraycopy(head, 0, message, 0, head.length);
        System.arraycopy(tail.getBytes(StandardCharsets.US_ASCII), 0, message, head.length, tail.length());
        return message;
    }

    /** Adds as many of the names and values as there is room for. */
    private static void evidence(CefExtension extension, Map<String, Object> evidence, int most) {
        int room = most - extension.length() - (" " + EVIDENCE + "= " + EVIDENCE + "Label=" + EVIDENCE_LABEL).length();
        StringBuilder all = new StringBuilder();
        int length = 0;
        for (Map.Entry<String, Object> entry : evidence.entrySet()) {
            String item = (all.isEmpty() ? "" : "; ") + entry.getKey() + ' ' + AlertText.value(entry.getValue());
            length += CefExtension.escaped(item).length();
            if (length > room) {
                break;
            }
            all.append(item);
        }
        if (!all.isEmpty()) {
            extension.put(EVIDENCE, EVIDENCE_LABEL, all.toString());
        }
    }
}
