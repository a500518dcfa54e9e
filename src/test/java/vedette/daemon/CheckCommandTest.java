package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.config.Config;
import vedette.config.ConfigException;
import vedette.config.ConfigReader;

class CheckCommandTest {
    @Test
    void whatIsPrintedReadsBackAsWhatIsInForce(@TempDir Path temporary) throws IOException, ConfigException {
        Path file = Files.writeString(
                temporary.resolve("v.toml"),
                "[[collector]]\nuri = \"file:/var/lib/v\"\n[[collector]]\nuri = \"ipfix+udp://h\"\nprofile = \"full\"\n");
        List<String> settings = List.of("flow.vlan-key=outer", "capture.ring-size=3MiB");
        CommandLineRun run = CommandLineRun.of("check", "-c", file, "-s", settings.get(0), "--set", settings.get(1));
        assertThat(run.exitCode()).isZero();
        Config inForce = ConfigReader.read(file, settings);
        Path printed = Files.writeString(temporary.resolve("printed.toml"), run.out());
        assertThat(ConfigReader.read(printed, List.of())).isEqualTo(inForce);
        assertThat(inForce.collector()).hasSize(2);
    }

    @Test
    void theVersionIsPrintedWithTheJavaItRunsOn() {
        assertThat(CommandLineRun.of("version").out())
                .startsWith("vedette ")
                .contains("Java " + System.getProperty("java.version"));
    }
}
