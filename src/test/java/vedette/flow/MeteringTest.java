package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.flow.Flow.FORWARD;
import static vedette.flow.Flow.REVERSE;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import vedette.decode.PacketBuilder;
import vedette.net.TcpFlags;

/** The rules M1 to M9 but for the TCP block, one packet at a time. */
class MeteringTest {
    private static final String A = "10.0.0.1";
    private static final String B = "10.0.0.2";
    private static final Comparator<Flow> IN_ORDER =
            Comparator.comparingLong((Flow flow) -> flow.closedNs()).thenComparingLong(Flow::flowId);

    private static PacketBuilder udp(String source, int sourcePort, String destination, int destinationPort) {
        return PacketBuilder.ethernet()
                .ipv4(source, destination)
                .udp(sourcePort, destinationPort)
                .payload(10);
    }

    private static PacketBuilder tcp(
            String source, int sourcePort, String destination, int destinationPort, int flags) {
        return PacketBuilder.ethernet()
                .ipv4(source, destination)
                .tcp(sourcePort, destinationPort)
                .flags(flags)
                .seq(1000)
                .ack(5000);
    }

    @Test
    void bothDirectionsAreOneFlowWithItsOwnTimesEachWay() {
        Flow flow = new Meter()
                .at(0, udp(A, 40000, B, 5000))
                .at(0.010, udp(B, 5000, A, 40000))
                .at(0.020, udp(A, 40000, B, 5000))
                .only();

        assertThat(flow.initiatorLo()).isEqualTo(0x0A000001);
        assertThat(flow.initiatorPort()).isEqualTo(40000);
        assertThat(flow.responderPort()).isEqualTo(5000);
        assertThat(flow.packets(FORWARD)).isEqualTo(2);
        assertThat(flow.packets(REVERSE)).isEqualTo(1);
        assertThat(flow.octets(FORWARD)).isEqualTo(2 * 38);
        assertThat(flow.frameOctets(REVERSE)).isEqualTo(52);
        assertThat(flow.firstNs(FORWARD)).isEqualTo(Meter.timeNs(0));
        assertThat(flow.lastNs(FORWARD)).isEqualTo(Meter.timeNs(0.020));
        assertThat(flow.firstNs(REVERSE)).isEqualTo(Meter.timeNs(0.010));
        assertThat(flow.lastNs(REVERSE)).isEqualTo(Meter.timeNs(0.010));
        assertThat(flow.endReason()).isEqualTo(EndReason.FORCED);
    }

    @Test
    void anHourOfSilenceMakesTwoFlows() {
        List<Flow> flows = new Meter()
                .at(0, udp(A, 1111, B, 2222))
                .at(3600, udp(A, 1111, B, 2222))
                .finish();

        assertThat(flows).hasSize(2).allMatch(flow -> flow.packets(FORWARD) == 1);
        assertThat(flows.get(0).endReason()).isEqualTo(EndReason.IDLE);
        assertThat(flows.get(0).closedNs()).isEqualTo(Meter.timeNs(60));
        assertThat(flows.get(0).flowId()).isNotEqualTo(flows.get(1).flowId());
    }

    @Test
    void silenceEndsAFlowWithoutPackets() {
        Meter meter = new Meter().at(0, udp(A, 1111, B, 2222)).pass(59);
        assertThat(meter.records()).isEmpty();
        meter.pass(2);
        assertThat(meter.records()).hasSize(1);
        assertThat(meter.records().get(0).endReason()).isEqualTo(EndReason.IDLE);
    }

    @Test
    void otherTimeoutsHoldForOpenFlowsToo() {
        Meter meter = new Meter().at(0, udp(A, 1111, B, 2222)).at(0, tcp(A, 3333, B, 4444, TcpFlags.SYN));
        meter.retime(idleUdp(20)).pass(19);
        assertThat(meter.records()).isEmpty();
        meter.pass(2);
        assertThat(meter.records()).singleElement().satisfies(flow -> {
            assertThat(flow.initiatorPort()).isEqualTo(1111);
            assertThat(flow.endReason()).isEqualTo(EndReason.IDLE);
            assertThat(flow.closedNs()).isEqualTo(Meter.timeNs(20));
        });
    }

    @Test
    void longerTimeoutsLetOpenFlowsLiveOn() {
        Meter meter = new Meter().at(0, udp(A, 1111, B, 2222)).retime(idleUdp(100));
        assertThat(meter.pass(99).records()).isEmpty();
        assertThat(meter.pass(2).records()).hasSize(1);
    }

