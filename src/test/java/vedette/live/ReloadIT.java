package vedette.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.export.ipfix.StrictIpfix.DataRecord;

/** A configuration that is changed while a sensor runs takes effect on SIGHUP, whole or not at all, and costs no flow. */
class ReloadIT extends LiveTest {
    private static final String IN_FORCE = "the configuration was read anew and is in force";
    private static final String REFUSED = "the configuration is refused; the old one stays in force";
    private static final int FIRST_PORT = 40_000;

    private Path config;
    private int workers = 1;

    @BeforeEach
    void prepare() throws Exception {
        namespaces.sensor().run("sysctl", "-q", "-w", "net.ipv4.icmp_ratelimit=0");
        config = directory.resolve("vedette.toml");
    }

    private void configure(String idle, String filter, String... collectors) throws Exception {
        StringBuilder toml = new StringBuilder("[sensor]\nworkers = " + workers
                        + "\n[capture]\ninterfaces = [\"veth0\"]\nfilter = \"" + filter + "\"\n")
                .append("[flow]\nidle-udp = \"" + idle + "\"\n");
        for (String collector : collectors) {
            toml.append("[[collector]]\nuri = \"").append(collector).append("\"\n");
        }
        write(toml.toString());
    }

    /** At once, for the sensor may be about to read it. */
    private void write(String toml) throws Exception {
        Path draft = Files.writeString(directory.resolve("draft"), toml);
        Files.move(draft, config, StandardCopyOption.ATOMIC_MOVE);
    }

    private Sensor run() throws Exception {
        return Sensor.runWithFile(namespaces, directory, config);
    }

    private static void reload(Sensor sensor, String answer) throws Exception {
        int before = sensor.times(answer);
        sensor.signal("HUP");
        Sensor.await(answer + " after " + sensor.said(), () -> sensor.times(answer) > before);
    }

    /** One datagram from each port, some milliseconds apart. */
    private Process send(int count, int pauseMs) throws Exception {
        String script = """
                import socket, time
                for i in range(%d):
                    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                    s.bind(('%s', %d + i))
                    s.sendto(bytes(10), ('%s', 9))
                    s.close()
                    time.sleep(%d / 1000)
                """.formatted(count, Namespaces.SENDER_ADDRESS, FIRST_PORT, Namespaces.SENSOR_ADDRESS, pauseMs);
        return namespaces.sender().start(new ProcessBuilder("python3", "-c", script));
    }

    private void sendAll(int count) throws Exception {
        assertThat(send(count, 0).waitFor()).isZero();
    }

    private static LongStream ports(List<DataRecord> flows) {
        return flows.stream()
                .filter(flow -> flow.number("destinationTransportPort") == 9)
                .mapToLong(flow -> flow.number("sourceTransportPort"));
    }

