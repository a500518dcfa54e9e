package vedette.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vedette.Tools;

/**
 * Boots a bare Debian in a container and uses the service there: {@code mvn -Pboot verify}, as root, with debootstrap and
 * systemd-nspawn. The system is kept in {@code target/boot}.
 */
class BootIT {
    private static final Path BOOT = Path.of("target/boot").toAbsolutePath();
    private static final Path ROOT = BOOT.resolve("root");
    private static final Path HOME =
            Path.of(System.getProperty("vedette.home", "target/vedette")).toAbsolutePath();
    private static final String MIRROR = "http://deb.debian.org/debian";

    private static final String CONFIG = """
            [capture]
            interfaces = ["veth1"]
            [[collector]]
            uri = "file:/var/lib/vedette/flows"
            """;
    /** The Java of this test, and a manager that soon loses its patience. */
    private static final String DROP_IN = """
            [Service]
            Environment=JAVA_HOME=/opt/java
            WatchdogSec=4s
            TimeoutAbortSec=3s
            """;

    private static final String TEST_UNIT = """
            [Unit]
            After=basic.target
            [Service]
            Type=oneshot
            ExecStart=/bin/bash /boot.sh
            ExecStopPost=/bin/systemctl poweroff --no-block
            """;

    private static Map<String, String> saw;

    @BeforeAll
    static void boot() throws Exception {
        Files.createDirectories(BOOT);
        if (!Files.exists(ROOT.resolve("etc/debian_version"))) {
            run(
                    600,
                    "debootstrap",
                    "--variant=minbase",
                    "--include=systemd,systemd-sysv,dbus,iproute2",
                    "bookworm",
                    ROOT.toString(),
                    MIRROR);
        }
        install();
        List<String> container = new ArrayList<>(List.of("systemd-nspawn", "-D", ROOT.toString(), "--register=no"));
        container.addAll(List.of("--keep-unit", "--boot", "--private-network", "--volatile=no"));
        container.add("--bind-ro=" + HOME + ":/opt/vedette");
        container.add("--bind-ro=" + System.getProperty("java.home") + ":/opt/java");
        Path settings = Path.of(System.getProperty("java.home"), "conf", "net.properties")
                .toRealPath();
        container.add("--bind-ro=" + settings.getParent());
        run(180, container.toArray(String[]::new));
        saw = Files.readAllLines(ROOT.resolve("saw")).stream()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));
    }

    private static void install() throws IOException {
        Path units = ROOT.resolve("etc/systemd/system");
        for (String left : List.of("saw", "journal", "journal-stuck", "flows.jsonl")) {
            Files.deleteIfExists(ROOT.resolve(left));
        }
        write(ROOT.resolve("etc/vedette/vedette.toml"), CONFIG);
        write(units.resolve("vedette.service"), Files.readString(Path.of("systemd/vedette.service")));
        write(units.resolve("vedette.service.d/test.conf"), DROP_IN);
        write(units.resolve("boot-test.service"), TEST_UNIT);
        Path wanted = units.resolve("multi-user.target.wants/boot-test.service");
        Files.createDirectories(wanted.getParent());
        Files.deleteIfExists(wanted);
        Files.createSymbolicLink(wanted, Path.of("../boot-test.service"));
        Files.copy(
                Path.of("src/test/resources/vedette/service/boot.sh"),
                ROOT.resolve("boot.sh"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void run(int seconds, String... command) throws IOException, InterruptedException {
        command[0] = Tools.tool(command[0]);
        File log = BOOT.resolve(Path.of(command[0]).getFileName() + ".log").toFile();
        Process process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        process.destroy();
        assertThat(ended).as("%s within %d s, see %s", command[0], seconds, log).isTrue();
        assertThat(process.waitFor()).as("%s, see %s", command[0], log).isZero();
    }

    @Test
    void itCountsAsStartedOnceItCaptures() {
        assertThat(saw)
                .containsEntry("start", "0")
                .containsEntry("state", "running")
                .containsEntry("user", "vedette");
        assertThat(saw.get("first")).startsWith("veth1: ").endsWith(" dropped");
    }

    @Test
    void itsStatusSaysWhatItSees() {
        assertThat(saw.get("seen")).matches("veth1: \\d+ frames?/s, 5\\d open flows, 0 of 5\\d frames dropped");
    }

    @Test
    void aReloadLeavesItRunning() {
        assertThat(saw).containsEntry("reload", "0").containsEntry("reloaded", "running");
    }

    @Test
    void aStuckOneIsEndedAndStartedAgain() throws IOException {
        assertThat(saw).containsEntry("restarts", "1").containsEntry("again", "running");
        assertThat(Files.readString(ROOT.resolve("journal-stuck")))
                .contains("vedette.service: Watchdog timeout", "Full thread dump", "vedette.daemon.LiveSensor");
    }

    @Test
    void itsEndExportsAllFlows() throws IOException {
        assertThat(saw).containsEntry("stop", "0").containsEntry("stopped", "success");
        assertThat(Files.readAllLines(ROOT.resolve("flows.jsonl")))
                .filteredOn(line -> line.contains("\"dest_ip\":\"10.9.0.2\""))
                .hasSize(50)
                .allSatisfy(line -> assertThat(line).contains("\"end_reason\":\"forced\""));
        assertThat(Files.readString(ROOT.resolve("journal"))).contains("0 dropped");
    }
}
