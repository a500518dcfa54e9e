package vedette.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.capture.CaptureCounters;
import vedette.decode.Anomaly;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;
import vedette.decode.PacketBuilder;
import vedette.detect.AlertCounters;
import vedette.detect.AlertCounters.Fate;
import vedette.detect.AlertType;
import vedette.detect.Detection.Occupancy;
import vedette.detect.Feed;
import vedette.detect.MadeAlerts;
import vedette.export.DropReason;
import vedette.export.ExportCounters;
import vedette.flow.EndReason;

/** What is told, by which counter of which stage, and that it is all there before anything has happened. */
class SensorCollectorTest {
    /** What those rely on who have built upon it: these names and labels stay. */
    private static final Map<String, Set<String>> PROMISED = Map.ofEntries(
            Map.entry("vedette_capture_frames_total", Set.of("interface")),
            Map.entry("vedette_capture_dropped_frames_total", Set.of("interface", "where")),
            Map.entry("vedette_decode_rejected_total", Set.of("reason")),
            Map.entry("vedette_flows_active", Set.of()),
            Map.entry("vedette_flows_started_total", Set.of()),
            Map.entry("vedette_flows_ended_total", Set.of("reason")),
            Map.entry("vedette_flow_evictions_total", Set.of("table")),
            Map.entry("vedette_detector_entries", Set.of("detector")),
            Map.entry("vedette_alerts_total", Set.of("type", "state")),
            Map.entry("vedette_export_records_total", Set.of("collector")),
            Map.entry("vedette_export_dropped_records_total", Set.of("collector", "reason")),
            Map.entry("vedette_export_queue_records", Set.of("collector")),
            Map.entry("vedette_export_connected", Set.of("collector")),
            Map.entry("vedette_packet_lag_seconds", Set.of()),
            Map.entry("vedette_conservation_error_packets", Set.of()));

    @TempDir
    Path directory;

    private final MadeStages made = new MadeStages();
    private final CollectorRegistry registry = new CollectorRegistry();
    private boolean registered;

    /** The sample's value; labels are its label values in their order. */
    private double value(String name, String... labels) {
        List<Double> values = values(name, labels);
        assertThat(values).as("%s %s", name, List.of(labels)).hasSize(1);
        return values.get(0);
    }

    private List<Double> values(String name, String... labels) {
        if (!registered) {
            registry.register(new SensorCollector(made.stages(), new Health(made.stages(), System::nanoTime)));
            registered = true;
        }
        return Collections.list(registry.metricFamilySamples()).stream()
                .flatMap(family -> family.samples.stream())
                .filter(sample -> sample.name.equals(name) && sample.labelValues.equals(Arrays.asList(labels)))
                .map(sample -> sample.value)
                .toList();
    }

    private void grows(String name, Runnable event, double by, String... labels) {
        double before = value(name, labels);
        event.run();
        assertThat(value(name, labels)).as("%s %s", name, List.of(labels)).isEqualTo(before + by);
    }

    @Test
    void everyPromisedMetricIsThereWithItsLabels() {
        Map<String, Set<String>> told = Arrays.stream(Metric.values())
                .collect(Collectors.toMap(Metric::id, metric -> Set.copyOf(metric.labels())));
        assertThat(told).containsAllEntriesOf(PROMISED);
    }

    @Test
    void everyLabelThereCanBeIsToldFromTheStart() {
        for (DecodeResult result : DecodeResult.values()) {
            if (result != DecodeResult.OK) {
                assertThat(value("vedette_decode_rejected_total", result.label()))
                        .isZero();
            }
        }
        for (EndReason reason : EndReason.values()) {
            assertThat(value("vedette_flows_ended_total", reason.label())).isZero();
        }
        for (AlertType type : AlertType.values()) {
            for (String state : List.of("open", "update", "close")) {
                assertThat(value("vedette_alerts_total", type.label(), state)).isZero();
            }
        }
        for (DropReason reason : DropReason.values()) {
            assertThat(value("vedette_export_dropped_records_total", MadeStages.COLLECTOR, reason.label()))
                    .isZero();
        }
        for (String detector : List.of("scan", "beacon", "flood", "syn-flood", "brute-force")) {
            assertThat(value("vedette_detector_entries", detector)).isZero();
        }
        for (String table : List.of("flows", "half-open", "fragments")) {
            assertThat(value("vedette_flow_evictions_total", table)).isZero();
        }
    }

