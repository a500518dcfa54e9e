package vedette.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vedette.config.Node.Origin;

/**
 * Makes records of tables: a component {@code maxFlows} is the key {@code max-flows}; an absent key takes its value from the
 * record's {@code DEFAULT}. Goes on after a problem, so that an operator sees all of them at once.
 */
final class Binder {
    private final Set<String> known;
    private final List<Problem> problems = new ArrayList<>();

    private Binder(Class<? extends Record> root) {
        this.known = keys(root);
    }

    /** @throws ConfigException with every problem found */
    static <R extends Record> R bind(Class<R> type, Node.Table table) throws ConfigException {
        Binder binder = new Binder(type);
        R record = binder.record(type, "", table, defaultOf(type));
        if (record == null || !binder.problems.isEmpty()) {
            throw new ConfigException(
                    binder.problems.stream().map(Problem::line).collect(Collectors.toList()));
        }
        return record;
    }

    /** Every key there is, in full: {@code flow.max-flows}. */
    static Set<String> keys(Class<? extends Record> root) {
        Set<String> keys = new TreeSet<>();
        addKeys(root, "", keys);
        return keys;
    }

    private static void addKeys(Class<?> type, String prefix, Set<String> keys) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key = prefix + Names.key(component.getName());
            Class<?> nested = recordIn(component.getGenericType());
            if (nested == null) {
                keys.add(key);
            } else {
                addKeys(nested, key + ".", keys);
            }
        }
    }

    /** The type itself or its item type, if that is a record. */
    static @Nullable Class<?> recordIn(Type type) {
        Type item = itemType(type);
        Type bare = item == null ? type : item;
        return bare instanceof Class<?> candidate && candidate.isRecord() ? candidate : null;
    }

    static @Nullable Type itemType(Type type) {
        return type instanceof ParameterizedType list && list.getRawType() == List.class
                ? list.getActualTypeArguments()[0]
                : null;
    }

    /** Sizes are counted in octets and may be written with a unit. */
    static boolean isSize(RecordComponent component) {
        return component.getName().endsWith("Size");
    }

    /** Who knows it could harm the sensor, so it is never printed. */
    static boolean isSecret(String key) {
        return key.endsWith("-seed");
    }

    private <R extends Record> @Nullable R record(
            Class<R> type, String prefix, Node.Table table, @Nullable R defaults) {
        int before = problems.size();
        reportUnknown(type, prefix, table);
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = component(components[i], prefix, table, defaults);
        }
        return problems.size() > before ? null : construct(type, prefix, table, values);
    }

    private void reportUnknown(Class<?> type, String prefix, Node.Table table) {
        Set<String> names = Arrays.stream(type.getRecordComponents())
                .map(component -> Names.key(component.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
        for (Map.Entry<String, Node> entry : table.entries().entrySet()) {
            if (!names.contains(entry.getKey())) {
                reportUnknown(prefix + entry.getKey(), prefix, names, entry.getValue());
            }
        }
    }

    private void reportUnknown(String key, String prefix, Set<String> names, Node node) {
        boolean section = node instanceof Node.Table;
        String nearest = Names.nearest(key, section ? names : known);
        String hint = nearest != null
                ? "the nearest known " + (section ? "section" : "key") + " is " + nearest
                : (prefix.isEmpty() ? "known sections are " : "known keys here are ") + String.join(", ", names);
        problems.add(new Problem(node.origin(), (section ? "unknown section " : "unknown key ") + key + "; " + hint));
    }

    private @Nullable Object component(
            RecordComponent component, String prefix, Node.Table table, @Nullable Record defaults) {
        String name = Names.key(component.getName());
        String key = prefix + name;
        Object fallback = defaults == null ? null : read(component, defaults);
        Node node = table.get(name);
        try {
            if (node != null) {
                return convert(component.getGenericType(), isSize(component), key, node, fallback);
            }
            if (fallback == null) {
                throw new Problem(table.origin(), key + " is missing, and there is no default");
            }
        } catch (Problem problem) {
            problems.add(isSecret(name) ? problem.ofSecret() : problem);
        }
        return fallback;
    }

    private @Nullable Object convert(Type type, boolean size, String key, Node node, @Nullable Object fallback)
            throws Problem {
        Type item = itemType(type);
        if (item != null) {
            return list(item, key, node);
        }
        if (recordIn(type) != null) {
            return nested((Class<?>) type, key, node, fallback);
        }
        return Scalars.read((Class<?>) type, size, key, node);
    }

    private @Nullable Object nested(Class<?> type, String key, Node node, @Nullable Object fallback) throws Problem {
        if (!(node instanceof Node.Table table)) {
            throw new Problem(node.origin(), key + " is a section: write [" + key + "] and its keys below");
        }
        return record(type.asSubclass(Record.class), key + ".", table, fallback);
    }

    private <R extends Record> @Nullable R record(
            Class<R> type, String prefix, Node.Table table, @Nullable Object fallback) {
        return record(type, prefix, table, fallback == null ? null : type.cast(fallback));
    }

    private List<Object> list(Type item, String key, Node node) throws Problem {
        List<Object> values = new ArrayList<>();
        for (Node each : items(item, key, node)) {
            Object value = convert(item, false, key, each, recordIn(item) == null ? null : defaultOf((Class<?>) item));
            if (value != null) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    private static List<Node> items(Type item, String key, Node node) throws Problem {
        if (node instanceof Node.Array array) {
            return array.items();
        }
        if (recordIn(item) != null) {
            throw new Problem(node.origin(), key + " is a list of tables: write [[" + key + "]] and its keys below");
        }
        if (node instanceof Node.Text text) {
            return Arrays.stream(text.text().replaceAll("^\\[|]$", "").split(",", -1))
                    .map(part -> ConfigReader.unquoted(part))
                    .filter(part -> !part.isEmpty())
                    .map(part -> (Node) new Node.Text(text.origin(), part))
                    .collect(Collectors.toList());
        }
        throw new Problem(node.origin(), key + " must be a list such as [\"a\", \"b\"], was " + Scalars.describe(node));
    }

    private <R extends Record> @Nullable R construct(
            Class<R> type, String prefix, Node.Table table, @Nullable Object[] values) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return type.getConstructor(types).newInstance(values);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof IllegalArgumentException bad) {
                problems.add(badValue(String.valueOf(bad.getMessage()), prefix, table));
                return null;
            }
            throw new IllegalStateException("cannot make " + type, refused);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("cannot make " + type, impossible);
        }
    }

    /** What a record's constructor refused, at the place of the key its message names. */
    private static Problem badValue(String message, String prefix, Node.Table table) {
        Origin origin = table.origin();
        int longest = 0;
        for (Map.Entry<String, Node> entry : table.entries().entrySet()) {
            String key = entry.getKey();
            if (key.length() > longest && message.contains(prefix + key)) {
                longest = key.length();
                origin = placeIn(entry.getValue(), prefix + key, message);
            }
        }
        return new Problem(origin, message);
    }

    /** The last item of a list that the message quotes, or the last value of its tables that it begins with; else the list. */
    private static Origin placeIn(Node node, String key, String message) {
        Origin origin = node.origin();
        if (node instanceof Node.Array array) {
            for (Node item : array.items()) {
                if (item instanceof Node.Table table) {
                    origin = placeIn(table, key, message, origin);
                } else if (message.contains(' ' + Scalars.describe(item))) {
                    origin = item.origin();
                }
            }
        }
        return origin;
    }

    private static Origin placeIn(Node.Table table, String key, String message, Origin fallback) {
        for (Map.Entry<String, Node> entry : table.entries().entrySet()) {
            String value = ConfigReader.unquoted(Scalars.describe(entry.getValue()));
            if (message.startsWith(key + '.' + entry.getKey() + ' ' + value + ": ")) {
                return entry.getValue().origin();
            }
        }
        return fallback;
    }

    static @Nullable Object read(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("cannot read " + component, impossible);
        }
    }

    /** The record's {@code DEFAULT}, null if it has none: then each key that is absent is a problem. */
    static <R> @Nullable R defaultOf(Class<R> type) {
        try {
            return type.cast(type.getField("DEFAULT").get(null));
        } catch (NoSuchFieldException none) {
            return null;
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException("DEFAULT of " + type + " must be public", hidden);
        }
    }
}
