package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.flow.Flow.FORWARD;
import static vedette.flow.Flow.REVERSE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.decode.PacketBuilder;
import vedette.net.IpProtocol;
import vedette.net.TcpFlags;

/**
 * Faults of other flow meters, CICFlowMeter's above all, that ours must not have. Those not here have their tests where the
 * rules are tested:
 *
 * <ul>
 *   <li>one FIN closes, or the FINs of one side: {@link TcpMeterTest#closedOnlyAfterFinFromBothSidesAndAck}
 *   <li>RST is overlooked: {@link TcpMeterTest#rstEndsTheConnection}
 *   <li>the last ACKs become a flow of their own: {@link TcpMeterTest#latePacketsJoinTheClosedFlowDuringLinger}
 *   <li>a second FIN and what follows is dropped: {@link
 *       TcpMeterTest#sumOfFlowPacketsIsPacketsSeenThoughAFinIsSentAgain}
 *   <li>a continuation begins forward: {@link TcpMeterTest#partsKeepTheDirectionOfTheFirstPart}
 *   <li>a SYN-ACK captured first turns the flow round: {@link TcpMeterTest#handshakeFlagsBeatArrivalOrder}
 *   <li>a SYN in an old flow begins none: {@link TcpMeterTest#portReuseSplitsInsideTheLinger}
 *   <li>flags are counted from the first packet only: {@link TcpMeterTest#flagCountsAreThoseOfEachPacketAndDirection}
 *   <li>the first window is overwritten: {@link TcpMeterTest#initialWindowIsTheFirstOfEachSide}
 *   <li>retransmissions count as data: {@link TcpMeterTest#retransmitsAreCountedApart}
 *   <li>times without zone and to the second: {@code JsonBufferTest.everyTimeReadsBack}
 *   <li>packets are kept until their flow ends: {@code DataPathAllocationTest.aPacketAllocatesNothing}
 *   <li>live differs from offline: {@code LiveIT}, and one engine for both
 * </ul>
 */
class PeerBugsTest {
    private static final int V4 = 4;
    private static final int V6 = 6;

    /** The timeout was looked at only when the same key came again, and counted from the flow's start. */
    @Test
    void aFlowEndsByTheClockThoughNoPacketOfItComesAgain() {
        Meter meter = new Meter().at(0, udp(V4, true, 10));
        for (int second = 1; second <= 70; second++) {
            meter.at(
                            second,
                            PacketBuilder.ethernet()
                                    .ipv4("10.9.9.9", "10.9.9.8")
                                    .udp(7, 8))
                    .pass(0);
        }
        assertThat(meter.records()).singleElement().satisfies(flow -> {
            assertThat(flow.endReason()).isEqualTo(EndReason.IDLE);
            assertThat(flow.closedNs()).isEqualTo(Meter.timeNs(60));
        });
    }

    @Test
    void theIdleTimeoutCountsFromTheLastPacketAndTheActiveOneFromTheStart() {
        Meter meter = new Meter();
        for (int second = 0; second <= 320; second += 40) {
            meter.at(second, udp(V4, true, 10));
        }
        List<Flow> records = meter.pass(100).records();
        assertThat(records).extracting(Flow::endReason).containsExactly(EndReason.ACTIVE, EndReason.IDLE);
        assertThat(records.get(1).closedNs()).isEqualTo(Meter.timeNs(380));
    }

    /** Flows of one packet were never written, so that scans left no trace. */
    @ParameterizedTest
    @ValueSource(ints = {V4, V6})
    void everyPacketOfAScanIsInARecord(int version) {
        Meter meter = new Meter();
        for (int port = 1; port <= 1000; port++) {
            meter.at(port * 0.001, ip(version, true).tcp(40000, port).flags(TcpFlags.SYN));
        }
        assertThat(meter.finish())
                .hasSize(1000)
                .allMatch(flow -> flow.packets(FORWARD) == 1 && flow.packets(REVERSE) == 0);
    }

    /** The first packet's length was added twice. */
    @ParameterizedTest
    @ValueSource(ints = {V4, V6})
    void octetsAreTheSumOfTheIpLengths(int version) {
        Flow flow = new Meter()
                .at(0, udp(version, true, 100))
                .at(1, udp(version, false, 1000))
                .at(2, udp(version, true, 1))
                .only();
        int headers = (version == V4 ? 20 : 40) + 8;
        assertThat(flow.octets(FORWARD)).isEqualTo(100 + 1 + 2 * headers);
        assertThat(flow.octets(REVERSE)).isEqualTo(1000 + headers);
    }

