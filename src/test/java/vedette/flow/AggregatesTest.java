package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.decode.PacketBuilder.ethernet;

import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import vedette.net.TcpFlags;

/** Attempts on a service under a flood are told of in aggregates. */
class AggregatesTest {
    private static final String VICTIM = "10.0.0.2";
    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;

    private final Meter meter = new Meter(FlowConfig.DEFAULT, (flow, nowNs) -> flow.responderPort() < 1000);

    private void syn(double seconds, int source, int port) {
        String address = "198.51." + (source >>> 8) + "." + (source & 0xFF);
        meter.at(seconds, ethernet().ipv4(address, VICTIM).tcp(4000, port).flags(TcpFlags.SYN));
    }

    private List<Flow> aggregates() {
        return meter.finish().stream().filter(Flow::isAggregate).toList();
    }

    @Test
    void attemptsBecomeOneRecordForEveryTenSeconds() {
        for (int i = 0; i < 6_000; i++) {
            String address = "198.51." + (i % 500 >>> 8) + "." + (i % 500 & 0xFF);
            meter.at(
                    i * 0.01, ethernet().ipv4(address, VICTIM).tcp(4000 + i, 80).flags(TcpFlags.SYN));
        }
        List<Flow> aggregates = aggregates();
        assertThat(meter.records()).isEqualTo(aggregates).hasSizeBetween(4, 5);
        assertThat(aggregates.stream()
                        .mapToLong(record -> record.packets(Flow.FORWARD))
                        .sum())
                .isEqualTo(6_000);
        assertThat(aggregates.stream().mapToLong(Flow::originalFlows).sum())
                .isEqualTo(meter.counters.folded.get())
                .isEqualTo(meter.counters.started.get());
        Flow first = aggregates.get(0);
        assertThat(first.initiatorLo()).isZero();
        assertThat(first.initiatorPort()).isZero();
        assertThat(first.responderPort()).isEqualTo(80);
        assertThat(first.distinctSources()).isCloseTo(500, Percentage.withPercentage(10));
        assertThat(first.tcpFlags(Flow.FORWARD)).isEqualTo(TcpFlags.SYN);
    }

    @Test
    void aConnectionThatIsCompletedStaysAFlow() {
        syn(0, 1, 80);
        syn(0, 2, 80);
        meter.at(0.1, ethernet().ipv4(VICTIM, "198.51.0.2").tcp(80, 4000).flags(SYN_ACK));
        meter.at(0.2, ethernet().ipv4("198.51.0.2", VICTIM).tcp(4000, 80).flags(TcpFlags.ACK));
        assertThat(meter.finish())
                .filteredOn(record -> !record.isAggregate())
                .singleElement()
                .satisfies(record -> assertThat(record.packets(Flow.FORWARD) + record.packets(Flow.REVERSE))
                        .isEqualTo(3));
        assertThat(meter.counters.folded.get()).isEqualTo(1);
    }

    @Test
    void answersOfTheVictimAreCountedToo() {
        syn(0, 1, 80);
        meter.at(0.1, ethernet().ipv4(VICTIM, "198.51.0.1").tcp(80, 4000).flags(SYN_ACK));
        Flow aggregate = meter.only();
        assertThat(aggregate.packets(Flow.REVERSE)).isEqualTo(1);
        assertThat(aggregate.tcpFlags(Flow.REVERSE)).isEqualTo(SYN_ACK);
    }

    @Test
    void servicesAreFoldedApartAndOthersNotAtAll() {
        syn(0, 1, 80);
        syn(0, 2, 443);
        syn(0, 3, 8080);
        assertThat(aggregates()).hasSize(2);
        assertThat(meter.records()).hasSize(3);
    }

    @Test
    void moreServicesThanThereIsRoomForAreToldOfOneByOne() {
        for (int port = 1; port <= 100; port++) {
            syn(0, port, port);
        }
        assertThat(aggregates()).hasSize(Aggregates.MOST);
        assertThat(meter.records()).hasSize(100);
    }

    @Test
    void recordsStayInTheOrderTheyWereClosed() {
        for (int i = 0; i < 2_000; i++) {
            syn(i * 0.05, i % 50, i % 7 == 0 ? 8080 : 80 + i % 3);
        }
        List<Flow> records = meter.finish();
        assertThat(records).isSortedAccordingTo((a, b) -> Long.compare(a.closedNs(), b.closedNs()));
        assertThat(records).anyMatch(Flow::isAggregate).anyMatch(record -> !record.isAggregate());
    }

    @Test
    void halfOpenConnectionsHaveABoundOfTheirOwn() {
        FlowConfig few = new FlowConfig(
                1 << 20,
                64 * 4,
                VlanKey.NONE,
                FlowConfig.DEFAULT.idleTcp(),
                FlowConfig.DEFAULT.idleOpening(),
                FlowConfig.DEFAULT.idleUdp(),
                FlowConfig.DEFAULT.idleOther(),
                FlowConfig.DEFAULT.active(),
                FlowConfig.DEFAULT.linger());
        Meter small = new Meter(few);
        small.at(0, ethernet().ipv4("10.0.0.9", VICTIM).udp(5000, 6000).payload(10));
        for (int i = 0; i < 10_000; i++) {
            String address = "198.51." + (i >>> 8) + "." + (i & 0xFF);
            small.at(
                    1 + i * 0.0001,
                    ethernet().ipv4(address, VICTIM).tcp(4000, 80).flags(TcpFlags.SYN));
        }
        assertThat(small.metering.openFlows()).isLessThanOrEqualTo(64 * 4 + 1);
        assertThat(small.counters.evictedHalfOpen.get()).isGreaterThan(9_000);
        assertThat(small.finish())
                .filteredOn(record -> record.protocol() == 17)
                .singleElement()
                .satisfies(record -> assertThat(record.endReason()).isEqualTo(EndReason.FORCED));
    }
}
