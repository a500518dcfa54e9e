package vedette.daemon;

import java.io.IOException;
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
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        console.complain(sentence(wrong) + suggestion(wrong) + "; see '" + command + " --help'");
        return ExitCode.USAGE;
    }

    private static String sentence(ParameterException wrong) {
        String message = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("wrong usage");
        if (wrong instanceof MissingParameterException missing) {
            List<CommandLine.Model.ArgSpec> arguments = missing.getMissing();
            return "missing " + arguments.get(0).paramLabel();
        }
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    private static String suggestion(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            return near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?";
        }
        return "";
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
        if (failure instanceof IOException io && io.getMessage() != null) {
            console.complain(io.getMessage());
            return ExitCode.FAILED;
        }
        console.complain("a fault of Vedette itself; please report it with the lines below");
        failure.printStackTrace(console.err());
        return ExitCode.FAILED;
    }
}
