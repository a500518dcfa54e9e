package vedette.export.syslog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An element of structured data (RFC 5424 §6.3): a name, and parameters that can be taken away again from the last. */
final class StructuredElement {
    private static final int LONGEST_NAME = 32;

    private final String id;
    private final List<byte[]> parameters = new ArrayList<>();
    private int kept;
    private int length;

    StructuredElement(String id) {
        this.id = id;
        this.length = id.length() + 2;
    }

    /** Adds a parameter; whatever the name and the value, the element stays one. */
    StructuredElement put(String name, String value) {
        byte[] parameter = (' ' + name(name) + "=\"" + escaped(value) + '"').getBytes(StandardCharsets.UTF_8);
        parameters.add(parameter);
        length += parameter.length;
        return this;
    }

    StructuredElement put(String name, long value) {
        return put(name, Long.toString(value));
    }

    /** What was put so far is not to be taken away. */
    StructuredElement keep() {
        kept = parameters.size();
        return this;
    }

    private static String name(String name) {
        StringBuilder allowed = new StringBuilder();
        for (int i = 0; i < Math.min(name.length(), LONGEST_NAME); i++) {
            char c = name.charAt(i);
            allowed.append(c > ' ' && c < 0x7F && c != '=' && c != ']' && c != '"' ? c : '_');
        }
        return allowed.isEmpty() ? "_" : allowed.toString();
    }

    /** Quotes, backslashes and closing brackets get a backslash (RFC 5424 §6.3.3); control characters a question mark. */
    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\' || c == ']') {
                escaped.append('\\');
            }
            escaped.append(Character.isISOControl(c) ? '?' : c);
        }
        return escaped.toString();
    }

    int count() {
        return parameters.size();
    }

    /** Whether there is a parameter that can be spared. */
    boolean isShortenable() {
        return parameters.size() > kept;
    }

    void removeLast() {
        length -= parameters.remove(parameters.size() - 1).length;
    }

    /** Octets it takes; none without parameters, for then it is left out. */
    int length() {
        return parameters.isEmpty() ? 0 : length;
    }

    /** Writes it; returns the offset behind. */
    int write(byte[] target, int at) {
        int next = put(('[' + id).getBytes(StandardCharsets.US_ASCII), target, at);
        for (byte[] parameter : parameters) {
            next = put(parameter, target, next);
        }
        target[next] = ']';
        return next + 1;
    }

    private static int put(byte[] octets, byte[] target, int at) {
        System.arraycopy(octets, 0, target, at, octets.length);
        return at + octets.length;
    }
}
