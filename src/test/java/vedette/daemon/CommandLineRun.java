package vedette.daemon;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** One run of a command within the test's own process: its exit code and what it said. */
record CommandLineRun(int exitCode, String out, String err) {
    static CommandLineRun of(Object... args) {
        return of(new Shutdown(), args);
    }

    static CommandLineRun of(Shutdown shutdown, Object... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        String[] words = Arrays.stream(args).map(Object::toString).toArray(String[]::new);
        int exitCode = Main.commandLine(console, shutdown).execute(words);
        return new CommandLineRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    List<String> errLines() {
        return err.lines().toList();
    }
}
