package vedette.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vedette.Tools;

/** What a sensor tells of itself while it works: every metric moves when it should, and Prometheus sees it. */
@Timeout(300)
class MetricsIT extends LiveTest {
    private static final Path RULES = Path.of("config/prometheus/vedette-rules.yml");
    private static final Path DASHBOARD = Path.of("config/grafana/vedette.json");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");
    private static final int PROMETHEUS = 9090;
    private static final String TARGET = "127.0.0.1:9469";

    private void replay(String scenario) throws Exception {
        namespaces
                .sender()
                .run(Tools.tool("tcpreplay"), "-q", "-t", "-i", "veth1", "pcaps/" + scenario + "/traffic.pcap");
    }

    /** Datagrams to that many ports, each a flow of its own. */
    private void sendDatagrams(int count, int octets) throws Exception {
        String script = """
                import socket
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                for i in range(%d):
                    s.sendto(bytes(%d), ('%s', 1024 + i %% 60000))
                """;
        namespaces.sensor().run("sysctl", "-q", "-w", "net.ipv4.icmp_ratelimit=0");
        namespaces.sender().run("python3", "-c", script.formatted(count, octets, Namespaces.SENSOR_ADDRESS));
    }

    private Scrape scrape() throws Exception {
        return Scrape.of(namespaces.sensor());
    }

    private Scrape await(String series, DoublePredicate wanted) throws Exception {
        Scrape[] last = new Scrape[1];
        Sensor.await(series, () -> {
            last[0] = scrape();
            return wanted.test(last[0].value(series));
        });
        return last[0];
    }

    /** As many flows ended as began: a scrape amidst packets reads one counter before them and another after. */
    private Scrape awaitRest() throws Exception {
        Scrape[] last = new Scrape[1];
        Sensor.await("as many flows to end as began", () -> {
            last[0] = scrape();
            double started = last[0].value("vedette_flows_started_total");
            return last[0].value("vedette_flows_active") == 0
                    && started == last[0].sum("vedette_flows_ended_total", "");
        });
        return last[0];
    }

    @Test
    void capturedDecodedAndMeteredPacketsAreTold() throws Exception {
        try (Collector collector = new Collector(namespaces.sensor())) {
            Sensor sensor = run(List.of(collector.uri()), "flow.idle-udp=1s", "capture.snaplen=200");
            Scrape before = scrape();
            assertThat(before.value("vedette_ready")).isEqualTo(1);
            assertThat(before.value("vedette_export_connected{collector=\"" + collector.uri() + "\"}"))
                    .isEqualTo(1);
            assertThat(before.value("vedette_flows_started_total")).isZero();
            sendDatagrams(50, 1000);
            await("vedette_flows_active", flows -> flows >= 50);
            await("vedette_flows_ended_total{reason=\"idle\"}", flows -> flows >= 50);
            replay("rejects");
            await("vedette_decode_rejected_total{reason=\"malformed-tcp\"}", frames -> frames > 0);
            Scrape after = awaitRest();
            double frames = after.value("vedette_capture_frames_total{interface=\"veth0\"}");
            double rejected = after.sum("vedette_decode_rejected_total", "");
            assertThat(rejected).isPositive();
            assertThat(after.value("vedette_decode_packets_total")).isEqualTo(frames - rejected);
            assertThat(after.value("vedette_flow_packets_total")).isEqualTo(frames - rejected);
            assertThat(after.value("vedette_capture_truncated_frames_total{interface=\"veth0\"}"))
                    .isBetween(50.0, frames);
            assertThat(after.value("vedette_capture_octets_total{interface=\"veth0\"}"))
                    .isGreaterThan(50_000);
            double ended = after.sum("vedette_flows_ended_total", "");
            Sensor.await("records", () -> scrape().sum("vedette_export_records_total", "") == ended);
            sensor.terminate();
            assertThat(sensor.exitCode()).as(sensor.said()).isZero();
        }
    }

