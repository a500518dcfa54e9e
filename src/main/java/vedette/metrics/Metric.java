package vedette.metrics;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;

/** What is told of the sensor: name, labels and the sentence an operator reads. A new metric is a row here. */
enum Metric {
    BUILD_INFO("vedette_build_info", "Always 1; the labels say which Vedette runs on which Java.", "version", "java"),
    START_TIME("vedette_start_time_seconds", "When the sensor began to capture, in seconds since 1970."),
    READY("vedette_ready", "Whether the sensor captures from all its interfaces and is not about to end: 1 or 0."),

    CAPTURE_FRAMES("vedette_capture_frames_total", "Frames captured and handed to the sensor.", "interface"),
    CAPTURE_OCTETS("vedette_capture_octets_total", "Octets that the captured frames had on the link.", "interface"),
    CAPTURE_TRUNCATED(
            "vedette_capture_truncated_frames_total",
            "Captured frames of which capture.snaplen cut something off.",
            "interface"),
    CAPTURE_DROPPED(
            "vedette_capture_dropped_frames_total",
            "Frames lost before the sensor had them: in the kernel, in the interface or its driver, or in the sensor's own ring.",
            "interface",
            "where"),
    CAPTURE_INTERFACE_UP("vedette_capture_interface_up", "Whether there is the interface: 1 or 0.", "interface"),
    CAPTURE_MERGED(
            "vedette_capture_merged_frames_total",
            "Frames that stand for several of the link's, because an offload merged them.",
            "interface"),
    CAPTURE_DUPLICATES(
            "vedette_capture_duplicate_frames_total",
            "Frames that came a second time on their interface within 50 ms.",
            "interface"),
    CAPTURE_RING_FILLED(
            "vedette_capture_ring_filled_ratio",
            "Which part of the interface's ring waited for the sensor when last looked at, once a second.",
            "interface"),
    CAPTURE_RING_FREEZES(
            "vedette_capture_ring_freezes_total",
            "Times the ring was full and the kernel stopped filling it; what came then is among the dropped.",
            "interface"),

    DECODED("vedette_decode_packets_total", "Packets that were decoded and metered."),
    DECODE_REJECTED("vedette_decode_rejected_total", "Frames that are in no flow, by the reason.", "reason"),
    DECODE_ANOMALIES("vedette_decode_anomalies_total", "Metered packets that were odd, by how they were.", "kind"),

    FLOWS_ACTIVE("vedette_flows_active", "Flows that are open."),
    FLOWS_LIMIT("vedette_flows_limit", "Flows that may be open at once: flow.max-flows."),
    FLOWS_STARTED("vedette_flows_started_total", "Flows that began."),
    FLOWS_ENDED(
            "vedette_flows_ended_total",
            "Flow records closed, by flowEndReason; those of reason active are parts of flows that go on.",
            "reason"),
    FLOWS_FOLDED("vedette_flows_folded_total", "Connection attempts of a flood that are told of in aggregates alone."),
    FLOW_PACKETS("vedette_flow_packets_total", "Packets given to the metering process."),
    FLOW_OCTETS("vedette_flow_octets_total", "IP octets of the packets given to the metering process."),
    FLOW_EVICTIONS(
            "vedette_flow_evictions_total",
            "Entries given up before their time because a table of the metering process was full.",
            "table"),
    FLOW_LATE_PACKETS("vedette_flow_late_packets_total", "Packets a little older than the newest before them."),
    CLOCK_STEPS("vedette_clock_steps_total", "Times the clock that gives packets their times was set."),