    @Test
    void noSampleIsToldTwiceThoughDetectorsAndCollectorsShareNames() {
        made.agents.add(MadeStages.agent(MadeStages.COLLECTOR, new ExportCounters(() -> 0)));
        value("vedette_export_connected", MadeStages.COLLECTOR + " #2");
        List<String> samples = new ArrayList<>();
        Collections.list(registry.metricFamilySamples())
                .forEach(family -> family.samples.forEach(
                        sample -> samples.add(sample.name + sample.labelNames + sample.labelValues)));
        assertThat(samples).doesNotHaveDuplicates().hasSizeGreaterThan(200);
    }

    @Test
    void whatTheStagesCountIsTold() {
        grows("vedette_flows_started_total", () -> made.flows.started.add(3), 3);
        grows("vedette_flows_folded_total", () -> made.flows.folded.add(4), 4);
        grows("vedette_flow_packets_total", () -> made.flows.packets.add(5), 5);
        grows("vedette_flow_octets_total", () -> made.flows.octets.add(6), 6);
        grows("vedette_flow_evictions_total", () -> made.flows.evictedIdle.add(7), 7, "flows");
        grows("vedette_flow_evictions_total", () -> made.flows.evictedHalfOpen.add(8), 8, "half-open");
        grows("vedette_flow_evictions_total", () -> made.flows.evictedDatagrams.add(9), 9, "fragments");
        grows("vedette_flow_evictions_total", () -> made.flows.evictedAssemblies.add(6), 6, "assemblies");
        grows("vedette_flow_evictions_total", () -> made.flows.droppedFindings.add(5), 5, "findings");
        grows("vedette_flow_evictions_total", () -> made.flows.evictedNames.add(6), 6, "names");
        grows("vedette_flow_late_packets_total", () -> made.flows.latePackets.add(10), 10);
        grows("vedette_clock_steps_total", () -> made.flows.clockSteps.add(11), 11);
        grows("vedette_decode_packets_total", () -> made.decoded.count(DecodeResult.OK, new Packet(), 0), 1);
        grows(
                "vedette_decode_rejected_total",
                () -> made.decoded.count(DecodeResult.NON_IP, new Packet(), 0),
                1,
                "non-ip");
    }

    @Test
    void packetsThatWereOddAreToldByHow() {
        Packet odd = new Packet();
        DecodeResult result =
                PacketBuilder.ethernet().ipv4("10.0.0.1", "10.0.0.2").udp(0, 53).into(odd);
        assertThat(result).isEqualTo(DecodeResult.OK);
        String anomalies = "vedette_decode_anomalies_total";
        grows(anomalies, () -> made.decoded.count(DecodeResult.OK, odd, 0), 1, "port-zero");
        for (Anomaly other : EnumSet.complementOf(EnumSet.of(Anomaly.PORT_ZERO))) {
            assertThat(value(anomalies, other.label())).isZero();
        }
    }

    @Test
    void alertsThatAreNotToldAreCountedByTheReason() {
        AlertCounters alerts = made.detection.alerts();
        Map<Fate, String> withheld = Map.of(
                Fate.ALLOWED, "allow-list",
                Fate.SUPPRESSED, "suppressed",
                Fate.REFUSED, "refused",
                Fate.DISPLACED, "displaced");
        withheld.forEach((fate, reason) ->
                grows("vedette_alerts_withheld_total", () -> MadeAlerts.count(alerts, fate), 1, reason));
        MadeAlerts.count(alerts, Fate.OPENED);
        withheld.values()
                .forEach(reason -> assertThat(value("vedette_alerts_withheld_total", reason))
                        .isEqualTo(1));
    }

