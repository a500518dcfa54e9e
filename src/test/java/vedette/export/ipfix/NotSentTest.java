package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vedette.export.CollectorConfig;
import vedette.export.DropReason;
import vedette.export.ExportConfig;
import vedette.export.ExportCounters;
import vedette.export.IpfixConfig;
import vedette.export.IpfixProfile;
import vedette.export.ObservationPoints;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;

class NotSentTest {
    private final ExportCounters counters = new ExportCounters(System::nanoTime);

    private long flowRecords(IpfixProfile profile) {
        return NotSent.of(counters, profile).flowRecords();
    }

    @Test
    void aFlowIsARecordForEachDirectionWhereEachIsToldByItself() {
        counters.dropped(DropReason.QUEUE_FULL).add(FlowRecords.tcp().flow());
        counters.dropped(DropReason.DEADLINE)
                .add(FlowRecords.udp().without(Flow.REVERSE).flow());
        assertThat(flowRecords(IpfixProfile.UNIFLOW)).isEqualTo(3);
        assertThat(flowRecords(IpfixProfile.BIFLOW)).isEqualTo(2);
    }

    @Test
    void whatABrokenConnectionTookWithItCountsAsTheRecordsThatWereInIt() {
        Contents contents = new Contents(Contents.Kind.FLOWS, 7);
        contents.addData(3);
        contents.addRecords(2, 20, 200);
        new SentMessage(ByteBuffer.allocate(1), contents, counters).drop(DropReason.CONNECTION_LOST);
        NotSent notSent = NotSent.of(counters, IpfixProfile.UNIFLOW);
        assertThat(notSent.flowRecords()).isEqualTo(3);
        assertThat(notSent.packets()).isEqualTo(20);
        assertThat(flowRecords(IpfixProfile.SILK)).isEqualTo(2);
    }

    /** With a spool that is too small, or a disk that has no room for one. */
    @ParameterizedTest
    @CsvSource({"0, SPOOL_FULL", "9223372036854775807, DISK_LOW"})
    void whatASpoolCannotKeepCountsAsTheRecordsThatWereInIt(long freeSize, DropReason reason, @TempDir Path folder)
            throws IOException {
        ObservationPoints points = new ObservationPoints();
        points.add("eth0", 2);
        IpfixStreamExporter exporter = IpfixStreamExporter.live(
                        new LossyConnection(),
                        CollectorConfig.of("ipfix+tcp://collector.example").withProfile(IpfixProfile.UNIFLOW),
                        IpfixConfig.DEFAULT,
                        ObservationDomains.fixed(7),
                        points,
                        counters)
                .withSpool(new ExportConfig(Duration.ofSeconds(1), folder.toString(), 1 << 20, freeSize));
        for (int i = 0; i < 20_000; i++) {
            FlowRecords record = FlowRecords.tcp().id(i, 1);
            counters.offered().add(record.flow());
            exporter.onFlow(record.flow());
        }
        exporter.flush();
        exporter.close();
        assertThat(counters.dropped(reason).records()).isPositive().isEqualTo(counters.droppedRecords());
        assertThat(flowRecords(IpfixProfile.UNIFLOW)).isEqualTo(2 * counters.droppedRecords());
    }
}