    @Test
    void alertsAndWhatDetectorsRememberAreTold() throws Exception {
        Sensor sensor = run(List.of("file:" + directory.resolve("out")));
        assertThat(scrape().value("vedette_detector_entries{detector=\"scan\"}"))
                .isZero();
        replay("scan-vertical");
        await("vedette_alerts_total{type=\"scan.vertical\",state=\"open\"}", alerts -> alerts == 1);
        assertThat(scrape().value("vedette_alerts_open{type=\"scan.vertical\"}"))
                .isEqualTo(1);
        await("vedette_detector_entries{detector=\"scan\"}", entries -> entries > 0);
        String file = "{collector=\"" + directory.resolve("out/alerts.jsonl") + "\"}";
        await("vedette_export_alerts_total" + file, alerts -> alerts >= 1);
        sensor.terminate();
        assertThat(sensor.exitCode()).as(sensor.said()).isZero();
    }

    @Test
    void oddPacketsAndAlertsThatAreAllowedAreTold() throws Exception {
        Sensor sensor = Sensor.runWith(
                namespaces,
                directory,
                "[capture]\ninterfaces = [\"veth0\"]\n[detect]\nallow = [\"scan from 203.0.113.9\"]\n[[collector]]\nuri = \"file:"
                        + directory.resolve("out") + "\"\n");
        assertThat(scrape().sum("vedette_decode_anomalies_total", "")).isZero();
        assertThat(scrape().sum("vedette_alerts_withheld_total", "")).isZero();
        replay("scan-stealth");
        await("vedette_decode_anomalies_total{kind=\"tcp-null-flags\"}", packets -> packets > 0);
        replay("scan-vertical");
        Scrape after = await("vedette_alerts_withheld_total{reason=\"allow-list\"}", alerts -> alerts >= 1);
        assertThat(after.value("vedette_alerts_total{type=\"scan.vertical\",state=\"open\"}"))
                .isZero();
        sensor.end();
    }

    @Test
    void whatIsRememberedGrowsOldOnlyWhileItCannotBeSaved() throws Exception {
        Path state = directory.resolve("state");
        Path inTheWay = Files.createDirectories(state.resolve("detectors.memory.new"));
        Sensor sensor = run(
                List.of("file:" + directory.resolve("out")),
                "sensor.state-dir=" + state,
                "sensor.save-interval=1s",
                "detect.enabled=brute-force"); // whose memory takes few turns of an idle sensor to look through
        Scrape failing = await("vedette_memory_failures_total", failures -> failures >= 2);
        double before = failing.value("vedette_memory_age_seconds");
        Scrape older = await("vedette_memory_age_seconds", seconds -> seconds > before + 1);
        Files.delete(inTheWay);
        await("vedette_memory_age_seconds", seconds -> seconds < older.value("vedette_memory_age_seconds"));
        assertThat(state.resolve("detectors.memory")).isRegularFile();
        sensor.end();
    }

    @Test
    void aSensorThatRemembersNothingTellsNoAgeOfIt() throws Exception {
        Sensor sensor = run(List.of("file:" + directory.resolve("out")));
        assertThat(Scrape.get(namespaces.sensor(), 200, "/metrics")).doesNotContain("\nvedette_memory_age_seconds ");
        sensor.end();
    }

    /** Whether the next scrapes tell of it: only for a second they can, which a busy machine may let pass. */
    private boolean isHeldUp() throws Exception {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (System.nanoTime() < endNs) {
            Scrape now = scrape();
            if (now.value("vedette_packet_lag_seconds") > 1
                    && now.value("vedette_capture_ring_filled_ratio{interface=\"veth0\"}") > 0.5) {
                return true;
            }
        }
        return false;
    }

