package vedette.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import vedette.Tools;

/** The sensor as it is laid out for its users. */
final class Installed {
    private static final Path VEDETTE = Path.of(System.getProperty("vedette.home", "target/vedette"), "bin", "vedette")
            .toAbsolutePath();

    private Installed() {}

    /** Replays captures into a directory that is then made. */
    static void replay(Path out, List<String> arguments) throws IOException, InterruptedException {
        replay(out, new File("/dev/null"), arguments);
    }

    /** Replays what comes from standard input. */
    static void replayInput(Path out, Path capture) throws IOException, InterruptedException {
        replay(out, capture.toFile(), List.of("-"));
    }

    private static void replay(Path out, File input, List<String> arguments) throws IOException, InterruptedException {
        Tools.require(Files.isExecutable(VEDETTE), "no " + VEDETTE + ": package it first");
        List<String> command = new ArrayList<>(List.of(VEDETTE.toString(), "replay", "--quiet", "--write"));
        command.add(out.toString());
        command.addAll(arguments);
        Path said = Files.createTempFile("vedette", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(input)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            boolean ended = process.waitFor(Tools.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            process.destroyForcibly();
            assertThat(ended).as("ended within %s", Tools.DEADLINE).isTrue();
            assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        } finally {
            Files.delete(said);
        }
    }
}