    private static FlowConfig idleUdp(int seconds) {
        FlowConfig old = FlowConfig.DEFAULT;
        return new FlowConfig(
                old.maxFlows(),
                old.maxHalfOpen(),
                old.vlanKey(),
                old.idleTcp(),
                old.idleOpening(),
                Duration.ofSeconds(seconds),
                old.idleOther(),
                old.active(),
                old.linger());
    }

    @Test
    void aPacketExactlyAtTheIdleTimeoutBeginsAFlow() {
        assertThat(new Meter()
                        .at(0, udp(A, 1, B, 2))
                        .at(59.999999999, udp(A, 1, B, 2))
                        .at(119.999999999, udp(A, 1, B, 2))
                        .finish())
                .hasSize(2);
    }

    @Test
    void activePartsAreDeltasOfOneFlowAndKeepItsDirection() {
        Meter meter = new Meter();
        for (int i = 0; i <= 700; i += 50) {
            meter.at(i, i % 100 == 0 ? udp(A, 1111, B, 2222) : udp(B, 2222, A, 1111));
        }
        List<Flow> parts = meter.finish();

        assertThat(parts).extracting(Flow::part).containsExactly(1, 2, 3);
        assertThat(parts).extracting(Flow::flowId).containsOnly(parts.get(0).flowId());
        assertThat(parts)
                .extracting(Flow::endReason)
                .containsExactly(EndReason.ACTIVE, EndReason.ACTIVE, EndReason.FORCED);
        assertThat(parts)
                .extracting(flow -> flow.packets(FORWARD) + flow.packets(REVERSE))
                .containsExactly(6L, 6L, 3L);
        assertThat(parts).allMatch(flow -> flow.initiatorPort() == 1111);
        assertThat(parts.get(1).startNs()).isEqualTo(Meter.timeNs(300));
        assertThat(parts.get(1).endNs()).isEqualTo(Meter.timeNs(550));
    }

    @Test
    void theFirstPartOfAContinuationMayBeginInReverse() {
        List<Flow> parts = new Meter()
                .at(0, tcp(A, 40000, B, 80, TcpFlags.SYN))
                .at(1, tcp(B, 80, A, 40000, TcpFlags.SYN | TcpFlags.ACK))
                .at(2, tcp(A, 40000, B, 80, TcpFlags.ACK))
                .at(250, tcp(B, 80, A, 40000, TcpFlags.ACK))
                .at(301, tcp(B, 80, A, 40000, TcpFlags.ACK))
                .finish();

        assertThat(parts).hasSize(2);
        assertThat(parts.get(1).packets(FORWARD)).isZero();
        assertThat(parts.get(1).packets(REVERSE)).isEqualTo(1);
        assertThat(parts.get(1).initiatorPort()).isEqualTo(40000);
    }

    @Test
    void anInterfaceIsAnObservationPointUnlessTheyAreMerged() {
        assertThat(new Meter()
                        .at(0, 0, udp(A, 1, B, 2))
                        .at(1, 1, udp(A, 1, B, 2))
                        .finish())
                .extracting(Flow::observationPoint)
                .containsExactlyInAnyOrder(0, 1);
        assertThat(new Meter(FlowConfig.DEFAULT, true)
                        .at(0, 0, udp(A, 1, B, 2))
                        .at(1, 1, udp(B, 2, A, 1))
                        .finish())
                .hasSize(1);
    }

    @Test
    void vlansSplitFlowsOnlyWhereTheKeyHasThem() {
        assertThat(vlanFlows(VlanKey.NONE)).isEqualTo(1);
        assertThat(vlanFlows(VlanKey.OUTER)).isEqualTo(2);
        assertThat(vlanFlows(VlanKey.BOTH)).isEqualTo(3);
    }

    private static int vlanFlows(VlanKey vlanKey) {
        Meter meter = new Meter(config(1 << 20, vlanKey));
        int[][] tags = {{100, 200}, {100, 201}, {101, 201}};
        for (int[] tag : tags) {
            meter.at(
                    0,
                    PacketBuilder.ethernet()
                            .vlan(tag[0])
                            .vlan(tag[1])
                            .ipv4(A, B)
                            .udp(1, 2)
                            .payload(10));
        }
        List<Flow> flows = meter.finish();
        assertThat(flows.get(0).vlanCount()).isEqualTo(2);
        return flows.size();
    }

    private static FlowConfig config(int maxFlows, VlanKey vlanKey) {
        FlowConfig d = FlowConfig.DEFAULT;
        return new FlowConfig(
                maxFlows,
                1 << 18,
                vlanKey,
                d.idleTcp(),
                d.idleOpening(),
                d.idleUdp(),
                d.idleOther(),
                d.active(),
                d.linger());
    }

