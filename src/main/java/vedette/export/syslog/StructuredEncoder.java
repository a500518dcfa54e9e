package vedette.export.syslog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import vedette.detect.Alert;
import vedette.export.AlertText;
import vedette.flow.Flow;

/**
 * Writes messages whose facts stand in structured data (RFC 5424 §6.3): {@code vedette@PEN}, {@code evidence@PEN}, {@code origin}
 * and {@code meta}. The text behind them is ASCII. A message that would be too long is shortened at its text first, then loses
 * evidence from the last, then what else can be spared.
 */
final class StructuredEncoder implements SyslogEncoder {
    private static final int LEAST_TEXT = 120;

    private final SyslogHeader header;
    private final SyslogIdentity identity;
    private final int mostOctets;
    private final AlertElements alerts;
    private final FlowElement flows;
    private int sequenceId;

    StructuredEncoder(SyslogHeader header, SyslogIdentity identity, int mostOctets) {
        this.header = header;
        this.identity = identity;
        this.mostOctets = mostOctets;
        this.alerts = new AlertElements(identity);
        this.flows = new FlowElement(identity);
    }

    @Override
    public byte[] of(Alert alert) {
        String text = alert.state().label() + " " + AlertText.line(alert);
        return message(header.of(alert), alerts.facts(alert), alerts.evidence(alert), text);
    }

    @Override
    public byte[] of(Flow flow, String interfaceName) {
        byte[] head = header.of(SyslogHeader.INFORMATIONAL, flow.endNs(), SyslogHeader.FLOW);
        return message(head, flows.of(flow, interfaceName), new StructuredElement(""), FlowText.line(flow));
    }

    private byte[] message(byte[] head, StructuredElement facts, StructuredElement evidence, String text) {
        sequenceId = sequenceId == Integer.MAX_VALUE ? 1 : sequenceId + 1;
        StructuredElement origin =
                new StructuredElement("origin").put("software", "vedette").put("swVersion", identity.version());
        StructuredElement meta = new StructuredElement("meta").put("sequenceId", sequenceId);
        int most = mostOctets - head.length - meta.length() - 1;
        shorten(facts, evidence, origin, most - Math.min(text.length(), LEAST_TEXT));
        List<StructuredElement> elements = new ArrayList<>(List.of(facts, evidence, origin));
        elements.removeIf(element -> element.count() == 0);
        elements.add(meta);
        return join(head, elements, text);
    }

    /** Takes away what can be spared until the elements fit. */
    private static void shorten(
            StructuredElement facts, StructuredElement evidence, StructuredElement origin, int most) {
        while (evidence.count() > 0 && facts.length() + evidence.length() + origin.length() > most) {
            evidence.removeLast();
        }
        while (facts.isShortenable() && facts.length() + origin.length() > most) {
            facts.removeLast();
        }
        while (origin.count() > 0 && facts.length() + origin.length() > most) {
            origin.removeLast();
        }
    }

    private byte[] join(byte[] head, List<StructuredElement> elements, String text) {
        int fixed = head.length;
        for (StructuredElement element : elements) {
            fixed += element.length();
        }
        int room = Math.max(0, mostOctets - fixed - 1);
        String fitting = text.length() <= room ? text : text.substring(0, room);
        byte[] message = new byte[fixed + (fitting.isEmpty() ? 0 : 1 + fitting.length())];
        System.arraycopy(head, 0, message, 0, head.length);
        int next = head.length;
        for (StructuredElement element : elements) {
            next = element.write(message, next);
        }
        if (!fitting.isEmpty()) {
            message[next] = ' ';
            System.arraycopy(fitting.getBytes(StandardCharsets.US_ASCII), 0, message, next + 1, fitting.length());
        }
        return message;
    }
}
