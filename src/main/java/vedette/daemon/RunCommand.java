package vedette.daemon;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private final InterfaceOptions options = new InterfaceOptions();

    RunCommand(Console console, Shutdown shutdown) {
        this.console = console;
        this.shutdown = shutdown;
    }

    @Override
    public Integer call() throws ConfigException, CommandException, IOException {
        options.checkNames();
        Config config = options.read();
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
        return new LiveSensor(config, options::read, shutdown, console).run();
    }
}
