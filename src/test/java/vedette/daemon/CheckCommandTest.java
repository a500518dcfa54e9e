package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.config.Config;
import vedette.config.ConfigException;
import vedette.config.ConfigReader;

class CheckCommandTest {
    @TempDir
    private Path temporary;

    @Test
    void whatIsPrintedReadsBackAsWhatIsInForce() throws IOException, ConfigException {
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
    void aCollectorsTlsAndItsStandInsReadBack() throws ConfigException, IOException {
        String toml = """
                [[collector]]
                uri = "syslog+tls://one"
                failover = ["syslog+tls://two", "syslog+tls://[2001:db8::1]:7"]
                [collector.tls]
                name = "collector.example"
                [[collector]]
                uri = "ipfix+udp://h"
                """;
        Path file = Files.writeString(temporary.resolve("v.toml"), toml);
        CommandLineRun run = CommandLineRun.of("check", "-c", file);
        assertThat(run.exitCode()).isZero();
        Path printed = Files.writeString(temporary.resolve("printed.toml"), run.out());
        Config read = ConfigReader.read(printed, List.of());
        assertThat(read).isEqualTo(ConfigReader.read(file, List.of()));
        assertThat(read.collector().get(0).failover()).hasSize(2);
        assertThat(read.collector().get(0).tls().name()).isEqualTo("collector.example");
        assertThat(read.collector().get(1).tls().name()).isEmpty();
    }

    @Test
    void aFilterThatIsNoneIsAMistakeInTheConfiguration() {
        CommandLineRun run = CommandLineRun.of("check", "--set", "capture.filter=notafilter(");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("capture.filter: \"notafilter(\" is not a filter: ");
        assertThat(CommandLineRun.of("check", "--set", "capture.filter=tcp port 80")
                        .exitCode())
                .isZero();
    }

    @Test
    void aFileOfTlsThatIsNotThereIsAMistakeInTheConfiguration() throws IOException {
        Path file = Files.writeString(
                temporary.resolve("v.toml"),
                "[[collector]]\nuri = \"syslog+tls://h\"\n[collector.tls]\ntrust = \"/none.pem\"\n");
        CommandLineRun check = CommandLineRun.of("check", "-c", file);
        assertThat(check.exitCode()).isEqualTo(2);
        assertThat(check.err()).contains("collector.tls.trust /none.pem: no such file");
        CommandLineRun replay = CommandLineRun.of(
                "replay", "-c", file, "--collector", "syslog+tls://h", "pcaps/tcp-close/traffic.pcap");
        assertThat(replay.exitCode()).isEqualTo(2);
        assertThat(replay.err()).contains("collector.tls.trust /none.pem: no such file");
    }

    @Test
    void aFileOfTheMetricsListenerThatIsNotThereIsAMistakeInTheConfiguration() throws IOException {
        Path file = Files.writeString(
                temporary.resolve("v.toml"),
                "[metrics]\ncertificate = \"/none.pem\"\nkey = \"/none.key\"\nuser = \"u\"\npassword-file = \"/none\"\n");
        CommandLineRun certificate = CommandLineRun.of("check", "-c", file);
        assertThat(certificate.exitCode()).isEqualTo(2);
        assertThat(certificate.err()).contains("metrics.certificate /none.pem: no such file");
        CommandLineRun password =
                CommandLineRun.of("check", "-c", file, "-s", "metrics.certificate=", "-s", "metrics.key=");
        assertThat(password.exitCode()).isEqualTo(2);
        assertThat(password.err()).contains("metrics.password-file /none: no such file");
    }

    @Test
    void whatIsSecretIsNamedByItsFileAndNeverPrinted() throws IOException {
        Path password = secret("password", "hunter2hunter2");
        Path key = secret("anonymization", "5a".repeat(32));
        Path file = Files.writeString(
                temporary.resolve("v.toml"),
                "[metrics]\nuser = \"u\"\npassword-file = \"" + password
                        + "\"\n[[collector]]\nuri = \"ipfix+udp://h\"\nanonymize = \"" + key + "\"\n");
        CommandLineRun check = CommandLineRun.of("check", "-c", file);
        assertThat(check.exitCode()).as(check.err()).isZero();
        assertThat(check.out()).contains(password.toString(), key.toString());
        assertThat(check.out() + check.err()).doesNotContain("hunter2", "5a5a");
    }

    @Test
    void theSeedOfHashesIsNotPrintedSinceWhoKnowsItCanMakeFlowsCollide() throws IOException, ConfigException {
        Path file = Files.writeString(temporary.resolve("v.toml"), "[sensor]\nhash-seed = 6361741297\nname = \"v\"\n");
        CommandLineRun check = CommandLineRun.of("check", "-c", file);
        assertThat(check.exitCode()).as(check.err()).isZero();
        assertThat(check.out()).contains("# hash-seed is set; it is secret, so it is not printed\n", "name = \"v\"\n");
        assertThat(check.out() + check.err()).doesNotContain("6361741297");
        Path printed = Files.writeString(temporary.resolve("printed.toml"), check.out());
        assertThat(ConfigReader.read(printed, List.of("sensor.hash-seed=6361741297")))
                .isEqualTo(ConfigReader.read(file, List.of()));
        assertThat(CommandLineRun.of("check").out()).contains("hash-seed = 0\n");
    }

    private Path secret(String name, String text) throws IOException {
        Path file = Files.writeString(temporary.resolve(name), text + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void anAddressThatIsOpenToOthersIsAMistakeInTheConfiguration() throws IOException {
        Path file = Files.writeString(temporary.resolve("v.toml"), "[metrics]\nlisten = \":9469\"\n");
        CommandLineRun open = CommandLineRun.of("check", "-c", file);
        assertThat(open.exitCode()).isEqualTo(2);
        assertThat(open.err()).contains(file + ":2:1", "metrics.listen \":9469\" is open to other machines");
        assertThat(CommandLineRun.of("check", "-c", file, "-s", "metrics.unprotected=true")
                        .exitCode())
                .isZero();
    }

    @Test
    void theVersionIsPrintedWithTheJavaItRunsOn() {
        assertThat(CommandLineRun.of("version").out())
                .startsWith("vedette ")
                .contains("Java " + System.getProperty("java.version"));
    }
}
