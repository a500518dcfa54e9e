package vedette.metrics;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import vedette.capture.CaptureCounters;
import vedette.decode.DecodeCounters;
import vedette.detect.AlertCounters;
import vedette.detect.memory.MemoryCounters;
import vedette.export.ExportingAgent;
import vedette.flow.FlowCounters;

/**
 * What is read of a sensor; all of it may be read from any thread.
 *
 * @param version the sensor's
 * @param startedMs when it began to capture, milliseconds since 1970
 * @param maxFlows flows that may be open at once
 * @param memory how saving fares what detectors know
 * @param exports the agents there are now
 * @param spools the directory where records wait for a collector, by the collector's name
 * @param metering what the metering thread said last
 * @param isStopping whether it is about to end
 */
public record Stages(
        String version,
        long startedMs,
        int maxFlows,
        CaptureCounters captured,
        DecodeCounters decoded,
        Supplier<FlowCounters> flows,
        AlertCounters alerts,
        MemoryCounters memory,
        Supplier<List<ExportingAgent>> exports,
        Supplier<Map<String, Path>> spools,
        Supplier<MeteringState> metering,
        BooleanSupplier isStopping) {}
