package vedette.daemon;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vedette.config.Config;
import vedette.config.ConfigException;

@Command(
        name = "run",
        description = "Captures from interfaces and exports the flows until it is told to end.",
        sortOptions = false,
        footer = {
            "",
            "Ends on SIGTERM and SIGINT, once the open flows have been exported.",
            "Exit code: 0 done; 1 it could not be done; 2 wrong usage or configuration.",
        })
final class RunCommand implements Callable<Integer> {
    private final Console console;
    private final Shutdown shutdown;

    @Option(
            names = {"-i", "--interface"},
            paramLabel = "IF",
            description = "Capture from this interface, in place of those of the file. May be repeated.")
    private List<String> interfaces = new ArrayList<>();

    @Mixin
    private final ConfigOptions configuration = new ConfigOptions();

    RunCommand(Console console, Shutdown shutdown) {
        this.console = console;
        this.shutdown = shutdown;
    }

    @Override
    public Integer call() throws ConfigException, CommandException, IOException {
        checkNames();
        Config config = read();
        if (config.capture().interfaces().isEmpty()) {
            throw CommandException.usage(
                    "no interface to capture from; name one with --interface or capture.interfaces,"
                            + " see 'vedette interfaces'");
        }
        if (config.collector().isEmpty()) {
            throw CommandException.usage(
                    "no collector to export to; write a [[collector]] block with its uri into the configuration");
        }
        Logging.configure(config.log(), console.err());
        return new LiveSensor(config, this::read, shutdown, console).run();
    }

    private Config read() throws ConfigException {
        return configuration.read(
                interfaces.isEmpty() ? List.of() : List.of("capture.interfaces=" + String.join(",", interfaces)));
    }

    private void checkNames() throws CommandException {
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
