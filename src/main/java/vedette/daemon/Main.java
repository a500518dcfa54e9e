package vedette.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The command {@code vedette}. */
public final class Main {
    @Command(
            name = "vedette",
            description = "A network sensor: reads packets once and says which flows they were.",
            synopsisSubcommandLabel = "COMMAND",
            footer = {"", "See 'vedette COMMAND --help' for the options of a command."})
    private static final class Root {}

    private Main() {}

    public static void main(String[] args) {
        Shutdown shutdown = new Shutdown();
        shutdown.listenToSignals();
        int code = execute(Console.ofProcess(), shutdown, args);
        shutdown.leave(code);
        System.exit(code);
    }

    private static int execute(Console console, Shutdown shutdown, String[] args) {
        try {
            int code = commandLine(console, shutdown).execute(args);
            if (console.out().checkError()) {
                console.complain("cannot write to standard output; what it was to be told is lost");
                return code == ExitCode.DONE ? ExitCode.FAILED : code;
            }
            return code;
        } catch (OutOfMemoryError tooLittle) {
            console.complain(
                    "out of memory; give more with VEDETTE_OPTS=-Xmx2g, or lower flow.max-flows and the bounds of detect");
            return ExitCode.FAILED;
        }
    }

    /** All commands. */
    static CommandLine commandLine(Console console, Shutdown shutdown) {
        CommandLine commands = new CommandLine(new Root());
        commands.addSubcommand(new ReplayCommand(console, shutdown));
        commands.addSubcommand(new ReportCommand(console, shutdown));
        commands.addSubcommand(new ExtractCommand(console, shutdown));
        commands.addSubcommand(new QueryCommand(console, shutdown));
        commands.addSubcommand(new RunCommand(console, shutdown));
        commands.addSubcommand(new CheckCommand(console));
        commands.addSubcommand(new InterfacesCommand(console));
        commands.addSubcommand(new DoctorCommand(console, shutdown));
        commands.addSubcommand(new VersionCommand(console));
        addHelp(commands);
        commands.getSubcommands().values().forEach(Main::addHelp);
        commands.setOut(new PrintWriter(console.out(), true, UTF_8));
        commands.setErr(new PrintWriter(console.err(), true, UTF_8));
        commands.setExpandAtFiles(false);
        commands.setUsageHelpAutoWidth(false);
        Failures failures = new Failures(console);
        commands.setParameterExceptionHandler(failures);
        commands.setExecutionExceptionHandler(failures);
        return commands;
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
    }
}
