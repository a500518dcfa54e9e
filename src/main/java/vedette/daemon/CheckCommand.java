package vedette.daemon;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import vedette.config.Config;
import vedette.config.ConfigException;
import vedette.config.ConfigWriter;
import vedette.export.CollectorConfig;

@Command(
        name = "check",
        description = {"Checks the configuration and prints what is in force, as TOML that can be read back."})
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
        SensorMetrics.checkFiles(inForce);
        StateDirectory.check(inForce.sensor());
        console.out().print(ConfigWriter.toml(inForce));
        return ExitCode.DONE;
    }
}
