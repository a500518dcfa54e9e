package vedette.metrics;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import vedette.capture.CaptureCounters;
import vedette.decode.DecodeCounters;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.detect.Feed;
import vedette.detect.memory.MemoryCounters;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.ExportingAgent;
import vedette.flow.FlowCounters;

/** Stages of which nothing runs, but whose counters a test may turn. */
final class MadeStages {
    static final String COLLECTOR = "ipfix+tcp://192.0.2.1:4739";

    final CaptureCounters captured = new CaptureCounters();
    final DecodeCounters decoded = new DecodeCounters();
    final FlowCounters flows = new FlowCounters();
    final Detection detection = new Detection(DetectConfig.DEFAULT, 1, alert -> {});
    final MemoryCounters memory = new MemoryCounters();
    final ExportCounters export = new ExportCounters(() -> 0);
    final List<ExportingAgent> agents = new ArrayList<>();
    /** What the metering thread says; unless a test says otherwise, that it has just come by. */
    Supplier<MeteringState> metering = this::justNow;

    BooleanSupplier stopping = () -> false;
    Map<String, Path> spools = Map.of();

    MadeStages() {
        captured.of("eth0");
        agents.add(agent(COLLECTOR, export));
    }

    private MeteringState justNow() {
        return new MeteringState(System.nanoTime(), 0, detection.occupancy(), Feed.FULL, 0, 0);
    }

    static ExportingAgent agent(String name, ExportCounters counters) {
        return ExportingAgent.live(
                name,
                new Exporter() {
                    @Override
                    public void flush() throws IOException {}

                    @Override
                    public void close() throws IOException {}
                },
                counters,
                100,
                Duration.ZERO);
    }

    Stages stages() {
        return new Stages(
                "1.2.3",
                1_700_000_000_500L,
                1000,
                captured,
                decoded,
                () -> flows,
                detection.alerts(),
                memory,
                () -> List.copyOf(agents),
                () -> spools,
                () -> metering.get(),
                () -> stopping.getAsBoolean());
    }
}
