package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vedette.flow.FlowRecords;
import vedette.flow.Outcome;
import vedette.net.IpPrefix;

class ShapeTest {
    private static final long NOW_NS = FlowRecords.MIDNIGHT_NS;

    private static void add(Targets targets, String host, int port) {
        IpPrefix address = IpPrefix.parse(host);
        targets.add(4, address.hi(), address.lo(), port, Outcome.REJECTED, true, NOW_NS);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 100, VERTICAL",
        "100, 1, HORIZONTAL",
        "100, 3, HORIZONTAL_MULTIPORT",
        "3, 100, VERTICAL_MULTIHOST",
        "200, 20, HORIZONTAL_MULTIPORT",
        "20, 200, VERTICAL_MULTIHOST",
        "40, 40, BLOCK",
        "5, 5, BLOCK",
        "100, 60, BLOCK",
    })
    void isToldByHostsAndPorts(long hosts, long ports, Shape shape) {
        assertThat(Shape.of(hosts, ports)).isEqualTo(shape);
    }

    @Test
    void aFewTargetsOfAnotherKindChangeNoShape() {
        Targets targets = new Targets();
        add(targets, "10.0.0.1", 443);
        add(targets, "10.0.0.2", 443);
        for (int port = 1; port <= 200; port++) {
            add(targets, "10.0.0.3", port);
        }
        assertThat(targets.shape()).isEqualTo(Shape.VERTICAL);
        assertThat(targets.topHost()).hasToString("10.0.0.3");
        assertThat(targets.hosts()).isEqualTo(3);
        assertThat(targets.count()).isEqualTo(202);
    }

    @Test
    void manyHostsAndPortsAreEstimated() {
        Targets targets = new Targets();
        for (int host = 0; host < 250; host++) {
            for (int port = 1; port <= 100; port++) {
                add(targets, "10.0.0." + host, port);
            }
        }
        assertThat(targets.shape()).isEqualTo(Shape.BLOCK);
        assertThat(targets.hosts()).isBetween(200L, 300L);
        assertThat(targets.ports()).isBetween(80L, 120L);
        assertThat(targets.isHostsEstimated()).isTrue();
        assertThat(targets.isPortsEstimated()).isTrue();
        assertThat(targets.lowestText()).isEqualTo("10.0.0.0");
        assertThat(targets.highestText()).isEqualTo("10.0.0.249");
        assertThat(targets.samples()).hasSize(8).first().isEqualTo("+0.000s 10.0.0.0:1 rejected");
    }

    @Test
    void oneHostOrOnePortIsCountedExactly() {
        Targets vertical = new Targets();
        Targets horizontal = new Targets();
        for (int i = 0; i < 1000; i++) {
            add(vertical, "10.0.0.1", 1 + i);
            add(horizontal, "10.0." + i / 250 + "." + i % 250, 445);
        }
        assertThat(vertical.ports()).isEqualTo(1000);
        assertThat(horizontal.hosts()).isEqualTo(1000);
        assertThat(horizontal.topPorts()).containsExactly("445 x1000");
    }
}
