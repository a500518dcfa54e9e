package vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import vedette.detect.AlertCounters.Fate;

/** Who is allowed to scan, or comes when too many alerts are open, goes on for long: his packets cost no more than others'. */
class UntoldAllocationTest {
    private static final int STEPS_PER_SECOND = 1_000;
    private static final int WARM_UP_STEPS = 130_000;
    private static final int STEPS = 300_000;
    private static final int KINDS = 6;

    /** What is brought to the desk in vain is made anew every ten seconds: so often, and with some 20 KiB of words each time. */
    private static final long ALLOWED_BYTES = KINDS * (STEPS / STEPS_PER_SECOND / 10) * (24L << 10);

    private static final int BEACONS = 10;

    private final ThreadMXBean threads = threads();

    private static ThreadMXBean threads() {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "this JVM does not count allocations");
        return (ThreadMXBean) ManagementFactory.getThreadMXBean();
    }

    /** One of those whom nobody is told of does what he does. */
    private static void step(Barrage barrage, int i) {
        double seconds = (double) i / STEPS_PER_SECOND;
        int n = i / KINDS;
        int fresh = 0x0A010000 + n;
        int port = 1024 + n % 60_000;
        switch (i % KINDS) {
            case 0 -> barrage.refused(seconds, 0x0A630001, port, fresh, 445);
            case 1 -> barrage.smallDatagram(seconds, 0x0A630002, 5000, 0x0A020000 + n % 250, 1024 + n / 250);
            case 2 -> barrage.echo(seconds, 0x0A630003, fresh);
            case 3 -> barrage.refused(seconds, 0x0A630004, port, 0x0A010007, 8080);
            case 4 -> barrage.ask(seconds, 0x0A630005, fresh);
            default -> {
                if (n % 100 == 0) {
                    int beacon = n / 100 % BEACONS;
                    barrage.syn(seconds, 0x0A640000 + beacon, port, 0xC6336400 + beacon, 8443);
                }
            }
        }
    }

    private long allocatedBy(Barrage barrage) {
        for (int i = 0; i < WARM_UP_STEPS; i++) {
            step(barrage, i);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = WARM_UP_STEPS; i < WARM_UP_STEPS + STEPS; i++) {
            step(barrage, i);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static void assertHappened(Barrage barrage, Fate fate) {
        for (AlertType type : List.of(
                AlertType.SCAN_HORIZONTAL,
                AlertType.SCAN_UDP,
                AlertType.SCAN_ICMP_SWEEP,
                AlertType.SCAN_ARP_SWEEP,
                AlertType.RETRY_STORM,
                AlertType.BEACON_PERIODIC)) {
            assertThat(barrage.counters().of(fate, type))
                    .as("%s %s", type, fate)
                    .isPositive();
        }
    }

    @Test
    void whatIsAllowedAllocatesNothingForAPacket() {
        Barrage barrage = new Barrage(DetectConfig.DEFAULT.allowing(List.of("from 10.96.0.0/12")));
        long allocated = allocatedBy(barrage);
        assertHappened(barrage, Fate.ALLOWED);
        assertThat(barrage.counters().of(Fate.OPENED)).isZero();
        assertThat(allocated).isLessThan(ALLOWED_BYTES);
    }

    @Test
    void whatIsRefusedAllocatesNothingForAPacket() {
        Barrage barrage = new Barrage(DetectConfig.DEFAULT);
        long nowNs = Watch.timeNs(0);
        for (int i = 0; i < AlertDesk.MOST_OPEN; i++) {
            Finding grave = Findings.of(5, nowNs);
            Finding critical = new Finding(Level.CRITICAL, 90, "", nowNs, nowNs, 5, grave.message(), grave.evidence());
            barrage.desk().open(AlertType.FLOOD_SYN, Findings.source(i), critical, nowNs);
        }
        long allocated = allocatedBy(barrage);
        assertHappened(barrage, Fate.REFUSED);
        assertThat(allocated).isLessThan(ALLOWED_BYTES);
    }
}
