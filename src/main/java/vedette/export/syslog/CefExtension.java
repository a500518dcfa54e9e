package vedette.export.syslog;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vedette.export.AlertText;

/**
 * The extension of a CEF message: keys and values, which can be taken away again from the last. A custom field goes with its
 * label.
 */
final class CefExtension {
    private final List<String> fields = new ArrayList<>();
    private int kept;
    private int length;

    /** Adds a field; whatever the value, it stays one. */
    CefExtension put(String key, String value) {
        return add(key + '=' + escaped(value));
    }

    CefExtension put(String key, long value) {
        return put(key, Long.toString(value));
    }

    /** Adds a custom field and what it means. */
    CefExtension put(String key, String label, String value) {
        return add(key + '=' + escaped(value) + ' ' + key + "Label=" + label);
    }

    CefExtension put(String key, String label, long value) {
        return put(key, label, Long.toString(value));
    }

    /** Adds a custom field if there is such a number. */
    CefExtension putKnown(String key, String label, @Nullable Number value) {
        if (value instanceof Double number) {
            return Double.isFinite(number) ? put(key, label, AlertText.number(number)) : this;
        }
        return value == null ? this : put(key, label, value.longValue());
    }

    private CefExtension add(String field) {
        fields.add(field);
        length += field.length() + 1;
        return this;
    }

    /** What was put so far is not to be taken away. */
    CefExtension keep() {
        kept = fields.size();
        return this;
    }

    /** Takes away what can be spared until no more than so many characters are left. */
    void shorten(int most) {
        while (fields.size() > kept && length() > most) {
            length -= fields.remove(fields.size() - 1).length() + 1;
        }
    }

    /** Characters it takes. */
    int length() {
        return Math.max(0, length - 1);
    }

    @Override
    public String toString() {
        return String.join(" ", fields);
    }

    /** A backslash before backslashes and equals signs, line ends by their letters, and a question mark for what is not ASCII. */
    static String escaped(String value) {
        StringBuilder escaped = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\', '=' -> escaped.append('\\').append(c);
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                default -> escaped.append(AlertText.ascii(c));
            }
        }
        return escaped.toString();
    }

    /** As much of the value as takes no more than so many characters, escapes whole. */
    static String escaped(String value, int most) {
        String whole = escaped(value);
        if (whole.length() <= most) {
            return whole;
        }
        int end = 0;
        while (true) {
            int next = end + (whole.charAt(end) == '\\' ? 2 : 1);
            if (next > most) {
                return whole.substring(0, end);
            }
            end = next;
        }
    }
}