    @Test
    void anotherCollectorHasTheFlowsFromThenOnAndNoneIsLost() throws Exception {
        int flows = 400;
        try (Collector first = new Collector(namespaces.sensor());
                Collector second = new Collector(namespaces.sensor())) {
            configure("1s", "udp port 9", first.uri());
            Sensor sensor = run();
            Process sending = send(flows, 10);
            first.await(seen -> ports(seen).count() > 50);
            configure("1s", "udp port 9", second.uri());
            reload(sensor, IN_FORCE);
            assertThat(sending.waitFor()).isZero();
            sensor.end();
            List<DataRecord> all =
                    new ArrayList<>(second.await(seen -> ports(seen).anyMatch(port -> port == FIRST_PORT + flows - 1)));
            int later = all.size();
            all.addAll(first.await(seen -> ports(seen).count() + later >= flows));
            assertThat(ports(all).sorted())
                    .containsExactlyElementsOf(IntStream.range(FIRST_PORT, FIRST_PORT + flows)
                            .mapToObj(port -> (long) port)
                            .toList());
            assertThat(later).isPositive();
            assertThat(sensor.said())
                    .contains(first.uri() + ": " + (flows - later) + " records offered, " + (flows - later)
                            + " sent, 0 dropped");
        }
    }

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {1, 2})
    void aShorterTimeoutAndAnotherFilterHoldFromThenOn(int threads) throws Exception {
        workers = threads;
        try (Collector collector = new Collector(namespaces.sensor())) {
            configure("1h", "udp port 9", collector.uri());
            Sensor sensor = run();
            sendAll(3);
            configure("1s", "udp port 9 and src port 40001", collector.uri());
            reload(sensor, IN_FORCE);
            assertThat(ports(collector.await(seen -> ports(seen).count() >= 3)))
                    .containsExactlyInAnyOrder(40_000L, 40_001L, 40_002L);
            sendAll(3);
            assertThat(ports(collector.await(seen -> ports(seen).count() >= 4)).skip(3))
                    .containsExactly(40_001L);
            sensor.end();
        }
    }

    @Test
    void aConfigurationWithAnythingWrongInItIsRefusedWhole() throws Exception {
        try (Collector first = new Collector(namespaces.sensor());
                Collector second = new Collector(namespaces.sensor())) {
            configure("1s", "udp port 9", first.uri());
            Sensor sensor = run();
            configure("soon", "udp port 9", second.uri());
            reload(sensor, REFUSED);
            assertThat(sensor.said()).contains(config + ":7:1: flow.idle-udp must be a duration");
            configure("1s", "no filter", second.uri());
            reload(sensor, REFUSED);
            assertThat(sensor.said()).contains("\"no filter\" is not a filter");
            configure("1s", "udp port 9", second.uri());
            write(Files.readString(config).replace("[flow]", "snaplen = 1000\n[flow]"));
            reload(sensor, REFUSED);
            assertThat(sensor.said()).contains("[capture] but for filter changes with a restart only");
            configure("1s", "udp port 9", second.uri(), "syslog+tls://127.0.0.1:9");
            write(Files.readString(config) + "[collector.tls]\ntrust = \"/no/such.pem\"\n");
            reload(sensor, REFUSED);
            assertThat(sensor.said()).contains("/no/such.pem");
            sendAll(3);
            assertThat(ports(first.await(seen -> ports(seen).count() >= 3))).hasSize(3);
            sensor.end();
        }
    }

    @Test
    void aSensorThatWasStartedToIgnoreHangupsSaysSoOnceAtItsStart() throws Exception {
        configure("1s", "udp port 9", "file:" + directory.resolve("out"));
        String ignored = "SIGHUP is ignored, as nohup has it: the configuration will not be read anew";
        Sensor deaf = Sensor.runWithFileDeafToHangups(namespaces, directory, config);
        assertThat(deaf.times(ignored)).as(deaf.said()).isEqualTo(1);
        deaf.signal("HUP");
        deaf.end();
        assertThat(deaf.said()).doesNotContain(IN_FORCE);
        Sensor hearing = run();
        hearing.end();
        assertThat(hearing.said()).doesNotContain(ignored);
    }

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {1, 2})
    void aStormOfReloadsCostsNoFlow(int threads) throws Exception {
        workers = threads;
        int flows = 300;
        try (Collector kept = new Collector(namespaces.sensor());
                Collector now = new Collector(namespaces.sensor())) {
            configure("1s", "udp port 9", kept.uri());
            Sensor sensor = run();
            Process sending = send(flows, 10);
            for (int i = 0; sending.isAlive() && i < 30; i++) {
                configure(
                        i % 2 == 0 ? "2s" : "1s",
                        "udp port 9",
                        i % 2 == 0 ? new String[] {kept.uri(), now.uri()} : new String[] {kept.uri()});
                sensor.signal("HUP");
                TimeUnit.MILLISECONDS.sleep(50);
            }
            assertThat(sending.waitFor()).isZero();
            sensor.end();
            assertThat(ports(kept.await(seen -> ports(seen).count() >= flows))
                            .distinct()
                            .count())
                    .isEqualTo(flows);
            assertThat(sensor.said()).contains(IN_FORCE).doesNotContain(REFUSED);
        }
    }
}