    @Test
    void lostFramesAndTheLagOfASensorThatWasHeldUpAreTold() throws Exception {
        Sensor sensor =
                run(List.of("file:" + directory.resolve("out")), "capture.ring-size=1MiB", "capture.filter=udp");
        int[] sent = new int[1];
        Sensor.await("the lag and the full ring to be told", () -> {
            sensor.signal("STOP");
            sendDatagrams(20_000, 1000);
            sent[0] += 20_000;
            Tools.sleep(1_100);
            sensor.signal("CONT");
            return isHeldUp();
        });
        Sensor.await("all frames to be accounted for", () -> {
            Scrape now = scrape();
            double dropped = now.value("vedette_capture_dropped_frames_total{interface=\"veth0\",where=\"kernel\"}");
            double captured = now.value("vedette_capture_frames_total{interface=\"veth0\"}");
            return dropped > 0 && captured > 0 && captured + dropped == sent[0];
        });
        await("vedette_packet_lag_seconds", seconds -> seconds == 0);
        sensor.terminate();
        assertThat(sensor.exitCode()).as(sensor.said()).isZero();
    }

    @Test
    void evictionsOfAFullTableAreTold() throws Exception {
        Sensor sensor = run(List.of("file:" + directory.resolve("out")), "flow.max-flows=640", "flow.max-half-open=64");
        sendDatagrams(1000, 10);
        await("vedette_flow_evictions_total{table=\"flows\"}", evicted -> evicted > 0);
        await("vedette_flows_ended_total{reason=\"resources\"}", ended -> ended > 0);
        replay("scan-vertical");
        await("vedette_flow_evictions_total{table=\"half-open\"}", evicted -> evicted > 0);
        sensor.terminate();
        assertThat(sensor.exitCode()).as(sensor.said()).isZero();
    }

    @Test
    void aCollectorThatIsAwayIsToldAndWhatWaitsForItAndWhatItLoses() throws Exception {
        try (TcpCollector collector = new TcpCollector(namespaces.sensor(), "127.0.0.1", directory).start()) {
            String labels = "{collector=\"" + collector.uri() + "\"}";
            Sensor sensor = Sensor.runWith(
                    namespaces,
                    directory,
                    "[[collector]]\nuri = \"" + collector.uri()
                            + "\"\nqueue-records = 64\n[export]\nreconnect = \"1s\"\n",
                    "--set",
                    "capture.interfaces=veth0",
                    "--set",
                    "flow.idle-udp=1s");
            await("vedette_export_connected" + labels, connected -> connected == 1);
            sendDatagrams(10, 10);
            await("vedette_export_records_total" + labels, records -> records >= 10);
            collector.kill();
            await("vedette_export_connected" + labels, connected -> connected == 0);
            sendDatagrams(500, 10);
            await("vedette_export_queue_records" + labels, records -> records >= 64);
            String queueFull = labels.replace("}", ",reason=\"queue-full\"}");
            await("vedette_export_dropped_records_total" + queueFull, records -> records > 0);
            collector.start();
            await("vedette_export_connected" + labels, connected -> connected == 1);
            Sensor.await("all records to be accounted for", () -> {
                Scrape now = scrape();
                double settled = now.value("vedette_export_records_total" + labels)
                        + now.sum("vedette_export_dropped_records_total", collector.uri())
                        + now.value("vedette_export_filtered_records_total" + labels);
                return now.value("vedette_export_queue_records" + labels) == 0
                        && now.value("vedette_export_offered_records_total" + labels) == settled;
            });
            sensor.terminate();
            assertThat(sensor.exitCode()).as(sensor.said()).isZero();
        }
    }

    @Test
    void whatWaitsOnDiskIsTold() throws Exception {
        try (TcpCollector collector = new TcpCollector(namespaces.sensor(), "127.0.0.1", directory)) {
            String labels = "{collector=\"" + collector.uri() + "\"}";
            Sensor sensor = run(
                    List.of(collector.uri()),
                    "flow.idle-udp=1s",
                    "export.reconnect=1s",
                    "export.spool-dir=" + directory.resolve("spool"),
                    "export.spool-free-size=0B");
            sendDatagrams(200, 10);
            Scrape waits = await("vedette_export_spooled_records" + labels, records -> records >= 200);
            assertThat(waits.value("vedette_export_spool_bytes" + labels)).isGreaterThan(200 * 20);
            collector.start();
            await("vedette_export_spooled_records" + labels, records -> records == 0);
            await("vedette_export_records_total" + labels, records -> records >= 200);
            sensor.terminate();
            assertThat(sensor.exitCode()).as(sensor.said()).isZero();
        }
    }

