package vedette.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.Tools;

/** The units that are shipped, as systemd-analyze(1) reads them. */
class SystemdUnitIT {
    private static final Path UNITS = Path.of("systemd");
    private static final String INSTALLED = "/opt/vedette/bin/vedette";

    /** A tenth of what the tool says, which goes from 0 to 10: 1.9 and less is "OK". */
    private static final String MOST_EXPOSED = "19";

    @TempDir
    Path directory;

    /** The unit as it would be once installed; a template as an instance, without which it cannot be read. */
    private String installed(String unit) throws IOException {
        Path launcher = Path.of(System.getProperty("vedette.home", "target/vedette"), "bin", "vedette");
        Path copy = directory.resolve(unit.replace("@.", "@eth0."));
        String text = Files.readString(UNITS.resolve(unit));
        assertThat(text).contains(INSTALLED);
        Files.writeString(
                copy, text.replace(INSTALLED, launcher.toAbsolutePath().toString()));
        return copy.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vedette.service", "vedette@.service"})
    void theUnitIsSound(String unit) throws Exception {
        Tools.Result verified = Tools.run(
                Tools.tool("systemd-analyze"), "verify", "--man=no", "--recursive-errors=no", installed(unit));
        assertThat(verified.err()).isEmpty();
        assertThat(verified.exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vedette.service", "vedette@.service"})
    void theServiceIsLittleExposed(String unit) throws Exception {
        Tools.Result judged = Tools.run(
                Tools.tool("systemd-analyze"),
                "security",
                "--offline=yes",
                "--no-pager",
                "--threshold=" + MOST_EXPOSED,
                installed(unit));
        assertThat(judged.exit()).as(judged.out() + judged.err()).isZero();
        assertThat(judged.out()).contains("Overall exposure level");
    }

    @Test
    void anInstanceDiffersFromTheServiceInItsPlacesAlone() throws IOException {
        String service = Files.readString(UNITS.resolve("vedette.service"));
        String instance = Files.readString(UNITS.resolve("vedette@.service"));
        assertThat(instance.replace(" on %i", "")
                        .replace("%i.toml --interface %i", "vedette.toml")
                        .replace("@%i", ""))
                .isEqualTo(service);
    }
}
