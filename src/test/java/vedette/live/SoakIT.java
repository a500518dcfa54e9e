package vedette.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import vedette.scenario.SteadyTraffic;

/**
 * A sensor over time: {@code mvn -Psoak verify}, as root. Mixed traffic with floods and scans in it at a steady rate, collectors over
 * TCP that read all, and a reload every few seconds; nothing it holds may grow. {@code -Dvedette.soak.minutes} and
 * {@code -Dvedette.soak.frames-per-second} change how long and how fast; what was seen stands in {@code target/soak.md}.
 */
class SoakIT extends LiveTest {
    private static final int MINUTES = Integer.getInteger("vedette.soak.minutes", 30);
    private static final int FRAMES_PER_SECOND = Integer.getInteger("vedette.soak.frames-per-second", 2_000);
    private static final Path REPORT = Path.of("target/soak.md");
    private static final Path SAMPLES = Path.of("target/soak.csv");
    private static final long SAMPLE_NS = TimeUnit.SECONDS.toNanos(10);

    /** Of the time: tables fill, and the compiler learns. */
    private static final double WARM_UP = 0.2;

    /** So that all that may fill is full after the warm-up: what grows then, leaks. */
    private static final String SMALL_TABLES = """
            [flow]
            max-half-open = 8192
            idle-udp = "%s"
            [detect.scan]
            max-sources = 2048
            memory = "60s"
            [detect.beacon]
            max-series = 1024
            max-candidates = 4096
            [detect.brute-force]
            max-pairs = 1024
            [detect.syn-flood]
            destinations = 256
            [detect.flood]
            destinations = 256
            """;

    /** What is looked at, in which unit, and by how much it may grow from the warm-up to the end. */
    private enum Measure {
        HEAP("heap after a collection, MiB", 4),
        /** Outside of the heap, what compiling takes may come late and stay. */
        RESIDENT("resident memory, MiB", 16),
        THREADS("threads", 0.5),
        DESCRIPTORS("descriptors", 0.5);

        final String label;
        final double bound;

        Measure(String label, double bound) {
            this.label = label;
            this.bound = bound;
        }
    }

    private final Map<Measure, Growth> seen = new LinkedHashMap<>();
    private final List<String> samples = new ArrayList<>();
    private Path config;
    private int reloads;

    @Test
    void nothingGrowsAndEveryFrameIsAccountedFor() throws Exception {
        assertThat(MINUTES)
                .as("minutes: in fewer, tables that still fill look like a leak")
                .isGreaterThanOrEqualTo(15);
        config = directory.resolve("vedette.toml");
        try (CountingCollector.OfIpfix flows = new CountingCollector.OfIpfix(namespaces.sensor());
                CountingCollector.OfSyslog alerts = new CountingCollector.OfSyslog(namespaces.sensor());
                Collector sometimes = new Collector(namespaces.sensor())) {
            configure(flows.uri(), alerts.uri(), "");
            Sensor sensor = Sensor.runWithHeapInMemory(namespaces, directory, config);
            long sent;
            double cpuSeconds;
            try (SteadySender sender =
                    new SteadySender(namespaces.sender(), new SteadyTraffic(1)::next, FRAMES_PER_SECOND)) {
                watch(sensor, flows.uri(), alerts.uri(), sometimes.uri());
                cpuSeconds = new Vitals(sensor).cpuSeconds();
                sent = sender.end();
            }
            long decoded = (long) awaitAll(sent).value("vedette_decode_packets_total");
            sensor.end();
            report(sensor, sent, cpuSeconds);
            booksBalance(sensor, sent, decoded, flows, alerts);
            nothingHasGrown();
        }
    }

    /** Every other time there is one more collector, other flows end sooner, and one scanner is allowed. */
    private void configure(String flows, String alerts, String sometimes) throws Exception {
        boolean more = !sometimes.isEmpty();
        StringBuilder toml = new StringBuilder("[capture]\ninterfaces = [\"veth0\"]\n")
                .append(SMALL_TABLES.formatted(more ? "8s" : "10s"))
                .append(more ? "[detect]\nallow = [\"scan from 203.0.113.67\"]\n" : "");
        for (String uri : more ? List.of(flows, alerts, sometimes) : List.of(flows, alerts)) {
            toml.append("[[collector]]\nuri = \"").append(uri).append("\"\n");
        }
        Path draft = Files.writeString(directory.resolve("draft"), toml);
        Files.move(draft, config, StandardCopyOption.ATOMIC_MOVE);
    }