    @Test
    void aSensorWithoutItsInterfaceIsAliveAndNotReady() throws Exception {
        Sensor sensor = run(List.of("file:" + directory.resolve("out")));
        assertThat(Scrape.get(namespaces.sensor(), 200, "/readyz")).isEqualTo("ok\n");
        namespaces.sensor().run("ip", "link", "del", "veth0");
        await("vedette_capture_interface_up{interface=\"veth0\"}", up -> up == 0);
        assertThat(Scrape.get(namespaces.sensor(), 503, "/readyz")).isEqualTo("veth0 is gone\n");
        assertThat(Scrape.get(namespaces.sensor(), 200, "/healthz")).isEqualTo("ok\n");
        assertThat(scrape().value("vedette_ready")).isZero();
        namespaces.join("veth0", "veth1");
        await("vedette_capture_interface_up{interface=\"veth0\"}", up -> up == 1);
        assertThat(Scrape.get(namespaces.sensor(), 200, "/readyz")).isEqualTo("ok\n");
        sensor.terminate();
        assertThat(sensor.exitCode()).as(sensor.said()).isZero();
    }

    @Test
    void aSecondSensorOnTheSamePortSaysWhyItDoesNotStart() throws Exception {
        Sensor first = run(List.of("file:" + directory.resolve("out")));
        Sensor second = Sensor.start(
                namespaces,
                directory,
                List.of("file:" + directory.resolve("other")),
                List.of(),
                "--set",
                "capture.interfaces=veth0");
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.said())
                .isEqualTo("vedette: cannot listen on 127.0.0.1:9469 for metrics: the port is in use;"
                        + " set metrics.listen to another, or to \"\" for none\n");
        assertThat(directory.resolve("other")).doesNotExist();
        Sensor third = run(List.of("file:" + directory.resolve("third")), "metrics.listen=");
        assertThat(third.said()).doesNotContain("metrics");
        third.terminate();
        assertThat(third.exitCode()).isZero();
        first.terminate();
        assertThat(first.exitCode()).isZero();
    }

    /** What Prometheus answers to a query of its API. */
    private JsonNode prometheus(String path) throws Exception {
        String answer = namespaces.sensor().run("curl", "-sSf", "http://127.0.0.1:" + PROMETHEUS + "/api/v1/" + path);
        return new ObjectMapper().readTree(answer).get("data");
    }

    private double query(String expression) throws Exception {
        JsonNode result = prometheus("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .get("result");
        return result.isEmpty() ? Double.NaN : result.get(0).get("value").get(1).asDouble();
    }

    private void startPrometheus(String target) throws Exception {
        Path config = directory.resolve("prometheus.yml");
        Files.writeString(config, """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: vedette
                    static_configs: [{targets: ["%s"]}]
                """.formatted(RULES.toAbsolutePath(), target));
        ProcessBuilder prometheus = new ProcessBuilder(
                Tools.tool("prometheus"),
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + PROMETHEUS,
                "--log.level=warn");
        Path log = directory.resolve("prometheus.log");
        namespaces.sensor().start(prometheus.redirectErrorStream(true).redirectOutput(log.toFile()));
        Sensor.await("prometheus", () -> {
            try {
                return prometheus("targets").get("activeTargets").size() == 1;
            } catch (AssertionError notYet) {
                return false;
            }
        });
    }

    @Test
    void prometheusScrapesASensorUnderLoadAndItsRulesAreInForce() throws Exception {
        Tools.tool("prometheus");
        Tools.tool("curl");
        Sensor sensor = run(List.of("ipfix+tcp://127.0.0.1:9"), "flow.idle-udp=1s");
        startPrometheus(TARGET);
        Sensor.await("the target to be up", () -> query("up{job=\"vedette\"}") == 1);
        JsonNode target = prometheus("targets").get("activeTargets").get(0);
        assertThat(target.get("lastError").asText()).isEmpty();
        for (int i = 0; i < 5; i++) {
            sendDatagrams(20_000, 200);
        }
        double frames = scrape().value("vedette_capture_frames_total{interface=\"veth0\"}");
        assertThat(frames).isGreaterThan(50_000);
        Sensor.await("all frames", () -> query("vedette_capture_frames_total") >= frames);
        assertThat(query("max_over_time(vedette_conservation_error_packets[5m])"))
                .isZero();
        assertThat(query("count({job=\"vedette\",__name__=~\"vedette_.*\"})")).isGreaterThan(200);
        Sensor.await(
                "an alert that waits",
                () -> query("count(ALERTS{alertname=\"VedetteCollectorDown\",alertstate=\"pending\"})") == 1);
        JsonNode groups = prometheus("rules").get("groups");
        assertThat(groups.get(0).get("rules"))
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.get("health").asText())
                        .as(rule.get("name").asText())
                        .isEqualTo("ok"));
        sensor.terminate();
        assertThat(sensor.exitCode()).as(sensor.said()).isZero();
        Sensor.await("the target to be down", () -> query("up{job=\"vedette\"}") == 0);
    }

    /** What the dashboard asks of Prometheus, once a user has chosen a job and a sensor from what its variables list. */
    private List<String> dashboard() throws Exception {
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        List<String> queries = new ArrayList<>();
        dashboard
                .get("panels")
                .findValues("expr")
                .forEach(expr -> queries.add(expr.asText()
                        .replace("$__rate_interval", "1m")
                        .replace("$instance", TARGET)
                        .replace("$job", "vedette")));
        return queries;
    }

    /** The values that a variable of the dashboard offers, as Grafana asks for {@code label_values(metric, label)}. */
    private List<String> offered(String variable) throws Exception {
        for (JsonNode each : new ObjectMapper().readTree(DASHBOARD.toFile()).at("/templating/list")) {
            Matcher asked = LABEL_VALUES.matcher(each.at("/query/query").asText());
            if (each.get("name").asText().equals(variable) && asked.matches()) {
                String series = asked.group(1).replace("$job", "vedette");
                JsonNode values = prometheus("label/" + asked.group(2) + "/values?match%5B%5D="
                        + URLEncoder.encode(series, StandardCharsets.UTF_8));
                return StreamSupport.stream(values.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList();
            }
        }
        throw new AssertionError("the dashboard has no variable " + variable);
    }

    @Test
    void everyPanelOfTheDashboardShowsSomethingOfASensorThatHasSomethingToTell() throws Exception {
        Tools.tool("prometheus");
        Tools.tool("curl");
        Sensor sensor = Sensor.runWith(namespaces, directory, """
                [capture]
                interfaces = ["veth0"]
                [flow]
                idle-udp = "1s"
                [export]
                reconnect = "1s"
                [[collector]]
                uri = "ipfix+tcp://127.0.0.1:9"
                queue-records = 64
                """);
        startPrometheus(TARGET);
        Sensor.await("the target to be up", () -> query("up{job=\"vedette\"}") == 1);
        assertThat(offered("job")).containsExactly("vedette");
        assertThat(offered("instance")).containsExactly(TARGET);
        List<String> silent = new ArrayList<>(dashboard());
        assertThat(silent).hasSizeGreaterThan(30);
        Sensor.await("an answer to each of " + silent, () -> {
            sendDatagrams(500, 200);
            replay("rejects");
            replay("scan-stealth");
            replay("scan-vertical");
            for (String query : List.copyOf(silent)) {
                if (!Double.isNaN(query(query))) {
                    silent.remove(query);
                }
            }
            return silent.isEmpty();
        });
        sensor.end();
    }
}
