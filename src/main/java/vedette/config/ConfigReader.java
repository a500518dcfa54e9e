package vedette.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vedette.config.Node.Origin;

/** Reads the configuration file and the settings of the command line, which stand above it. */
public final class ConfigReader {
    private static final Origin SETTING = Origin.option("--set");

    private ConfigReader() {}

    /**
     * Reads and checks both.
     *
     * @param file the file, or null for the defaults
     * @param settings {@code KEY=VALUE}, the last of a key wins
     * @throws ConfigException if anything in either cannot be used
     */
    public static Config read(@Nullable Path file, List<String> settings) throws ConfigException {
        Node.Table root = file == null ? new Node.Table(SETTING) : TomlTree.read(file);
        for (String setting : settings) {
            apply(setting, root);
        }
        return Binder.bind(Config.class, root);
    }

    /** Reads configuration that is not in a file; {@code source} is what problems name. */
    static Config parse(String source, String text) throws ConfigException {
        return Binder.bind(Config.class, TomlTree.parse(source, text));
    }

    private static void apply(String setting, Node.Table root) throws ConfigException {
        int equals = setting.indexOf('=');
        String[] path = setting.substring(0, Math.max(0, equals)).strip().split("\\.", -1);
        if (equals < 1 || path[0].isEmpty()) {
            throw new ConfigException(List.of(
                    SETTING + ": must be KEY=VALUE such as flow.idle-udp=30s, was \"" + withoutSecret(setting) + '"'));
        }
        Node.Table table = root;
        for (int i = 0; i < path.length - 1; i++) {
            Node next = table.get(path[i]);
            if (!(next instanceof Node.Table)) {
                next = new Node.Table(SETTING);
                table.entries().put(path[i], next);
            }
            table = (Node.Table) next;
        }
        table.entries().put(path[path.length - 1], new Node.Text(SETTING, unquoted(setting.substring(equals + 1))));
    }

    /** What stands behind a secret's key is taken for its value. */
    private static String withoutSecret(String setting) {
        for (String key : Binder.keys(Config.class)) {
            if (Binder.isSecret(key) && setting.contains(key) && !setting.endsWith(key)) {
                return setting.substring(0, setting.indexOf(key) + key.length()) + "...";
            }
        }
        return setting;
    }

    /** A value may be quoted as in the file, though the shell mostly takes the quotes away. */
    static String unquoted(String text) {
        String value = text.strip();
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