    @Test
    void echoRequestAndReplyAreOneFlow() {
        Flow flow = new Meter()
                .at(0, PacketBuilder.ethernet().ipv4(A, B).icmp(8, 0, 77, 1).payload(56))
                .at(0.01, PacketBuilder.ethernet().ipv4(B, A).icmp(0, 0, 77, 1).payload(56))
                .only();
        assertThat(flow.initiatorPort()).isEqualTo(8);
        assertThat(flow.responderPort()).isZero();
        assertThat(flow.packets(REVERSE)).isEqualTo(1);
    }

    @Test
    void anEchoReplyWithoutItsRequestComesFromTheResponder() {
        Flow flow = new Meter()
                .at(0, PacketBuilder.ethernet().ipv4(B, A).icmp(0, 0, 77, 1).payload(56))
                .only();
        assertThat(flow.initiatorLo()).isEqualTo(0x0A000001);
        assertThat(flow.packets(REVERSE)).isEqualTo(1);
    }

    @Test
    void aFullTableEndsTheFlowNextToTimeOutAndSaysSo() {
        Meter meter = new Meter(config(Metering.PARTITIONS, VlanKey.NONE));
        for (int port = 1; port <= 100; port++) {
            meter.at(port * 0.1, udp(A, 1000 + port, B, 2222));
        }
        List<Flow> flows = meter.finish();

        assertThat(flows).hasSize(100);
        assertThat(meter.counters.evictedIdle.get()).isEqualTo(99);
        assertThat(meter.counters.ended(EndReason.LACK_OF_RESOURCES)).isEqualTo(99);
        assertThat(flows).isSortedAccordingTo(IN_ORDER);
    }

    @Test
    void aFloodWithinOneInstantLeavesNoMoreRecordsWaitingThanTheBound() {
        Meter meter = new Meter(config(Metering.PARTITIONS, VlanKey.NONE));
        for (int i = 0; i < ClosedFlows.MOST_OF_A_PARTITION + 10; i++) {
            meter.at(0, udp(A, 20000 + i, B, 2000));
        }
        assertThat(meter.records()).hasSize(ClosedFlows.MOST_OF_A_PARTITION);
        assertThat(meter.finish()).hasSize(ClosedFlows.MOST_OF_A_PARTITION + 10);
    }

    @Test
    void aFullTableEndsHalfOpenConnectionsBeforeEstablishedOnes() {
        Meter meter = new Meter(config(2 * Metering.PARTITIONS, VlanKey.NONE));
        meter.at(0, tcp(A, 40000, B, 80, TcpFlags.SYN))
                .at(
                        0.1,
                        tcp(B, 80, A, 40000, TcpFlags.SYN | TcpFlags.ACK)
                                .seq(4999)
                                .ack(1001))
                .at(0.2, tcp(A, 40000, B, 80, TcpFlags.ACK).seq(1001).ack(5000));
        for (int port = 1; port <= 50; port++) {
            meter.at(1 + port * 0.1, tcp(A, port, B, 80, TcpFlags.SYN));
        }
        meter.at(10, tcp(A, 40000, B, 80, TcpFlags.ACK).seq(1001).ack(5000));
        List<Flow> flows = meter.finish();

        assertThat(flows).hasSize(51);
        assertThat(meter.counters.evictedHalfOpen.get()).isEqualTo(49);
        assertThat(flows)
                .filteredOn(flow -> flow.initiatorPort() == 40000)
                .singleElement()
                .satisfies(flow -> {
                    assertThat(flow.packets(FORWARD)).isEqualTo(3);
                    assertThat(flow.endReason()).isEqualTo(EndReason.FORCED);
                });
    }

    @Test
    void aLatePacketKeepsItsTrueTimeAndDoesNotMoveTheClock() {
        Meter meter = new Meter().at(10, udp(A, 1, B, 2)).at(9.5, udp(A, 1, B, 2));
        Flow flow = meter.only();
        assertThat(flow.startNs()).isEqualTo(Meter.timeNs(9.5));
        assertThat(flow.endNs()).isEqualTo(Meter.timeNs(10));
        assertThat(meter.counters.latePackets.get()).isEqualTo(1);
        assertThat(meter.counters.clockSteps.get()).isZero();
    }

    @Test
    void aFlowWhoseSilenceWasLongEnoughAtTheEndIsIdleNotForced() {
        Meter meter = new Meter();
        for (int i = 0; i < 1_000; i++) {
            meter.at(i * 0.001, udp(A, 1000 + i, B, 9));
        }
        meter.pass(54.5);
        assertThat(meter.finish()).hasSize(1_000).allSatisfy(flow -> {
            boolean silentForAMinute = flow.closedNs() - flow.endNs() >= 60_000_000_000L;
            assertThat(flow.endReason()).isEqualTo(silentForAMinute ? EndReason.IDLE : EndReason.FORCED);
            assertThat(flow.closedNs() - flow.endNs()).isLessThanOrEqualTo(60_000_000_000L);
        });
        assertThat(meter.records())
                .filteredOn(flow -> flow.endReason() == EndReason.IDLE)
                .hasSize(500);
    }

