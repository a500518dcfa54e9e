package vedette.daemon;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import vedette.config.Config;
import vedette.config.ConfigException;
import vedette.config.ConfigReader;
import vedette.config.Units;

/** The options that say how the sensor is configured. */
final class ConfigOptions {
    private static final Path INSTALLED = Path.of("/etc/vedette/vedette.toml");

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration file. Default: /etc/vedette/vedette.toml if it exists.")
    private @Nullable Path file;

    @Option(
            names = {"-s", "--set"},
            paramLabel = "KEY=VALUE",
            description = "Set one option above the file, as in flow.idle-udp=30s. May be repeated.")
    private List<String> settings = new ArrayList<>();

    /** What an option says that takes a time. */
    static Duration duration(String option, String text) throws CommandException {
        try {
            return Units.duration(text);
        } catch (IllegalArgumentException bad) {
            throw CommandException.usage(option + " must be " + Units.DURATION_FORM + ", was \"" + text + '"');
        }
    }

    Config read() throws ConfigException {
        return read(List.of());
    }

    /** Reads with further settings that stand above all others. */
    Config read(List<String> above) throws ConfigException {
        List<String> all = new ArrayList<>(settings);
        all.addAll(above);
        return ConfigReader.read(file == null && Files.exists(INSTALLED) ? INSTALLED : file, all);
    }
}
