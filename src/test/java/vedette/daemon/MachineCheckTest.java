package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import vedette.config.Config;
import vedette.report.Quantity;

class MachineCheckTest {
    private static final long MIB = 1 << 20;

    @Test
    void ringsMayTakeAQuarterOfWhatIsFree() {
        assertThat(MachineCheck.rings(Config.DEFAULT, OptionalLong.of(256 * MIB)))
                .isEqualTo(Finding.well("rings of 64.0 MiB in all"));
        assertThat(MachineCheck.rings(Config.DEFAULT, OptionalLong.of(255 * MIB)))
                .isEqualTo(Finding.bad(
                        "rings of 64.0 MiB in all are more than a quarter of the 255.0 MiB that are free",
                        "lower capture.ring-size"));
        assertThat(MachineCheck.rings(Config.DEFAULT, OptionalLong.empty()).isWell())
                .isTrue();
    }

    @Test
    void aHeapHoldsAllFlowsTablesAndQueues() {
        long needed = MemoryNeeds.of(Config.DEFAULT).inAll();
        long mebibytes = MemoryNeeds.mebibytes(needed);
        assertThat(MachineCheck.heap(Config.DEFAULT, needed).isWell()).isTrue();
        assertThat(MachineCheck.heap(Config.DEFAULT, 768 * MIB))
                .isEqualTo(Finding.bad(
                        "a heap of 768.0 MiB for 1,048,576 flows, detectors and queues is too small: they need "
                                + Quantity.bytes(needed)
                                + ", of which flow.max-flows = 1048576 takes 576.0 MiB, detect.scan.max-sources = 262144"
                                + " takes 85.8 MiB",
                        "VEDETTE_OPTS=-Xmx" + mebibytes + "m, or lower what takes most"));
    }
}
