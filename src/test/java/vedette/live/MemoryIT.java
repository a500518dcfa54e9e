package vedette.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A scan of which one run of the sensor sees the first half, and the next the second, is told: of either half it would not be. */
@Execution(ExecutionMode.CONCURRENT)
class MemoryIT extends LiveTest {
    private static final String SCANNED = "\"signature\":\"scan.vertical\"";
    private static final List<Integer> FIRST = List.of(21, 22, 23, 25);
    private static final List<Integer> SECOND = List.of(110, 143, 993);
    private static final String SETTINGS = """
            [sensor]
            state-dir = "%s"
            save-interval = "1s"
            [capture]
            interfaces = ["veth0"]
            [metrics]
            listen = ""
            [[collector]]
            uri = "file:%s"
            """;

    private Path state;
    private Path memory;
    private Path output;
    private Path config;

    @BeforeEach
    void prepare() throws Exception {
        state = directory.resolve("state");
        memory = state.resolve("detectors.memory");
        output = directory.resolve("out");
        config = Files.writeString(directory.resolve("vedette.toml"), SETTINGS.formatted(state, output));
    }

    private Sensor run() throws Exception {
        return Sensor.runWithFile(namespaces, directory, config);
    }

    /** Refused by the sensor's host at each port. */
    private void knock(List<Integer> ports) throws Exception {
        String script = """
                import socket
                for port in %s:
                    s = socket.socket()
                    s.bind(('%s', 0))
                    assert s.connect_ex(('%s', port)) == 111
                    s.close()
                """.formatted(ports, Namespaces.SENDER_ADDRESS, Namespaces.SENSOR_ADDRESS);
        Process knocking = namespaces.sender().start(new ProcessBuilder("python3", "-c", script));
        assertThat(knocking.waitFor()).isZero();
    }

    private String alerts() throws Exception {
        Path file = output.resolve("alerts.jsonl");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private void end(Sensor sensor) throws Exception {
        sensor.terminate();
        assertThat(sensor.exitCode()).as(sensor.said()).isZero();
        assertThat(sensor.said()).doesNotContain("WARN", "ERROR");
    }

    private void secondHalf() throws Exception {
        assertThat(alerts()).doesNotContain(SCANNED);
        Sensor sensor = run();
        assertThat(sensor.said()).contains("detectors go on with what they knew");
        knock(SECOND);
        Sensor.await("the scan", () -> alerts().contains(SCANNED));
        end(sensor);
    }

    /** Waits for a save that was begun after this moment. */
    private void awaitSave() throws Exception {
        for (int i = 0; i < 2; i++) {
            long before =
                    Files.exists(memory) ? Files.getLastModifiedTime(memory).to(TimeUnit.NANOSECONDS) : 0;
            Sensor.await(
                    "a save",
                    () -> Files.exists(memory)
                            && Files.getLastModifiedTime(memory).to(TimeUnit.NANOSECONDS) > before);
        }
    }

    @Test
    void afterAnEnd() throws Exception {
        Sensor sensor = run();
        knock(FIRST);
        end(sensor);
        secondHalf();
    }

    @Test
    void afterAKill() throws Exception {
        Sensor sensor = run();
        knock(FIRST);
        awaitSave();
        sensor.signal("KILL");
        sensor.exitCode();
        secondHalf();
    }

    @Test
    void aDamagedFileIsKeptAsideAndTheSensorCaptures() throws Exception {
        Sensor sensor = run();
        knock(FIRST);
        end(sensor);
        byte[] bytes = Files.readAllBytes(memory);
        bytes[bytes.length / 2]++;
        Files.write(memory, bytes);
        Sensor next = run();
        assertThat(next.said()).contains(memory + " is damaged; detectors begin anew");
        assertThat(state.resolve("detectors.memory.unused")).hasBinaryContent(bytes);
        knock(SECOND);
        next.terminate();
        assertThat(next.exitCode()).as(next.said()).isZero();
        assertThat(alerts()).doesNotContain(SCANNED);
        assertThat(memory).exists();
    }

    @Test
    void whatDetectorsKnewThatAreSwitchedOffIsKeptAside() throws Exception {
        Sensor sensor = run();
        knock(FIRST);
        end(sensor);
        byte[] whole = Files.readAllBytes(memory);
        Files.writeString(config, "\n[detect]\nenabled = [\"flood\"]\n", StandardOpenOption.APPEND);
        Sensor fewer = run();
        assertThat(fewer.said()).containsPattern("WARN .*not used: .*scan.*; all of it is kept as .*\\.unused");
        fewer.terminate();
        assertThat(fewer.exitCode()).as(fewer.said()).isZero();
        assertThat(state.resolve("detectors.memory.unused")).hasBinaryContent(whole);
        assertThat(Files.size(memory)).isLessThan(whole.length);
        assertThat(state.resolve("detectors.memory.new")).doesNotExist();
    }

    @Test
    void aReplayNeitherReadsNorWritesIt() throws Exception {
        Sensor sensor = run();
        knock(FIRST);
        end(sensor);
        byte[] before = Files.readAllBytes(memory);
        Files.delete(state.resolve("lock"));
        Sensor.replay(
                namespaces,
                directory,
                "--config",
                config.toString(),
                "--write",
                directory.resolve("replayed").toString(),
                "pcaps/scan-vertical/traffic.pcap");
        assertThat(memory).hasBinaryContent(before);
        try (var files = Files.list(state)) {
            assertThat(files).containsExactly(memory);
        }
    }
}
