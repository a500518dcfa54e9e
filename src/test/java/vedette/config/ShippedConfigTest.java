package vedette.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import vedette.export.CollectorConfig;

/** Holds {@code config/vedette.toml} against the records: complete, no stray key, and its defaults are true. */
class ShippedConfigTest {
    private static final Path SHIPPED = Path.of("config/vedette.toml");

    /** A line that is an option put out of force: a hash and no space. */
    private static final Pattern OUT_OF_FORCE = Pattern.compile("(?m)^#(?=[\\[a-z])");

    @Test
    void asShippedEverythingHasItsDefault() throws ConfigException {
        assertThat(ConfigReader.read(SHIPPED, List.of())).isEqualTo(Config.DEFAULT);
    }

    @Test
    void everyOptionStandsInTheFileAndNoOther() throws IOException, ConfigException {
        Set<String> keys = new TreeSet<>();
        collect("", TomlTree.parse("vedette.toml", inForce()), keys);
        assertThat(keys).isEqualTo(Binder.keys(Config.class));
    }

    @Test
    void theCollectorInTheFileHasTheDefaults() throws IOException, ConfigException {
        Config config = ConfigReader.parse("vedette.toml", inForce());
        assertThat(config.collector()).containsExactly(CollectorConfig.of("ipfix+udp://collector.example:4739"));
    }

    @Test
    void everyOptionHasALineThatSaysWhy() throws IOException {
        List<String> lines = Files.readAllLines(SHIPPED);
        List<String> unexplained = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches("#?[a-z-]+ = .*") && !lines.get(i - 1).startsWith("# ")) {
                unexplained.add(lines.get(i));
            }
        }
        assertThat(unexplained).isEmpty();
    }

    private static String inForce() throws IOException {
        return OUT_OF_FORCE.matcher(Files.readString(SHIPPED)).replaceAll("");
    }

    private static void collect(String prefix, Node node, Set<String> keys) {
        if (node instanceof Node.Table table) {
            for (Map.Entry<String, Node> entry : table.entries().entrySet()) {
                String key = prefix + entry.getKey();
                boolean section = entry.getValue() instanceof Node.Table || isListOfTables(entry.getValue());
                if (section) {
                    collect(key + ".", entry.getValue(), keys);
                } else {
                    keys.add(key);
                }
            }
        } else if (node instanceof Node.Array array) {
            array.items().forEach(item -> collect(prefix, item, keys));
        }
    }

    private static boolean isListOfTables(Node node) {
        return node instanceof Node.Array array
                && !array.items().isEmpty()
                && array.items().get(0) instanceof Node.Table;
    }
}
