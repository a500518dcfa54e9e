package vedette.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import vedette.config.ConfigException;

/** Turns whatever ends a command into one line for its user, and an exit code for its caller. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Console console;

    Failures(Console console) {
        this.console = console;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        if (args.length == 0) {
            command.usage(console.err());
        } else {
            console.complain(
                    sentence(wrong) + "; see '" + command.getCommandSpec().qualifiedName() + " --help'");
        }
        return ExitCode.USAGE;
    }

    private static String sentence(ParameterException wrong) {
        if (wrong instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return "missing " + missing.getMissing().get(0).paramLabel();
        }
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        String message = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("wrong usage");
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    private static String unmatched(UnmatchedArgumentException wrong) {
        CommandLine command = wrong.getCommandLine();
        String word = wrong.getUnmatched().isEmpty() ? "" : wrong.getUnmatched().get(0);
        if (!command.getSubcommands().isEmpty() && !word.startsWith("-")) {
            return "unknown command " + word + "; there are "
                    + String.join(", ", command.getSubcommands().keySet());
        }
        List<String> near = wrong.getSuggestions();
        String hint = near.isEmpty() ? "" : ", did you mean " + near.get(0) + "?";
        return "unknown " + (word.startsWith("-") ? "option " : "argument ") + word + hint;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof ConfigException config) {
            config.problems().forEach(console::complain);
            return ExitCode.USAGE;
        }
        if (failure instanceof CommandException known) {
            console.complain(String.valueOf(known.getMessage()));
            return known.exitCode();
        }
        Throwable cause = failure instanceof UncheckedIOException wrapped ? wrapped.getCause() : failure;
        if (cause instanceof IOException io && io.getMessage() != null) {
            console.complain(io.getMessage().replaceAll("\\s*\\R\\s*", " "));
            return ExitCode.FAILED;
        }
        console.complain("a fault of Vedette itself; please report it with the lines below");
        failure.printStackTrace(console.err());
        return ExitCode.FAILED;
    }
}