    DETECTOR_ENTRIES("vedette_detector_entries", "Entries in the detector's tables.", "detector"),
    DETECTOR_EVICTIONS(
            "vedette_detector_evictions_total",
            "Entries given up because a table of the detector was full.",
            "detector"),
    MEMORY_AGE(
            "vedette_memory_age_seconds",
            "How long ago it was saved what detectors know, or the sensor began; without sensor.state-dir there is none."),
    MEMORY_FAILURES("vedette_memory_failures_total", "Times it could not be saved what detectors know."),
    ALERTS("vedette_alerts_total", "Alerts told: opened, updated, closed.", "type", "state"),
    ALERTS_OPEN("vedette_alerts_open", "Alerts told that are not over.", "type"),
    ALERTS_WITHHELD(
            "vedette_alerts_withheld_total",
            "Alerts not told: on the allow-list, too many in a second, or too many open.",
            "reason"),
    ACKNOWLEDGED_UNSEEN(
            "vedette_acknowledged_unseen_ratio",
            "Part of the TCP acknowledgements that are of segments the sensor never saw: loss before it."),
    ONE_WAY("vedette_one_way_traffic", "Whether of most connections one direction alone reaches the sensor: 1 or 0."),

    EXPORT_OFFERED("vedette_export_offered_records_total", "Flow records there were for the collector.", "collector"),
    EXPORT_RECORDS(
            "vedette_export_records_total",
            "Flow records handed to the operating system on the way to the collector, or written to the file.",
            "collector"),
    EXPORT_FILTERED(
            "vedette_export_filtered_records_total",
            "Flow records the collector did not ask for, or whose format cannot tell them.",
            "collector"),
    EXPORT_DROPPED(
            "vedette_export_dropped_records_total",
            "Flow records that never reached the collector, by the reason.",
            "collector",
            "reason"),
    EXPORT_RESENT(
            "vedette_export_resent_records_total",
            "Flow records sent again because a connection broke; the collector may have them twice.",
            "collector"),
    EXPORT_RECOVERED(
            "vedette_export_recovered_records_total",
            "Flow records found on disk that an earlier run had left for the collector.",
            "collector"),
    EXPORT_QUEUE("vedette_export_queue_records", "Flow records that wait in memory for the collector.", "collector"),
    EXPORT_QUEUE_LIMIT(
            "vedette_export_queue_limit_records",
            "Flow records that may wait in memory for the collector.",
            "collector"),
    EXPORT_SPOOLED("vedette_export_spooled_records", "Flow records that wait on disk for the collector.", "collector"),
    EXPORT_SPOOL_BYTES("vedette_export_spool_bytes", "Disk space taken by what waits for the collector.", "collector"),
    EXPORT_CONNECTED(
            "vedette_export_connected",
            "Whether there is a way to the collector, or the file is still given records: 1 or 0.",
            "collector"),
    EXPORT_REFUSALS(
            "vedette_export_refusals_total",
            "Times the collector's host answered that nobody listens there.",
            "collector"),
    EXPORT_DISK_LOW(
            "vedette_export_disk_low",
            "Whether the disk is too full to keep what waits for the collector: 1 or 0.",
            "collector"),
    EXPORT_ALERTS(
            "vedette_export_alerts_total",
            "Messages of alerts handed to the operating system on the way to the collector, or written to the file.",
            "collector"),
    EXPORT_DROPPED_ALERTS(
            "vedette_export_dropped_alerts_total",
            "Messages of alerts that never reached the collector, by the reason.",
            "collector",
            "reason"),

    PACKET_LAG(
            "vedette_packet_lag_seconds",
            "How long after it was captured a packet was metered, at the most in the last second; 0 without packets."),
    METERING_AGE(
            "vedette_metering_age_seconds",
            "How long ago the threads that capture, meter and detect had last all gone on; more than a few seconds mean that one hangs."),
    CONSERVATION_ERROR(
            "vedette_conservation_error_packets",
            "Packets that are neither rejected nor in a record nor in an open flow, or are there twice; 0, or the sensor has a fault.");

    private static final String COUNTER = "_total";

    private final String id;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes one that is
    private final List<String> labels;

    Metric(String id, String help, String... labels) {
        this.id = id;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** Its name as it is served. */
    String id() {
        return id;
    }

    String help() {
        return help;
    }

    List<String> labels() {
        return labels;
    }

    /** Whether it only ever grows. */
    boolean isCounter() {
        return id.endsWith(COUNTER);
    }

    /** A family without samples. */
    MetricFamilySamples family() {
        return isCounter()
                ? new CounterMetricFamily(id.substring(0, id.length() - COUNTER.length()), help, labels)
                : new GaugeMetricFamily(id, help, labels);
    }
}