    @Test
    void howLongAgoItWasSavedAndHowOftenItCouldNotBeIsTold() {
        grows("vedette_memory_failures_total", made.memory.failures::increment, 1);
        assertThat(values("vedette_memory_age_seconds")).isEmpty();
        made.memory.saved(System.nanoTime() - TimeUnit.HOURS.toNanos(2));
        assertThat(value("vedette_memory_age_seconds")).isBetween(7200.0, 7260.0);
        made.memory.saved(System.nanoTime());
        assertThat(value("vedette_memory_age_seconds")).isBetween(0.0, 60.0);
    }

    @Test
    void whatIsCapturedAndLostIsToldOfEachInterface() {
        CaptureCounters eth0 = made.captured.of("eth0");
        made.captured.of("eth1");
        String dropped = "vedette_capture_dropped_frames_total";
        grows("vedette_capture_frames_total", () -> eth0.captured.add(1), 1, "eth0");
        grows("vedette_capture_octets_total", () -> eth0.capturedOctets.add(2), 2, "eth0");
        grows("vedette_capture_truncated_frames_total", () -> eth0.truncated.add(3), 3, "eth0");
        grows(dropped, () -> eth0.kernelDropped.add(4), 4, "eth0", "kernel");
        grows(dropped, () -> eth0.interfaceDropped.add(5), 5, "eth0", "interface");
        grows(dropped, () -> eth0.ringDropped.add(6), 6, "eth0", "ring");
        grows("vedette_capture_merged_frames_total", () -> eth0.merged.add(7), 7, "eth0");
        grows("vedette_capture_duplicate_frames_total", () -> eth0.duplicates.add(9), 9, "eth0");
        grows("vedette_capture_ring_freezes_total", () -> eth0.ringFreezes.add(8), 8, "eth0");
        assertThat(value("vedette_capture_interface_up", "eth0")).isEqualTo(1);
        assertThat(value("vedette_capture_ring_filled_ratio", "eth0")).isZero();
        assertThat(value("vedette_capture_frames_total", "eth1")).isZero();
        assertThat(value(dropped, "eth1", "kernel")).isZero();
    }

    @Test
    void whatBecameOfRecordsIsToldOfEachCollector() {
        ExportCounters export = made.export;
        String collector = MadeStages.COLLECTOR;
        grows("vedette_export_offered_records_total", () -> export.offered().add(100, 0, 0), 100, collector);
        assertThat(value("vedette_export_queue_records", collector)).isEqualTo(100);
        grows("vedette_export_records_total", () -> export.sent().add(40, 0, 0), 40, collector);
        grows("vedette_export_filtered_records_total", () -> export.filtered().add(3, 0, 0), 3, collector);
        grows(
                "vedette_export_filtered_records_total",
                () -> export.unsupported().add(2, 0, 0),
                2,
                collector);
        grows("vedette_export_spooled_records", () -> export.spooled().add(20, 0, 0), 20, collector);
        grows("vedette_export_spooled_records", () -> export.spooled().add(-5, 0, 0), -5, collector);
        grows("vedette_export_resent_records_total", () -> export.resent().add(6, 0, 0), 6, collector);
        grows(
                "vedette_export_dropped_records_total",
                () -> export.dropped(DropReason.QUEUE_FULL).add(7, 0, 0),
                7,
                collector,
                "queue-full");
        assertThat(value("vedette_export_queue_records", collector)).isEqualTo(100 - 40 - 5 - 15 - 7);
        grows("vedette_export_recovered_records_total", () -> export.recovered().add(8, 0, 0), 8, collector);
        assertThat(value("vedette_export_queue_limit_records", collector)).isEqualTo(128);
        grows("vedette_export_alerts_total", () -> export.alerts().sent().add(9, 0, 0), 9, collector);
        grows(
                "vedette_export_dropped_alerts_total",
                () -> export.alerts().dropped(DropReason.SEND_FAILED).add(2, 0, 0),
                2,
                collector,
                "send-failed");
        grows("vedette_export_refusals_total", export::countRefusal, 1, collector);
        grows("vedette_export_connected", () -> export.away(true), -1, collector);
        grows("vedette_export_disk_low", () -> export.diskLow(true), 1, collector);
    }

