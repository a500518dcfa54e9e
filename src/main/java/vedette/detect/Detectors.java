package vedette.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import vedette.detect.beacon.BeaconDetector;
import vedette.detect.bruteforce.BruteForceDetector;
import vedette.detect.byproduct.BackscatterDetector;
import vedette.detect.byproduct.LongConnectionDetector;
import vedette.detect.byproduct.RetryStormDetector;
import vedette.detect.exfiltration.ExfiltrationDetector;
import vedette.detect.flood.FloodDetector;
import vedette.detect.flood.SynFloodDetector;
import vedette.detect.lateral.LateralDetector;
import vedette.detect.scan.NeighborSweepDetector;
import vedette.detect.scan.PingSweepDetector;
import vedette.detect.scan.PortSurgeDetector;
import vedette.detect.scan.PrefixScanDetector;
import vedette.detect.scan.ProtocolScanDetector;
import vedette.detect.scan.ScanDetector;
import vedette.detect.spoof.ArpSpoofDetector;
import vedette.detect.tunnel.DnsTunnelDetector;

/** The detectors there are. A new one is a line here. Several that share a name are switched on together. */
public final class Detectors {
    /** What a detector is given besides its configuration. */
    public record Context(Surroundings surroundings, AlertDesk desk, long seed) {}

    /**
     * @param name in the configuration: {@code [detect.NAME]}
     * @param config the detector's section
     */
    record Entry<C>(String name, Function<DetectConfig, C> config, BiFunction<C, Context, Detector> maker) {
        Detector make(DetectConfig all, Context context) {
            return maker.apply(config.apply(all), context);
        }

        List<TableSize> tables(DetectConfig all) {
            return config.apply(all) instanceof Sized sized ? sized.tables() : List.of();
        }

        boolean runsIn(DetectConfig all) {
            return all.enabled().contains(name);
        }

        /** Whether it does the same in both. */
        boolean isSameIn(DetectConfig one, DetectConfig other) {
            return runsIn(one) && runsIn(other) && config.apply(one).equals(config.apply(other));
        }
    }

    static final List<Entry<?>> ALL = List.of(
            new Entry<>("syn-flood", DetectConfig::synFlood, SynFloodDetector::new),
            new Entry<>("flood", DetectConfig::flood, FloodDetector::new),
            new Entry<>("brute-force", DetectConfig::bruteForce, BruteForceDetector::new),
            new Entry<>("scan", DetectConfig::scan, ScanDetector::new),
            with("scan", PingSweepDetector::new),
            with("scan", NeighborSweepDetector::new),
            with("scan", ProtocolScanDetector::new),
            with("scan", PrefixScanDetector::new),
            with("scan", PortSurgeDetector::new),
            with("scan", BackscatterDetector::new),
            with("scan", RetryStormDetector::new),
            new Entry<>("beacon", DetectConfig::beacon, BeaconDetector::new),
            with("beacon", LongConnectionDetector::new),
            with("arp-spoof", ArpSpoofDetector::new),
            new Entry<>("exfiltration", DetectConfig::exfiltration, ExfiltrationDetector::new),
            new Entry<>("lateral", DetectConfig::lateral, LateralDetector::new),
            new Entry<>("dns-tunnel", DetectConfig::dnsTunnel, DnsTunnelDetector::new));

    /** A detector without a section of its own. */
    private static Entry<String> with(String name, Function<Context, Detector> maker) {
        return new Entry<>(name, config -> name, (section, context) -> maker.apply(context));
    }

    private Detectors() {}

    /** Names of all, in the order they are told of events. */
    public static List<String> names() {
        return ALL.stream().map(Entry::name).distinct().toList();
    }

    /** The name of each that {@link #make} makes. */
    static String[] namesOfEach(DetectConfig config) {
        return ALL.stream()
                .filter(entry -> entry.runsIn(config))
                .map(Entry::name)
                .toArray(String[]::new);
    }

    /** Tables of all that run. */
    public static List<TableSize> tables(DetectConfig config) {
        return ALL.stream()
                .filter(entry -> entry.runsIn(config))
                .flatMap(entry -> entry.tables(config).stream())
                .toList();
    }

    /** Tables of those that begin anew when one configuration takes the place of another. */
    public static List<TableSize> tablesAnew(DetectConfig before, DetectConfig now) {
        return ALL.stream()
                .filter(entry -> entry.runsIn(now) && !entry.isSameIn(before, now))
                .flatMap(entry -> entry.tables(now).stream())
                .toList();
    }

    static Detector[] make(DetectConfig config, Context context) {
        return ALL.stream()
                .filter(entry -> entry.runsIn(config))
                .map(entry -> entry.make(config, context))
                .toArray(Detector[]::new);
    }

    /**
     * Those of another configuration: what is the same in both goes on, with all it knows.
     *
     * @param running as {@link #make} made them of {@code before}
     */
    static Detector[] remake(DetectConfig before, Detector[] running, DetectConfig now, Context context) {
        List<Detector> all = new ArrayList<>();
        int at = 0;
        for (Entry<?> entry : ALL) {
            Detector old = entry.runsIn(before) ? running[at++] : null;
            if (entry.runsIn(now)) {
                all.add(old != null && entry.isSameIn(before, now) ? old : entry.make(now, context));
            }
        }
        return all.toArray(Detector[]::new);
    }
}
