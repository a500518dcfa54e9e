package vedette.detect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an alert rests on: names and values in the order an operator reads them. A value is a {@link Long}, a {@link Double}, a
 * {@link Boolean}, a {@link String} or a list of strings. Names are lower case with underscores and carry their unit.
 */
public final class Evidence {
    public static final Evidence NONE = new Evidence();

    private final Map<String, Object> values = new LinkedHashMap<>();

    public Evidence put(String name, long value) {
        values.put(name, value);
        return this;
    }

    public Evidence put(String name, double value) {
        values.put(name, value);
        return this;
    }

    public Evidence put(String name, boolean value) {
        values.put(name, value);
        return this;
    }

    public Evidence put(String name, String value) {
        values.put(name, value);
        return this;
    }

    public Evidence put(String name, List<String> value) {
        values.put(name, List.copyOf(value));
        return this;
    }

    /** In order; not to be changed. */
    public Map<String, Object> values() {
        return values;
    }
}
