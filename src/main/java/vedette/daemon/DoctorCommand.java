package vedette.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vedette.config.Config;
import vedette.config.ConfigException;
import vedette.report.Quantity;

@Command(
        name = "doctor",
        description =
                "Says what is wrong with this sensor, and how to mend it: looks at interfaces, rights, memory, the clock,"
                        + " disks and collectors, and listens for some seconds. Run it as the sensor's user, while the sensor runs or not.",
        sortOptions = false,
        footer = {
            "",
            "Exit code: 0 all is well; 1 something is not; 2 wrong usage or configuration.",
        })
final class DoctorCommand implements Callable<Integer> {
    private final Console console;
    private final Shutdown shutdown;

    @Option(names = "--listen", paramLabel = "TIME", description = "How long to listen. Default: 5s.")
    private String listen = "5s";

    @Mixin
    private final InterfaceOptions options = new InterfaceOptions();

    DoctorCommand(Console console, Shutdown shutdown) {
        this.console = console;
        this.shutdown = shutdown;
    }

    @Override
    public Integer call() throws ConfigException, CommandException, IOException {
        Duration listening = ConfigOptions.duration("--listen", listen);
        options.checkNames();
        Config config = options.read();
        List<Finding> findings = new ArrayList<>();
        tell(findings, InterfaceCheck.of(config.capture()));
        tell(findings, MachineCheck.of(config));
        tell(findings, DiskCheck.ofState(config.sensor(), System.getenv()));
        tell(findings, CollectorCheck.of(config));
        tell(findings, new FeedCheck(config, shutdown).listen(listening));
        long problems = findings.stream().filter(each -> !each.isWell()).count();
        console.out().println();
        console.out().println(problems == 0 ? "All is well." : Quantity.count(problems, "problem") + ".");
        return problems == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** As soon as it is known, for some of it takes a while. */
    private void tell(List<Finding> all, List<Finding> found) {
        found.forEach(each -> each.print(console.out()));
        all.addAll(found);
    }
}