    @Test
    void recordsThatAreTakenBackDoNotMakeACounterFall() {
        String sent = "vedette_export_records_total";
        made.export.sent().add(100, 0, 0);
        assertThat(value(sent, MadeStages.COLLECTOR)).isEqualTo(100);
        made.export.sent().add(-30, 0, 0);
        assertThat(value(sent, MadeStages.COLLECTOR)).isEqualTo(100);
        made.export.sent().add(50, 0, 0);
        assertThat(value(sent, MadeStages.COLLECTOR)).isEqualTo(120);
    }

    @Test
    void aQueueIsNeverToldToHoldFewerThanNone() {
        made.export.sent().add(1, 0, 0);
        assertThat(value("vedette_export_queue_records", MadeStages.COLLECTOR)).isZero();
    }

    @Test
    void theSpoolIsAsLargeAsItsFiles() throws IOException {
        Path spool = Files.createDirectory(directory.resolve("spool"));
        made.spools = Map.of(MadeStages.COLLECTOR, spool);
        assertThat(value("vedette_export_spool_bytes", MadeStages.COLLECTOR)).isZero();
        Files.write(spool.resolve("a"), new byte[1000]);
        Files.write(spool.resolve("b"), new byte[234]);
        assertThat(value("vedette_export_spool_bytes", MadeStages.COLLECTOR)).isEqualTo(1234);
        Files.delete(spool.resolve("a"));
        Files.delete(spool.resolve("b"));
        Files.delete(spool);
        assertThat(value("vedette_export_spool_bytes", MadeStages.COLLECTOR)).isZero();
    }

    @Test
    void whatTheMeteringThreadSaidLastIsTold() {
        Consumer<MeteringState> says = state -> made.metering = () -> state;
        long nowNs = System.nanoTime();
        List<Occupancy> detectors =
                List.of(new Occupancy("scan", 3, 10), new Occupancy("beacon", 5, 1), new Occupancy("scan", 4, 20));
        Feed feed = new Feed(Feed.Visibility.RESPONDER_ONLY, 0.25, 0);
        assertThat(value("vedette_one_way_traffic")).isZero();
        says.accept(new MeteringState(nowNs, 77, detectors, feed, 1_500_000_000L, 2));
        assertThat(value("vedette_flows_active")).isEqualTo(77);
        assertThat(value("vedette_detector_entries", "scan")).isEqualTo(7);
        assertThat(value("vedette_detector_entries", "beacon")).isEqualTo(5);
        assertThat(value("vedette_detector_evictions_total", "scan")).isEqualTo(30);
        assertThat(value("vedette_packet_lag_seconds")).isEqualTo(1.5);
        assertThat(value("vedette_conservation_error_packets")).isEqualTo(2);
        assertThat(value("vedette_acknowledged_unseen_ratio")).isEqualTo(0.25);
        assertThat(value("vedette_one_way_traffic")).isEqualTo(1);
        assertThat(value("vedette_metering_age_seconds")).isBetween(0.0, 60.0);
    }

    @Test
    void whoItIsAndSinceWhenIsTold() {
        assertThat(value("vedette_build_info", "1.2.3", System.getProperty("java.version")))
                .isEqualTo(1);
        assertThat(value("vedette_start_time_seconds")).isEqualTo(1_700_000_000.5);
        assertThat(value("vedette_flows_limit")).isEqualTo(1000);
        assertThat(value("vedette_ready")).isEqualTo(1);
        made.stopping = () -> true;
        assertThat(value("vedette_ready")).isZero();
    }

    @Test
    void namesAreAsPrometheusWantsThem() {
        Set<String> ids = new TreeSet<>();
        for (Metric metric : Metric.values()) {
            assertThat(metric.id()).matches("vedette_[a-z_]+");
            assertThat(metric.help()).endsWith(".").hasSizeLessThan(160);
            assertThat(metric.labels()).allMatch(label -> label.matches("[a-z]+"));
            assertThat(ids.add(metric.id())).isTrue();
        }
    }
}
