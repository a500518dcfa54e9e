package vedette.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Single values: what each type of option takes, and how a wrong one is told. */
final class Scalars {
    private Scalars() {}

    static Object read(Class<?> type, boolean size, String key, Node node) throws Problem {
        if (type == String.class) {
            return string(key, node, "a string in quotes");
        }
        if (type == boolean.class) {
            return truth(key, node);
        }
        if (type == Duration.class) {
            return duration(key, node);
        }
        if (type == int.class) {
            return Math.toIntExact(bounded(key, node, size, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        if (type == long.class) {
            return bounded(key, node, size, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == double.class) {
            return number(key, node);
        }
        if (type.isEnum()) {
            return constant(type, key, node);
        }
        throw new IllegalStateException("no way to read " + key + " as " + type);
    }

    private static String string(String key, Node node, String form) throws Problem {
        if (node instanceof Node.Text text) {
            return text.text();
        }
        if (node instanceof Node.Value value && value.value() instanceof String string) {
            return string;
        }
        throw wrongType(key, form, node);
    }

    private static boolean truth(String key, Node node) throws Problem {
        if (node instanceof Node.Value value && value.value() instanceof Boolean truth) {
            return truth;
        }
        if (node instanceof Node.Text text
                && (text.text().equals("true") || text.text().equals("false"))) {
            return Boolean.parseBoolean(text.text());
        }
        throw wrongType(key, "true or false", node);
    }

    private static Duration duration(String key, Node node) throws Problem {
        String text = string(key, node, Units.DURATION_FORM);
        try {
            return Units.duration(text);
        } catch (IllegalArgumentException bad) {
            throw wrongType(key, Units.DURATION_FORM, node);
        }
    }

    private static long bounded(String key, Node node, boolean size, long least, long most) throws Problem {
        long value = size ? octets(key, node) : integer(key, node);
        if (value < least || value > most) {
            throw wrongType(key, "from " + least + " to " + most, node);
        }
        return value;
    }

    private static long integer(String key, Node node) throws Problem {
        if (node instanceof Node.Value value && value.value() instanceof Long number) {
            return number;
        }
        if (node instanceof Node.Text text) {
            try {
                return Long.parseLong(text.text().replace("_", ""));
            } catch (NumberFormatException bad) {
                throw wrongType(key, "a whole number", node);
            }
        }
        throw wrongType(key, "a whole number", node);
    }

    private static long octets(String key, Node node) throws Problem {
        if (node instanceof Node.Value value && value.value() instanceof Long number) {
            return number;
        }
        try {
            return Units.octets(string(key, node, Units.SIZE_FORM));
        } catch (IllegalArgumentException bad) {
            throw wrongType(key, Units.SIZE_FORM, node);
        }
    }

    private static double number(String key, Node node) throws Problem {
        if (node instanceof Node.Value value && value.value() instanceof Number number) {
            return number.doubleValue();
        }
        if (node instanceof Node.Text text) {
            try {
                return Double.parseDouble(text.text());
            } catch (NumberFormatException bad) {
                throw wrongType(key, "a number", node);
            }
        }
        throw wrongType(key, "a number", node);
    }

    private static Object constant(Class<?> type, String key, Node node) throws Problem {
        Object[] constants = type.getEnumConstants();
        String form = "one of "
                + Arrays.stream(constants)
                        .map(constant -> '"' + Names.of((Enum<?>) constant) + '"')
                        .collect(Collectors.joining(", "));
        String name = string(key, node, form);
        for (Object constant : constants) {
            if (Names.of((Enum<?>) constant).equals(name)) {
                return constant;
            }
        }
        throw wrongType(key, form, node);
    }

    private static Problem wrongType(String key, String form, Node node) {
        return new Problem(node.origin(), key + " must be " + form, describe(node));
    }

    /** A value as the operator wrote it, or what kind of thing it is. */
    static String describe(Node node) {
        if (node instanceof Node.Table) {
            return "a table";
        }
        if (node instanceof Node.Array) {
            return "a list";
        }
        if (node instanceof Node.Text text) {
            return '"' + text.text() + '"';
        }
        Object value = ((Node.Value) node).value();
        return value instanceof String ? "\"" + value + '"' : String.valueOf(value);
    }
}