    @Test
    void aClockSetBackEndsNoFlowAndTimersGoOn() {
        Meter meter =
                new Meter().at(4000, udp(A, 1, B, 2)).at(10, udp(A, 1, B, 2)).at(75, udp(A, 3, B, 4));
        meter.metering.expire(Meter.timeNs(4066));
        assertThat(meter.counters.clockSteps.get()).isEqualTo(1);
        assertThat(meter.records()).singleElement().satisfies(flow -> {
            assertThat(flow.packets(FORWARD)).isEqualTo(2);
            assertThat(flow.startNs()).isLessThanOrEqualTo(flow.endNs());
        });
        assertThat(meter.finish()).hasSize(2);
    }

    @Test
    void aFrameOf2106IsSurvived() {
        Meter meter = new Meter()
                .at(0, udp(A, 1, B, 2))
                .at(2_594_967_295.0, udp(A, 1, B, 2))
                .at(1, udp(A, 1, B, 2))
                .at(2, udp(A, 1, B, 2));
        List<Flow> flows = meter.finish();
        assertThat(flows).extracting(flow -> flow.packets(FORWARD)).containsExactly(1L, 3L);
    }

    @Test
    void recordsComeInOrderOfClosingTimeThenFlow() {
        Meter meter = new Meter();
        for (int i = 0; i < 2000; i++) {
            meter.at(i * 0.05, udp("10.0." + i % 7 + "." + i % 200, 1000 + i, B, 53));
            if (i % 13 == 0) {
                meter.pass(0);
            }
        }
        assertThat(meter.finish()).hasSize(2000).isSortedAccordingTo(IN_ORDER);
    }

    @Test
    void oneKeyTwiceInOneNanosecondHasTwoIds() {
        FlowConfig d = FlowConfig.DEFAULT;
        FlowConfig config = new FlowConfig(
                Metering.PARTITIONS,
                1 << 18,
                VlanKey.NONE,
                d.idleTcp(),
                d.idleOpening(),
                d.idleUdp(),
                d.idleOther(),
                Duration.ofSeconds(1),
                d.linger());
        List<Flow> flows = new Meter(config)
                .at(0, udp(A, 1, B, 2))
                .at(0, udp(A, 3, B, 4))
                .at(0, udp(A, 1, B, 2))
                .finish();
        assertThat(flows).hasSize(3);
        assertThat(flows).extracting(Flow::flowId).doesNotHaveDuplicates();
        assertThat(flows).allMatch(flow -> flow.flowId() < 1L << 53);
    }

    @Test
    void anIcmpErrorCountsInItsOwnFlowAndIsAnEventOnTheQuotedOne() {
        byte[] quoted =
                PacketBuilder.raw().ipv4(A, B).udp(5000, 6000).payload(20).build();
        Meter meter = new Meter()
                .at(0, udp(A, 5000, B, 6000))
                .at(
                        0.01,
                        PacketBuilder.ethernet()
                                .ipv4("10.9.9.9", A)
                                .icmp(3, 3, 0, 0)
                                .payload(quoted));
        List<Flow> flows = meter.finish();

        assertThat(flows).hasSize(2);
        assertThat(flows)
                .filteredOn(flow -> flow.protocol() == 17)
                .singleElement()
                .satisfies(flow -> {
                    assertThat(flow.icmpErrors()).isEqualTo(1);
                    assertThat(flow.packets(FORWARD)).isEqualTo(1);
                    assertThat(flow.packets(REVERSE)).isZero();
                });
        assertThat(flows)
                .filteredOn(flow -> flow.protocol() == 1)
                .singleElement()
                .satisfies(flow -> {
                    assertThat(flow.icmpErrors()).isZero();
                    assertThat(flow.packets(FORWARD)).isEqualTo(1);
                });
    }

    @Test
    void twoClocksThatTakeTurnsCutNoFlow() {
        Meter meter = new Meter();
        for (int i = 0; i < 20; i++) {
            meter.at(10_000 + i, udp(A, 1000, B, 2000)).at(i, udp(A, 1000, B, 2000));
        }
        assertThat(meter.only().packets(FORWARD)).isEqualTo(40);
        assertThat(meter.counters.clockSteps.get()).isEqualTo(39);
    }
}
