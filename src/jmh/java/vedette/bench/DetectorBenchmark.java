package vedette.bench;

import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.flow.FlowConfig;
import vedette.flow.FlowCounters;
import vedette.flow.FlowLedger;
import vedette.flow.Metering;

/**
 * Nanoseconds a packet of 10,000 conversations in 60 s takes from its bytes to the detectors. What detectors cost is what it takes more
 * than with {@code none}.
 */
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 15, time = 1)
public class DetectorBenchmark extends StageBenchmark {
    private static final int CONVERSATIONS = 10_000;
    private static final int SECONDS = 60;

    /** After so many packets the detectors know as many hosts as they ever will, and make no more room for them. */
    private static final int FILLING_PACKETS = 16_000_000;

    @Param({
        "none",
        "syn-flood",
        "flood",
        "brute-force",
        "scan",
        "beacon",
        "arp-spoof",
        "exfiltration",
        "lateral",
        "dns-tunnel",
        "all"
    })
    public String detectors = "all";

    private final Packet packet = new Packet();
    private final FlowCounters counters = new FlowCounters();
    private Reel reel;
    private Metering metering;
    private long alerts;

    @Setup
    public void make() throws IOException {
        reel = Reel.of(CONVERSATIONS, SECONDS);
        Detection detection = new Detection(config(), 1, alert -> alerts++);
        metering = new Metering(
                FlowConfig.DEFAULT, false, 1, counters, new FlowLedger(counters, detection, detection, detection, 1));
        while (counters.packets.get() < FILLING_PACKETS) {
            packet();
        }
    }

    private DetectConfig config() {
        return switch (detectors) {
            case "none" -> DetectConfig.DEFAULT.only();
            case "all" -> DetectConfig.DEFAULT;
            default -> DetectConfig.DEFAULT.only(detectors);
        };
    }

    @Benchmark
    public DecodeResult packet() {
        DecodeResult result = reel.next(packet);
        metering.onPacket(packet, 0, reel.timeNs(), reel.timeNs());
        return result;
    }

    /** Alerts allocate; so it is told how many there were. */
    @TearDown
    public void tell() {
        System.out.printf("%d packets, %d alerts%n", counters.packets.get(), alerts);
    }
}
