package vedette.config;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a configuration as TOML that reads back as the same configuration, but for secrets, of which it says no more than that they are set. */
public final class ConfigWriter {
    private static final Long UNSET = 0L;

    private final StringBuilder text = new StringBuilder();

    private ConfigWriter() {}

    public static String toml(Config config) {
        ConfigWriter writer = new ConfigWriter();
        writer.sections(config);
        return writer.text.toString();
    }

    private void sections(Record root) {
        for (RecordComponent component : root.getClass().getRecordComponents()) {
            String key = Names.key(component.getName());
            Object value = Binder.read(component, root);
            if (value instanceof List<?> tables) {
                tables.forEach(table -> section("[[" + key + "]]", key, (Record) table));
            } else if (value instanceof Record section) {
                section("[" + key + "]", key, section);
            }
        }
    }

    /** A section within comes after the keys of the one it is in, as TOML wants it. */
    private void section(String header, String path, Record section) {
        text.append(text.isEmpty() ? "" : "\n").append(header).append('\n');
        for (RecordComponent component : section.getClass().getRecordComponents()) {
            if (!component.getType().isRecord()) {
                option(component, Binder.read(component, section));
            }
        }
        for (RecordComponent component : section.getClass().getRecordComponents()) {
            if (Binder.read(component, section) instanceof Record within) {
                String key = path + "." + Names.key(component.getName());
                section("[" + key + "]", key, within);
            }
        }
    }

    private void option(RecordComponent component, @Nullable Object value) {
        String key = Names.key(component.getName());
        if (Binder.isSecret(key) && !UNSET.equals(value)) {
            text.append("# ").append(key).append(" is set; it is secret, so it is not printed\n");
        } else {
            text.append(key).append(" = ").append(value(value, Binder.isSize(component)));
            text.append('\n');
        }
    }

    static String value(@Nullable Object value, boolean size) {
        if (value instanceof List<?> items) {
            return items.stream().map(item -> value(item, false)).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Duration duration) {
            return quoted(Units.text(duration));
        }
        if (value instanceof Enum<?> constant) {
            return quoted(Names.of(constant));
        }
        if (value instanceof Number number && size) {
            return quoted(Units.text(number.longValue()));
        }
        return value instanceof String string ? quoted(string) : String.valueOf(value);
    }

    private static String quoted(String string) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == 0x7F) {
                quoted.append(String.format("\\u%04X", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
