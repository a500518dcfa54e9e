package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;
import vedette.flow.Outcome;
import vedette.flow.Probe;

/** What the scan detector keeps in mind while more sources come than it can remember. */
class ScanMemoryTest {
    private static final long SEED = 11;
    private static final long WAIT_NS = 5_000_000_000L;
    private static final long SERVER_HI = 0xFD00_0000_0000_0000L;
    private static final long SCANNER_HI = 0x2001_0DB8_0000_0001L;

    private final List<Alert> alerts = new ArrayList<>();
    private final Detection detection = new Detection(DetectConfig.DEFAULT.only("scan"), SEED, alerts::add);
    private final FlowRecords records = FlowRecords.tcp().probe(Probe.SYN);
    private long nowNs = FlowRecords.MIDNIGHT_NS;

    private void silent(long sourceHi, long sourceLo, int port) {
        nowNs += 1_000;
        Flow flow = records.ipv6(sourceHi, sourceLo, SERVER_HI, 1)
                .ports(40_000, port)
                .times(Flow.FORWARD, nowNs - WAIT_NS, nowNs - WAIT_NS)
                .flow();
        detection.onOutcome(flow, Outcome.SILENT, nowNs);
    }

    @Test
    void scannerIsFoundAmongSixHundredThousandForgedSources() {
        Random random = new Random(SEED);
        for (int i = 0; i < 600_000; i++) {
            silent(random.nextLong() | 1L << 61, 1, 80);
            if (i % 30_000 == 0) {
                silent(SCANNER_HI, 9, 1 + i / 30_000);
            }
        }
        assertThat(alerts.stream().filter(alert -> alert.type() == AlertType.SCAN_VERTICAL))
                .extracting(alert -> String.valueOf(alert.subject().source()))
                .containsOnly("2001:db8:0:1::9");
    }

    @Test
    void contactsAllocateNothingOnceTheTablesAreFull() {
        Random random = new Random(SEED);
        for (int i = 0; i < 600_000; i++) {
            silent(random.nextLong() | 1L << 61, 1, 80);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            silent(random.nextLong() | 1L << 61, 1, 80);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
    }
}
