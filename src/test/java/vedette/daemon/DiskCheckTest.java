package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.config.Config;

class DiskCheckTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path directory;

    private static List<Finding> ofState(Path path) {
        return DiskCheck.ofState(Config.DEFAULT.sensor(), Map.of("STATE_DIRECTORY", path.toString()));
    }

    @Test
    void whereNothingIsKeptThereIsNothingToLookAt() {
        assertThat(DiskCheck.ofState(Config.DEFAULT.sensor(), Map.of())).isEmpty();
    }

    @Test
    void aStateDirectoryNeedNotBeThereYet() {
        Path path = directory.resolve("a/b");
        assertThat(ofState(path)).first().isEqualTo(Finding.well(path + " can be written to"));
    }

    @Test
    void aFileIsNoStateDirectory() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(ofState(file))
                .first()
                .isEqualTo(Finding.bad(
                        file + " cannot be used: " + file + " is no directory", "remove it, or name another"));
    }

    @Test
    void aStateDirectoryIsNotForOthersToWriteTo() throws IOException {
        String open = "others may write to " + directory + ", and so change what detectors know";
        for (String mode : List.of("rwxrwx---", "rwx-w--w-", "rwxr-xrwx")) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
            assertThat(ofState(directory)).contains(Finding.bad(open, "chmod go-w " + directory));
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(ofState(directory)).allMatch(Finding::isWell).hasSize(3);
        assertThat(ofState(directory.resolve("absent")))
                .allMatch(Finding::isWell)
                .hasSize(2);
    }

    @Test
    void thereIsToBeRoomForTheNextFileBesideTheLast() throws IOException {
        assertThat(DiskCheck.room(directory, 16 * MIB).isWell()).isTrue();
        assertThat(DiskCheck.room(directory, 16 * MIB - 1).isWell()).isFalse();
        try (RandomAccessFile file =
                new RandomAccessFile(StateDirectory.memoryIn(directory).toFile(), "rw")) {
            file.setLength(100 * MIB);
        }
        assertThat(DiskCheck.room(directory, 100 * MIB).isWell()).isTrue();
        assertThat(DiskCheck.room(directory, 99 * MIB))
                .isEqualTo(Finding.bad(
                        "99.0 MiB free where it is saved what detectors know: it needs 100.0 MiB",
                        "make room, or name another sensor.state-dir"));
    }
}