    private void watch(Sensor sensor, String flows, String alerts, String sometimes) throws Exception {
        Vitals vitals = new Vitals(sensor);
        long beganNs = System.nanoTime();
        long forNs = TimeUnit.MINUTES.toNanos(MINUTES);
        for (long nextNs = beganNs + SAMPLE_NS; nextNs < beganNs + forNs; nextNs += SAMPLE_NS) {
            TimeUnit.NANOSECONDS.sleep(nextNs - System.nanoTime());
            reload(sensor, flows, alerts, reloads % 2 == 0 ? sometimes : "");
            double passed = (System.nanoTime() - beganNs) / (double) forNs;
            sample(vitals, (System.nanoTime() - beganNs) / 1e9, passed > WARM_UP);
            // Every packet is accounted for, or this fails.
            Scrape.of(namespaces.sensor());
        }
    }

    private void reload(Sensor sensor, String flows, String alerts, String sometimes) throws Exception {
        configure(flows, alerts, sometimes);
        sensor.signal("HUP");
        reloads++;
        Sensor.await(
                "reload " + reloads, () -> sensor.times("the configuration was read anew and is in force") == reloads);
    }

    private void sample(Vitals vitals, double seconds, boolean counts) throws Exception {
        Map<Measure, Double> now = new LinkedHashMap<>();
        now.put(Measure.HEAP, vitals.heapMib());
        now.put(Measure.RESIDENT, vitals.residentMib());
        now.put(Measure.THREADS, (double) vitals.threads());
        now.put(Measure.DESCRIPTORS, (double) vitals.descriptors());
        samples.add(String.format(
                Locale.ROOT, "%.1f,%s", seconds, now.values().toString().replaceAll("[\\[\\] ]", "")));
        Files.write(SAMPLES, samples);
        if (counts) {
            now.forEach((measure, value) ->
                    seen.computeIfAbsent(measure, any -> new Growth()).add(seconds, value));
        }
    }

    /** Until the sensor has had all that was sent. */
    private Scrape awaitAll(long sent) throws Exception {
        Scrape[] last = new Scrape[1];
        Sensor.await("all " + sent + " frames", () -> {
            last[0] = Scrape.of(namespaces.sensor());
            return last[0].value("vedette_capture_frames_total{interface=\"veth0\"}")
                            + last[0].sum("vedette_capture_dropped_frames_total", "")
                    == sent;
        });
        return last[0];
    }

    private void report(Sensor sensor, long sent, double cpuSeconds) throws Exception {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d minutes, %,d frames (%,d a second), %d reloads, %.1f %% of a processor%n%n"
                        + "| after the warm-up | median | least | most | growth | allowed |%n|---|---|---|---|---|---|%n",
                MINUTES,
                sent,
                FRAMES_PER_SECOND,
                reloads,
                100 * cpuSeconds / (60.0 * MINUTES)));
        seen.forEach((measure, growth) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.2f | %.1f |%n",
                measure.label,
                growth.median(),
                growth.least(),
                growth.most(),
                growth.overall(),
                measure.bound)));
        text.append(String.format(Locale.ROOT, "%n%s%n", FrameBooks.of(sensor)));
        Files.writeString(REPORT, text);
    }

    private void booksBalance(
            Sensor sensor, long sent, long decoded, CountingCollector.OfIpfix flows, CountingCollector.OfSyslog alerts)
            throws Exception {
        FrameBooks frames = FrameBooks.of(sensor);
        assertThat(frames.captured() + frames.dropped()).as("%s", frames).isEqualTo(sent);
        ExportBooks ofFlows = ExportBooks.of(sensor, flows.uri());
        ofFlows.balance();
        assertThat(ofFlows.sent()).as("%s", ofFlows).isEqualTo(ofFlows.of("records offered"));
        Sensor.await("the collector to read all", () -> flows.records.get() >= ofFlows.sent());
        assertThat(flows.records.get()).isEqualTo(ofFlows.sent());
        assertThat(flows.packets.get()).as("packets in records").isEqualTo(decoded);
        assertThat(alerts.messages.get()).isPositive();
        flows.wasNeverBroken();
        alerts.wasNeverBroken();
    }

    private void nothingHasGrown() throws Exception {
        String report = Files.readString(REPORT);
        seen.forEach((measure, growth) -> assertThat(growth.overall())
                .as("growth of %s%n%s", measure.label, report)
                .isLessThan(measure.bound));
    }
}