    /** Addresses were compared by reference, so that all packets seemed to go one way. */
    @ParameterizedTest
    @ValueSource(ints = {V4, V6})
    void eachDirectionCountsItsOwnPackets(int version) {
        Meter meter = new Meter();
        for (int i = 0; i < 10; i++) {
            meter.at(i * 0.1, udp(version, true, 10));
            meter.at(i * 0.1 + 0.05, udp(version, i % 2 == 0, 10));
        }
        Flow flow = meter.only();
        assertThat(flow.packets(FORWARD)).isEqualTo(15);
        assertThat(flow.packets(REVERSE)).isEqualTo(5);
    }

    /** IPv6 had no flags, coarser times, and the header lengths of another packet. */
    @ParameterizedTest
    @ValueSource(ints = {V4, V6})
    void bothVersionsOfIpAreMeteredAlike(int version) {
        Flow flow = new Meter()
                .at(0, tcp(version, true, TcpFlags.SYN, 1000, 0))
                .at(0.000001, tcp(version, false, TcpFlags.SYN | TcpFlags.ACK, 5000, 1001))
                .at(0.000003, tcp(version, true, TcpFlags.ACK, 1001, 5001))
                .at(
                        0.000004,
                        tcp(version, true, TcpFlags.PSH | TcpFlags.ACK, 1001, 5001)
                                .payload(10))
                .at(0.000005, tcp(version, false, TcpFlags.RST, 5001, 0))
                .only();
        assertThat(flow.tcpState()).isEqualTo(TcpState.RSTR);
        assertThat(TcpWire.history(flow)).isEqualTo("ShADr");
        assertThat(flow.tcpFlags(FORWARD)).isEqualTo(TcpFlags.SYN | TcpFlags.ACK | TcpFlags.PSH);
        assertThat(flow.tcpFlags(REVERSE)).isEqualTo(TcpFlags.SYN | TcpFlags.ACK | TcpFlags.RST);
        assertThat(flow.synAckMicros()).isEqualTo(1);
        assertThat(flow.ackMicros()).isEqualTo(2);
        assertThat(flow.payloadOctets(FORWARD)).isEqualTo(10);
    }

    /** What was neither TCP nor UDP became protocol 0 with ports 0, all in one flow. */
    @Test
    void everyProtocolHasItsOwnNumberAndItsOwnFlow() {
        List<Flow> flows = new Meter()
                .at(0, ip(V4, true).icmp(8, 0, 1, 1))
                .at(1, ip(V4, true).sctp(2905, 2906, 1))
                .at(2, ip(V4, true).next(IpProtocol.IGMP).payload(8))
                .at(3, ip(V4, true).next(IpProtocol.GRE).payload(8))
                .at(4, ip(V4, true).next(253).payload(8))
                .at(5, ip(V4, true).next(IpProtocol.UDP).fragment(7, 1480, true).payload(16))
                .finish();
        assertThat(flows)
                .extracting(Flow::protocol)
                .containsExactlyInAnyOrder(
                        IpProtocol.ICMP, IpProtocol.SCTP, IpProtocol.IGMP, IpProtocol.GRE, 253, IpProtocol.UDP);
        assertThat(flows)
                .filteredOn(flow -> flow.protocol() == IpProtocol.SCTP)
                .singleElement()
                .satisfies(flow -> {
                    assertThat(flow.initiatorPort()).isEqualTo(2905);
                    assertThat(flow.responderPort()).isEqualTo(2906);
                });
    }

    /** A packet captured before segmentation, with an IP length of 0, had neither ports nor octets. */
    @Test
    void anOffloadedPacketHasItsPortsAndTheLengthOfItsFrame() {
        Flow flow = new Meter()
                .at(0, ip(V4, true).patch(2, "0000").tcp(40000, 80).payload(20_000))
                .only();
        assertThat(flow.initiatorPort()).isEqualTo(40000);
        assertThat(flow.responderPort()).isEqualTo(80);
        assertThat(flow.octets(FORWARD)).isEqualTo(20 + 20 + 20_000);
    }

    private static PacketBuilder ip(int version, boolean forward) {
        String one = version == V4 ? "10.0.0.1" : "2001:db8::1";
        String other = version == V4 ? "10.0.0.2" : "2001:db8::2";
        String source = forward ? one : other;
        String destination = forward ? other : one;
        PacketBuilder ethernet = PacketBuilder.ethernet();
        return version == V4 ? ethernet.ipv4(source, destination) : ethernet.ipv6(source, destination);
    }

    private static PacketBuilder udp(int version, boolean forward, int payload) {
        return ip(version, forward)
                .udp(forward ? 40000 : 5000, forward ? 5000 : 40000)
                .payload(payload);
    }

    private static PacketBuilder tcp(int version, boolean forward, int flags, int sequence, int acknowledgement) {
        return ip(version, forward)
                .tcp(forward ? 40000 : 80, forward ? 80 : 40000)
                .flags(flags)
                .seq(sequence)
                .ack(acknowledgement);
    }
}
