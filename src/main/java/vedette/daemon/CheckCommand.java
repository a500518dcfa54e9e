package vedette.daemon;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import vedette.capture.FilteredSource;
import vedette.config.Config;
import vedette.config.ConfigException;
import vedette.config.ConfigWriter;
import vedette.export.CollectorConfig;

@Command(
        name = "check",
        description = {
            "Checks the configuration and prints what is in force, as TOML that can be read back; secrets are left out."
        })
final class CheckCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final ConfigOptions config = new ConfigOptions();

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigException, CommandException {
        Config inForce = config.read();
        for (CollectorConfig collector : inForce.collector()) {
            Exporters.checkFiles(collector);
        }
        checkFilter(inForce.capture().filter());
        SensorMetrics.checkFiles(inForce);
        StateDirectory.check(inForce.sensor());
        console.out().print(ConfigWriter.toml(inForce));
        return ExitCode.DONE;
    }

    private void checkFilter(String filter) throws CommandException {
        if (filter.isEmpty()) {
            return;
        }
        try {
            FilteredSource.check(filter);
        } catch (IllegalArgumentException bad) {
            throw CommandException.usage("capture.filter: " + bad.getMessage());
        } catch (IOException noLibpcap) {
            console.warn("capture.filter was not checked: " + noLibpcap.getMessage());
        }
    }
}
