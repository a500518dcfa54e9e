package vedette.daemon;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vedette.config.Config;
import vedette.config.ConfigException;

/** The options of a command that captures: how the sensor is configured, and the interfaces if others than the file's. */
final class InterfaceOptions {
    @Option(
            names = {"-i", "--interface"},
            paramLabel = "IF",
            description = "Capture from this interface, in place of those of the file. May be repeated.")
    private List<String> interfaces = new ArrayList<>();

    @Mixin
    private final ConfigOptions configuration = new ConfigOptions();

    /** The configuration as it is now. */
    Config read() throws ConfigException {
        return configuration.read(
                interfaces.isEmpty() ? List.of() : List.of("capture.interfaces=" + String.join(",", interfaces)));
    }

    void checkNames() throws CommandException {
        for (String name : interfaces) {
            if (name.isBlank()) {
                throw CommandException.usage("--interface \"" + name + "\": no interface has such a name");
            }
            if (Collections.frequency(interfaces, name) > 1) {
                throw CommandException.usage("--interface " + name + ": name each interface once");
            }
        }
    }
}
