package vedette.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Boots a bare Debian in a container and uses the service there: {@code mvn -Pboot verify}. */
class BootIT {
    private static final String HOME = Path.of(System.getProperty("vedette.home", "target/vedette"))
            .toAbsolutePath()
            .toString();

    private static final String CONFIG = """
            [capture]
            interfaces = ["veth1"]
            [[collector]]
            uri = "file:/var/lib/vedette/flows"
            """;
    /** Another collector, to which all that is open goes soon. */
    private static final String LATER = """
            [capture]
            interfaces = ["veth1"]
            [flow]
            idle-udp = "1s"
            [[collector]]
            uri = "file:/var/lib/vedette/later"
            """;
    /** The Java of this test, and a manager that soon loses its patience. */
    private static final String DROP_IN = """
            [Service]
            Environment=JAVA_HOME=/opt/java
            WatchdogSec=4s
            TimeoutAbortSec=3s
            """;

    private static Container container;
    private static Map<String, String> saw;

    @BeforeAll
    static void boot() throws Exception {
        container = Container.bare("service");
        container.write("etc/vedette/vedette.toml", CONFIG);
        container.write("etc/vedette/later.toml", LATER);
        container.write("etc/systemd/system/vedette.service", Files.readString(Path.of("systemd/vedette.service")));
        container.write("etc/systemd/system/vedette.service.d/test.conf", DROP_IN);
        String java = System.getProperty("java.home");
        Path settings = Path.of(java, "conf", "net.properties").toRealPath().getParent();
        saw = container.boot(
                Path.of("src/test/resources/vedette/service/boot.sh"),
                "--bind-ro=" + HOME + ":/opt/vedette",
                "--bind-ro=" + java + ":/opt/java",
                "--bind-ro=" + settings);
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
    void aReloadLeavesItRunningAndGivesAnotherCollectorEveryOpenFlow() throws IOException {
        assertThat(saw).containsEntry("reload", "0").containsEntry("reloaded", "running");
        assertThat(container.read("later.jsonl").lines())
                .filteredOn(line -> line.contains("\"dest_ip\":\"10.9.0.2\""))
                .hasSize(50)
                .allSatisfy(line -> assertThat(line).contains("\"end_reason\":\"idle\""));
    }

    @Test
    void aStuckOneIsEndedAndStartedAgain() throws IOException {
        assertThat(saw).containsEntry("restarts", "1").containsEntry("again", "running");
        assertThat(container.read("journal-stuck"))
                .contains("vedette.service: Watchdog timeout", "Full thread dump", "vedette.daemon.LiveSensor");
    }

    @Test
    void itsEndExportsAllFlows() throws IOException {
        assertThat(saw).containsEntry("stop", "0").containsEntry("stopped", "success");
        assertThat(container.read("flows.jsonl").lines())
                .filteredOn(line -> line.contains("\"dest_ip\":\"10.9.0.2\""))
                .hasSize(50)
                .allSatisfy(line -> assertThat(line).contains("\"end_reason\":\"forced\""));
        assertThat(container.read("journal")).contains("0 dropped");
    }
}
