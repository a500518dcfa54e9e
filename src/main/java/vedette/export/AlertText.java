package vedette.export;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.detect.Subject;
import vedette.net.IpPrefix;
import vedette.net.IpProtocol;
import vedette.net.ProtocolName;

/** An alert in words, in printable ASCII, as people read it in a log, a message or a summary. */
public final class AlertText {
    private static final MathContext SIX_DIGITS = new MathContext(6);
    private static final double MOST_WHOLE = 1e15;
    private static final int MOST_DECIMALS = 12;

    private AlertText() {}

    /** What, of whom and the detector's message in one line. */
    public static String line(Alert alert) {
        String whom = whom(alert.subject());
        return ascii(alert.type().label() + (whom.isEmpty() ? "" : " " + whom) + ": " + alert.message());
    }

    /** {@code from 192.0.2.1 to 192.0.2.2 port 22/tcp}, as an allow-list takes it; empty if it is about nobody. */
    public static String whom(Subject subject) {
        StringBuilder text = new StringBuilder();
        append(text, "from ", subject.source());
        append(text, "to ", subject.destination());
        if (subject.destinationPort() >= 0) {
            text.append(text.isEmpty() ? "" : " ").append("port ").append(subject.destinationPort());
            if (IpProtocol.hasPorts(subject.protocol())) {
                text.append('/').append(lower(ProtocolName.of(subject.protocol())));
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String word, @Nullable IpPrefix prefix) {
        if (prefix != null) {
            text.append(text.isEmpty() ? "" : " ").append(word).append(prefix);
        }
    }

    private static String lower(String protocol) {
        return protocol.toLowerCase(Locale.ROOT);
    }

    /** A value of the evidence: numbers to six digits, lists with commas between. */
    public static String value(Object value) {
        if (value instanceof Double number) {
            return number(number);
        }
        if (value instanceof List<?> items) {
            StringBuilder text = new StringBuilder();
            for (Object item : items) {
                text.append(text.isEmpty() ? "" : ", ").append(item);
            }
            return text.toString();
        }
        return String.valueOf(value);
    }

    /** A number to six digits, without trailing zeros, as JSON takes it too; {@code null} if there is no such number. */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return "null";
        }
        if (value == Math.rint(value) && Math.abs(value) < MOST_WHOLE) {
            return Long.toString((long) value);
        }
        BigDecimal rounded = new BigDecimal(value).round(SIX_DIGITS).stripTrailingZeros();
        return rounded.scale() <= MOST_DECIMALS && Math.abs(value) < MOST_WHOLE
                ? rounded.toPlainString()
                : rounded.toString();
    }

    /** The text with a question mark for each character that is not printable ASCII. */
    public static String ascii(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            ascii.append(ascii(text.charAt(i)));
        }
        return ascii.toString();
    }

    /** The character, or a question mark if it is not printable ASCII. */
    public static char ascii(char c) {
        return c >= ' ' && c < 0x7F ? c : '?';
    }
}
