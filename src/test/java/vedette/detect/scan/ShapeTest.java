package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vedette.detect.AlertType;
import vedette.detect.Hash;
import vedette.flow.FlowRecords;
import vedette.flow.Outcome;
import vedette.net.IpPrefix;

class ShapeTest {
    private static final long NOW_NS = FlowRecords.MIDNIGHT_NS;

    private static Targets begun() {
        Targets targets = new Targets(1);
        targets.begin(Targets.MINUTE_NS);
        return targets;
    }

    private static void add(Targets targets, String host, int port) {
        IpPrefix address = IpPrefix.parse(host);
        long hash = Hash.of(address.hi(), address.lo());
        targets.add(4, address.hi(), address.lo(), hash, port, Outcome.REJECTED, true, NOW_NS);
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
        Targets targets = begun();
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

    /** What comes first says nothing of the whole. */
    @Test
    void isThatOfTheWholeScan() {
        Targets toOnePort = begun();
        for (int port = 1000; port < 1017; port++) {
            add(toOnePort, "10.0.0.9", port);
        }
        for (int i = 0; i < 400; i++) {
            add(toOnePort, "10.0.1." + i / 2, i % 2 == 0 || i > 390 ? 22 : 22 + i % 2);
        }
        for (int i = 0; i < 400; i++) {
            add(toOnePort, "10.0.2." + i / 2, 22);
        }
        assertThat(toOnePort.shape().type()).isEqualTo(AlertType.SCAN_HORIZONTAL);
        assertThat(toOnePort.topPort()).isEqualTo(22);
        Targets toOneHost = begun();
        for (int i = 0; i < 20; i++) {
            add(toOneHost, "10.0.0." + i, 445);
        }
        for (int port = 1; port <= 150; port++) {
            add(toOneHost, "10.0.0.77", port);
        }
        assertThat(toOneHost.shape()).isEqualTo(Shape.VERTICAL);
        assertThat(toOneHost.topHost()).hasToString("10.0.0.77");
        assertThat(toOneHost.topPorts().get(0)).startsWith("445 x");
    }

    @Test
    void manyHostsAndPortsAreEstimated() {
        Targets targets = begun();
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
        Targets vertical = begun();
        Targets horizontal = begun();
        for (int i = 0; i < 1000; i++) {
            add(vertical, "10.0.0.1", 1 + i);
            add(horizontal, "10.0." + i / 250 + "." + i % 250, 445);
        }
        assertThat(vertical.ports()).isEqualTo(1000);
        assertThat(horizontal.hosts()).isEqualTo(1000);
        assertThat(horizontal.topPorts()).containsExactly("445 x1000");
    }
}
