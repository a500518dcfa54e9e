package vedette.export.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vedette.Tools;

class AnonymizationKeyTest {
    @TempDir
    private Path directory;

    @Test
    void aKeyThatCannotBeReadIsToldWithTheReason() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> AnonymizationKey.read(directory))
                .isInstanceOf(IOException.class)
                .hasMessage("collector.anonymize " + directory + ": cannot be read: " + directory.getFileName()
                        + " is a directory");
        assertThatThrownBy(() -> AnonymizationKey.read(file.resolve("key")))
                .isInstanceOf(IOException.class)
                .hasMessage("collector.anonymize " + file.resolve("key") + ": cannot be read: Not a directory");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeIsRefusedAndNotWaitedForAndALinkIsFollowed() throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe");
        Tools.run("mkfifo", "-m", "600", pipe.toString());
        assertThatThrownBy(() -> AnonymizationKey.read(pipe))
                .isInstanceOf(IOException.class)
                .hasMessage("collector.anonymize " + pipe + ": cannot be read: pipe is no regular file");
        Path key = Files.writeString(directory.resolve("key"), "5a".repeat(AnonymizationKey.LENGTH));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), key);
        assertThat(AnonymizationKey.read(link).octets()).containsOnly(0x5a);
    }

    @Test
    void aFingerprintTellsKeysApart() {
        byte[] octets = new byte[AnonymizationKey.LENGTH];
        String fingerprint = new AnonymizationKey(octets).fingerprint();
        assertThat(fingerprint).matches("[0-9a-f]{64}").isEqualTo(new AnonymizationKey(octets).fingerprint());
        octets[31] = 1;
        assertThat(new AnonymizationKey(octets).fingerprint()).isNotEqualTo(fingerprint);
    }

    @Test
    void aKeyOfSomebodyElseIsToldAsSuch() {
        assertThat(AnonymizationKey.reason(new AccessDeniedException("/etc/vedette/key")))
                .isEqualTo("permission denied: the sensor's user, and nobody else, must be able to read it");
    }
}
