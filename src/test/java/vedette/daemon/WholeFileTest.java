package vedette.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path temporary;

    private static void write(Path to, boolean overwrite, String text) throws IOException {
        try (WholeFile file = new WholeFile(to.toString(), overwrite)) {
            file.write(text.getBytes(UTF_8));
            file.keep();
        }
    }

    @Test
    void whatWasThereIsThereUntilAllIsWritten() throws IOException {
        Path path = Files.writeString(temporary.resolve("a"), "old");
        try (WholeFile file = new WholeFile(path.toString(), true)) {
            file.write("new".repeat(10_000).getBytes(UTF_8));
            file.flush();
            assertThat(path).hasContent("old");
            file.keep();
        }
        assertThat(path).hasContent("new".repeat(10_000));
        assertOnly(path);
    }

    @Test
    void nothingStaysOfAFileThatIsNotKept() throws IOException {
        Path path = Files.writeString(temporary.resolve("a"), "old");
        try (WholeFile file = new WholeFile(path.toString(), true)) {
            file.write("new".repeat(10_000).getBytes(UTF_8));
        }
        assertThat(path).hasContent("old");
        assertOnly(path);
    }

    @Test
    void aFileThatCameMeanwhileIsNotOverwrittenUnlessForced() throws IOException {
        Path path = temporary.resolve("a");
        try (WholeFile file = new WholeFile(path.toString(), false)) {
            Files.writeString(path, "another's");
            assertThatThrownBy(file::keep).hasMessage("cannot write " + path + ": a file of that name is in the way");
        }
        assertThat(path).hasContent("another's");
        assertOnly(path);
    }

    @Test
    void aLinkStaysOneAndLeadsToTheNewFile() throws IOException {
        Path path = Files.writeString(temporary.resolve("a"), "old");
        Path link = Files.createSymbolicLink(temporary.resolve("b"), path);
        write(link, true, "new");
        assertThat(link).isSymbolicLink();
        assertThat(path).hasContent("new");
    }

    @Test
    void whatWasPrivateStaysPrivate() throws IOException {
        Path path = Files.writeString(temporary.resolve("a"), "old");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        write(path, true, "new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void aDeviceIsWrittenAsItIs() throws IOException {
        write(Path.of("/dev/null"), true, "nothing");
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
        assertThatThrownBy(() -> write(Path.of("/dev/full"), true, "nothing"))
                .hasMessage("cannot write /dev/full: No space left on device");
    }

    private void assertOnly(Path path) throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files).containsExactly(path);
        }
    }
}
