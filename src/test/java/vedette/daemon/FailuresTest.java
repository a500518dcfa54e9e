package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FailuresTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);

    @Test
    void whatTheSystemRefusedIsOneLine() {
        assertThat(exitCodeOf(new IOException("cannot read x:\n  disk gone"))).isEqualTo(ExitCode.FAILED);
        assertThat(said()).isEqualTo("vedette: cannot read x: disk gone\n");
    }

    @Test
    void aWrappedRefusalIsToldLikeABareOne() {
        assertThat(exitCodeOf(new UncheckedIOException(new IOException("cannot read x"))))
                .isEqualTo(ExitCode.FAILED);
        assertThat(said()).isEqualTo("vedette: cannot read x\n");
    }

    @Test
    void onlyAFaultOfTheProgramItselfShowsWhereItHappened() {
        assertThat(exitCodeOf(new IllegalStateException("impossible"))).isEqualTo(ExitCode.FAILED);
        assertThat(said())
                .startsWith("vedette: a fault of Vedette itself; please report it with the lines below\n")
                .contains("IllegalStateException: impossible", "FailuresTest");
    }

    private int exitCodeOf(Exception failure) {
        CommandLine command = Main.commandLine(new Console(stream, stream, false), new Shutdown());
        return new Failures(new Console(stream, stream, false))
                .handleExecutionException(failure, command, command.parseArgs("version"));
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
