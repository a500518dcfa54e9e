package vedette.evaluate;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.daemon.MeteringAgent;
import vedette.detect.Alert;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.detect.Detection.Occupancy;
import vedette.flow.Flow;
import vedette.flow.FlowConfig;
import vedette.net.IpPrefix;

/**
 * A capture that has gone through the sensor with all detectors at their defaults.
 *
 * @param hostHours hours in which an address of the site, or a client if there is none, had a flow, summed over addresses
 * @param cpuNs of the thread, without the making of the tables
 * @param entries most entries each detector held
 * @param evictions entries each gave up
 */
record Watched(
        String capture,
        List<Told> alerts,
        double hostHours,
        long packets,
        long cpuNs,
        Map<String, Integer> entries,
        Map<String, Long> evictions) {
    private static final long SEED = 1;
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final int TURNS_PER_SAMPLE = 16;
    private static final int LONG_PACKETS = 10_000;
    private static final List<IpPrefix> LOCAL =
            DetectConfig.DEFAULT.localNets().stream().map(IpPrefix::parse).toList();

    private record HostHour(IpPrefix host, long hour) {}

    static Watched of(Path root, String capture) throws IOException {
        List<Alert> alerts = new ArrayList<>();
        Set<HostHour> local = new HashSet<>();
        Set<HostHour> clients = new HashSet<>();
        Map<String, Integer> entries = new TreeMap<>();
        Map<String, Long> evictions = new TreeMap<>();
        Detection detection = new Detection(DetectConfig.DEFAULT, SEED, alerts::add);
        long startNs = threadCpuNs();
        long packets;
        try (CaptureFiles source =
                CaptureFiles.open(List.of(root.resolve(capture).toString()))) {
            MeteringAgent agent = MeteringAgent.replay(
                    source, FlowConfig.DEFAULT, false, detection, flow -> noteHosts(flow, local, clients));
            for (int turn = 0; agent.turn() != CaptureSource.END; turn++) {
                if (turn % TURNS_PER_SAMPLE == 0) {
                    sample(detection, entries, evictions);
                }
            }
            sample(detection, entries, evictions);
            agent.finish();
            sample(detection, entries, evictions);
            packets = source.counters().captured.sum();
        }
        long cpuNs = threadCpuNs() - startNs;
        double hours = local.isEmpty() ? clients.size() : local.size();
        return new Watched(capture, Told.of(alerts), hours, packets, cpuNs, entries, evictions);
    }

    /** The same without any detector: how long it takes. */
    static long withoutDetectorsNs(Path root, String capture) throws IOException {
        Detection none = new Detection(DetectConfig.DEFAULT.only(), SEED, alert -> {});
        long startNs = threadCpuNs();
        try (CaptureFiles source =
                CaptureFiles.open(List.of(root.resolve(capture).toString()))) {
            MeteringAgent agent = MeteringAgent.replay(source, FlowConfig.DEFAULT, false, none, flow -> {});
            while (agent.turn() != CaptureSource.END) {
                // only the time matters
            }
            agent.finish();
        }
        return threadCpuNs() - startNs;
    }

    private static long threadCpuNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void sample(Detection detection, Map<String, Integer> entries, Map<String, Long> evictions) {
        Map<String, Integer> now = new TreeMap<>();
        Map<String, Long> soFar = new TreeMap<>();
        for (Occupancy occupancy : detection.occupancy()) {
            now.merge(occupancy.detector(), occupancy.entries(), Integer::sum);
            soFar.merge(occupancy.detector(), occupancy.evictions(), Long::sum);
        }
        now.forEach((name, count) -> entries.merge(name, count, Math::max));
        evictions.putAll(soFar);
    }

    private static void noteHosts(Flow flow, Set<HostHour> local, Set<HostHour> clients) {
        if (flow.isAggregate()) {
            return;
        }
        long hour = Math.floorDiv(flow.startNs(), HOUR_NS);
        IpPrefix initiator = IpPrefix.of(flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo());
        IpPrefix responder = IpPrefix.of(flow.ipVersion(), flow.responderHi(), flow.responderLo());
        clients.add(new HostHour(initiator, hour));
        if (isLocal(initiator)) {
            local.add(new HostHour(initiator, hour));
        }
        if (isLocal(responder) && flow.packets(Flow.REVERSE) > 0) {
            local.add(new HostHour(responder, hour));
        }
    }

    private static boolean isLocal(IpPrefix address) {
        return LOCAL.stream().anyMatch(net -> net.contains(address));
    }

    /** Whether its packets take longer than what is done once. */
    boolean isLong() {
        return packets >= LONG_PACKETS;
    }

    String folder() {
        return capture.substring(0, capture.indexOf('/'));
    }
}
