package vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vedette.detect.beacon.BeaconConfig;
import vedette.detect.bruteforce.BruteForceConfig;
import vedette.detect.exfiltration.ExfiltrationConfig;
import vedette.detect.flood.FloodConfig;
import vedette.detect.flood.SynFloodConfig;
import vedette.detect.lateral.LateralConfig;
import vedette.detect.scan.ScanConfig;
import vedette.detect.tunnel.DnsTunnelConfig;

class TableSizeTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final long SMALL_OBJECTS = 16 << 10;

    static Stream<DetectConfig> configurations() {
        return Stream.of(
                all(4096, 1024, 32_768, 262_144, 262_144),
                all(1 << 15, 1 << 14, 100_000, 1 << 21, 1 << 21),
                all(100, 100, 1000, 1024, 100_000));
    }

    static Stream<DetectConfig> detectors() {
        return configurations()
                .flatMap(config -> Stream.of(
                                "syn-flood",
                                "flood",
                                "brute-force",
                                "scan",
                                "beacon",
                                "exfiltration",
                                "lateral",
                                "dns-tunnel")
                        .map(config::only));
    }

    private static DetectConfig all(int synTargets, int targets, int pairs, int candidates, int sources) {
        DetectConfig usual = DetectConfig.DEFAULT;
        BeaconConfig beacon = usual.beacon();
        ScanConfig scan = usual.scan();
        return new DetectConfig(
                usual.enabled(),
                usual.localNets(),
                usual.allow(),
                new SynFloodConfig(600, 20, 500, 5_000, synTargets),
                new FloodConfig(2_000, 5_000_000, targets),
                new BruteForceConfig(15, 20, 0.15, pairs),
                new BeaconConfig(0.6, false, false, beacon.resolvers(), beacon.ignore(), candidates / 4, candidates),
                new ScanConfig(sources, scan.memory(), 5, 7, 9, scan.unusedNets()),
                new ExfiltrationConfig(100L << 20, 500L << 20, 1L << 30, 0.6, List.of(), pairs / 2),
                new LateralConfig(8, 3, usual.lateral().services(), targets),
                new DnsTunnelConfig(200, 1000, 40, List.of(), pairs / 4));
    }

    /** Never too little, and no more than a quarter too much. */
    @ParameterizedTest
    @MethodSource("detectors")
    void whatTablesAreSaidToTakeFromTheStartIsWhatIsMadeForThem(DetectConfig config) {
        long said = Detectors.tables(config).stream()
                .mapToLong(TableSize::octetsAtOnce)
                .sum();
        Detectors.Context context = Contexts.of(alert -> {});
        Detectors.make(config, context);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Detectors.make(config, context);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(said).isBetween(allocated - SMALL_OBJECTS, allocated * 5 / 4);
    }
}
