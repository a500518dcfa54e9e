package vedette.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import vedette.decode.Packet;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.IpfixProfile;
import vedette.export.ObservationPoints;
import vedette.export.file.PieceOutput;
import vedette.export.ipfix.IpfixFileExporter;
import vedette.export.ipfix.ObservationDomains;
import vedette.export.json.JsonLines;
import vedette.flow.Flow;
import vedette.flow.FlowConfig;
import vedette.flow.FlowCounters;
import vedette.flow.FlowEvents;
import vedette.flow.FlowLedger;
import vedette.flow.Folding;
import vedette.flow.Metering;

/** Nanoseconds to encode a flow record, of {@value #RECORDS} that conversations have left, and to throw it away. */
@State(Scope.Thread)
public class ExportBenchmark extends StageBenchmark {
    private static final int RECORDS = 1024;

    @Param({"ipfix-full", "ipfix-biflow", "json"})
    public String format = "json";

    private final Flow flow = new Flow();
    private final long[] words = new long[RECORDS * Flow.WORDS];
    private int filled;
    private Exporter exporter;

    @Setup
    public void make() throws IOException {
        Reel reel = Reel.of(4 * RECORDS, 60);
        Packet packet = new Packet();
        FlowCounters counters = new FlowCounters();
        Metering metering = new Metering(
                FlowConfig.DEFAULT,
                false,
                1,
                counters,
                new FlowLedger(counters, this::keep, FlowEvents.NONE, Folding.NONE, 1));
        for (int i = 0; i < reel.packets(); i++) {
            reel.next(packet);
            metering.onPacket(packet, 0, reel.timeNs(), reel.timeNs());
        }
        metering.flush(reel.timeNs());
        if (filled < RECORDS) {
            throw new IllegalStateException("only " + filled + " records");
        }
        exporter = exporter();
    }

    private void keep(Flow record) {
        if (filled < RECORDS) {
            record.copyTo(words, filled++ * Flow.WORDS);
        }
    }

    private Exporter exporter() {
        PieceOutput nowhere = PieceOutput.to(OutputStream.nullOutputStream());
        ObservationPoints points = new ObservationPoints();
        points.add("eth0", 2);
        ExportCounters counters = new ExportCounters(() -> 0);
        return switch (format) {
            case "ipfix-full" -> ipfix(nowhere, IpfixProfile.FULL, points, counters);
            case "ipfix-biflow" -> ipfix(nowhere, IpfixProfile.BIFLOW, points, counters);
            default -> new JsonLines(nowhere, points, counters);
        };
    }

    private static Exporter ipfix(
            PieceOutput out, IpfixProfile profile, ObservationPoints points, ExportCounters counters) {
        ObservationDomains domain = ObservationDomains.fixed(1);
        return IpfixFileExporter.live(Path.of("nowhere"), out, profile, domain, points, counters);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public Flow record() throws IOException {
        for (int i = 0; i < RECORDS; i++) {
            exporter.onFlow(flow.wrap(words, i * Flow.WORDS));
        }
        return flow;
    }
}
