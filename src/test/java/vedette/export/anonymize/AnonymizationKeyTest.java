package vedette.export.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnonymizationKeyTest {
    @TempDir
    private Path directory;

    @Test
    void aKeyThatCannotBeReadIsToldWithTheReason() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> AnonymizationKey.read(directory))
                .isInstanceOf(IOException.class)
                .hasMessage("collector.anonymize " + directory + ": cannot be read: Is a directory");
        assertThatThrownBy(() -> AnonymizationKey.read(file.resolve("key")))
                .isInstanceOf(IOException.class)
                .hasMessage("collector.anonymize " + file.resolve("key") + ": cannot be read: Not a directory");
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
