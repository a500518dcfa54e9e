package vedette.daemon;

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
        int code = commandLine(Console.ofProcess(), shutdown).execute(args);
        shutdown.leave(code);
        System.exit(code);
    }

    /** All commands. */
    static CommandLine commandLine(Console console, Shutdown shutdown) {
        CommandLine commands = new CommandLine(new Root());
        commands.addSubcommand(new ReplayCommand(console, shutdown));
        commands.addSubcommand(new RunCommand(console, shutdown));
        commands.addSubcommand(new CheckCommand(console));
        commands.addSubcommand(new InterfacesCommand(console));
        commands.addSubcommand(new VersionCommand(console));
        addHelp(commands);
        commands.getSubcommands().values().forEach(Main::addHelp);
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
