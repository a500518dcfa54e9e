package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.flow.Flow.FORWARD;
import static vedette.flow.Flow.REVERSE;
import static vedette.flow.TcpWire.history;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.net.TcpFlags;

/** What the metering process says of TCP connections (rules M2, M3, M4 and M7), over IPv4 and over IPv6. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class TcpMeterTest {
    @Parameter
    boolean ipv6;

    // Opening.

    @Test
    void synWithoutAnswerIsOneHalfOpenAttempt() {
        TcpWire wire = wire();
        for (int i = 0; i < 3; i++) {
            wire.client("S", 1000, 0).pause(1000);
        }
        Flow flow = wire.record();
        assertThat(flow.tcpState()).isEqualTo(TcpState.S0);
        assertThat(history(flow)).isEqualTo("S");
        assertThat(flow.packets(FORWARD)).isEqualTo(3);
        assertThat(flow.synCount(FORWARD)).isEqualTo(3);
        assertThat(flow.synAckMicros()).isEqualTo(-1);
    }

    @Test
    void synWithAnotherNumberBeforeAnyAnswerIsTheSameAttempt() {
        Flow flow = wire().client("S", 1000, 0).client("S", 7000, 0).record();
        assertThat(flow.tcpState()).isEqualTo(TcpState.S0);
        assertThat(flow.packets(FORWARD)).isEqualTo(2);
    }

    @Test
    void unansweredAttemptEndsAfterThirtySeconds() {
        TcpWire wire = wire().client("S", 1000, 0).pause(31_000);
        assertThat(wire.closedByNow()).hasSize(1);
        assertThat(wire.record().endReason()).isEqualTo(EndReason.IDLE);
    }

    @Test
    void handshakeTimesAreSynToSynAckAndSynAckToAck() {
        Flow flow = wire().client("S", 1000, 0)
                .pause(30)
                .server("SA", 5000, 1001)
                .client("A", 1001, 5001)
                .record();
        assertThat(flow.synAckMicros()).isEqualTo(30_000);
        assertThat(flow.ackMicros()).isEqualTo(10_000);
    }

    @Test
    void anAckThatTheServerSendsBeforeItsSynAckIsNoAnswer() {
        Flow flow = wire().client("S", 1000, 0)
                .server("A", 4999, 1001)
                .server("SA", 5000, 1001)
                .client("A", 1001, 5001)
                .record();
        assertThat(flow.tcpState()).isEqualTo(TcpState.S1);
        assertThat(history(flow)).isEqualTo("SahA");
        assertThat(flow.synAckMicros()).isEqualTo(20_000);
    }

    @Test
    void openConnectionLivesThroughMinutesOfSilence() {
        TcpWire wire = opened().pause(290_000).client("PA", 1001, 5001, 10);
        assertThat(wire.closedByNow()).isEmpty();
        assertThat(wire.record().tcpState()).isEqualTo(TcpState.S1);
    }

    @Test
    void refusedAttemptIsRejected() {
        Flow flow = wire().client("S", 1000, 0).server("RA", 0, 1001).record();
        assertThat(flow.tcpState()).isEqualTo(TcpState.REJ);
        assertThat(history(flow)).isEqualTo("Sr");
        assertThat(flow.endReason()).isEqualTo(EndReason.END_OF_FLOW);
    }

    @Test
    void refusedAttemptSentAgainIsTheSameAttempt() {
        TcpWire wire = wire();
        for (int i = 0; i < 3; i++) {
            wire.client("S", 1000, 0).server("RA", 0, 1001).pause(500);
        }
        assertThat(wire.record().tcpState()).isEqualTo(TcpState.REJ);
        assertThat(wire.record().packets(FORWARD)).isEqualTo(3);
    }

    @Test
    void refusedAttemptThatIsAcceptedWhenSentAgainIsAConnection() {
        TcpWire wire = wire().client("S", 1000, 0)
                .server("RA", 0, 1001)
                .pause(500)
                .client("S", 1000, 0)
                .server("SA", 5000, 1001)
                .client("A", 1001, 5001)
                .pause(60_000)
                .server("PA", 5001, 1001, 10);
        assertThat(wire.record().tcpState()).isEqualTo(TcpState.S1);
        assertThat(history(wire.record())).isEqualTo("SrhAd");
    }

    @Test
    void simultaneousOpenIsOneConnection() {
        Flow flow = wire().client("S", 1000, 0)
                .server("S", 5000, 0)
                .client("SA", 1000, 5001)
                .server("SA", 5000, 1001)
                .record();
        assertThat(flow.tcpState()).isEqualTo(TcpState.S1);
    }

    // Direction.

    @Test
    void handshakeFlagsBeatArrivalOrder() {
        Flow flow = wire().serverPort(50000)
                .server("SA", 5000, 1001)
                .client("S", 1000, 0)
                .client("A", 1001, 5001)
                .record();
        assertThat(flow.initiatorPort()).isEqualTo(TcpWire.CLIENT_PORT);
        assertThat(flow.isDirectionGuessed()).isFalse();
        assertThat(flow.tcpState()).isEqualTo(TcpState.S1);
        assertThat(history(flow)).isEqualTo("^hSA");
        assertThat(flow.synAckMicros()).isZero();
        assertThat(flow.ackMicros()).isEqualTo(20_000);
    }

    @Test
    void wellKnownPortTalkingFirstIsTurnedRoundAndSaidToBeGuessed() {
        Flow flow = wire().server("PA", 5001, 1001, 100).client("A", 1001, 5101).record();
        assertThat(flow.initiatorPort()).isEqualTo(TcpWire.CLIENT_PORT);
        assertThat(flow.isDirectionGuessed()).isTrue();
        assertThat(flow.packets(FORWARD)).isEqualTo(1);
        assertThat(history(flow)).isEqualTo("^dA");
        assertThat(flow.tcpState()).isEqualTo(TcpState.OTH);
    }

    @Test
    void aLateSynMakesAGuessedDirectionKnown() {
        Flow flow = wire().server("A", 5001, 1001).client("S", 1000, 0).record();
        assertThat(flow.initiatorPort()).isEqualTo(TcpWire.CLIENT_PORT);
        assertThat(flow.isDirectionGuessed()).isFalse();
    }

    @Test
    void aLateSynAckMakesAGuessedDirectionKnown() {
        Flow flow = wire().server("A", 5001, 1001).server("SA", 5000, 1001).record();
        assertThat(flow.initiatorPort()).isEqualTo(TcpWire.CLIENT_PORT);
        assertThat(flow.isDirectionGuessed()).isFalse();
    }

    @Test
    void betweenUnknownPortsTheFirstPacketGivesTheDirection() {
        Flow flow = wire().serverPort(50000)
                .server("PA", 5001, 1001, 100)
                .client("A", 1001, 5101)
                .record();
        assertThat(flow.initiatorPort()).isEqualTo(50000);
        assertThat(flow.isDirectionGuessed()).isFalse();
        assertThat(history(flow)).isEqualTo("Da");
    }

    @Test
    void lateSynTurnsTheFlowRound() {
        Flow flow = wire().serverPort(50000)
                .server("PA", 5001, 1001, 100)
                .client("S", 1000, 0)
                .client("A", 1001, 5101)
                .record();
        assertThat(flow.initiatorPort()).isEqualTo(TcpWire.CLIENT_PORT);
        assertThat(flow.isDirectionGuessed()).isFalse();
        assertThat(flow.packets(FORWARD)).isEqualTo(2);
        assertThat(flow.packets(REVERSE)).isEqualTo(1);
        assertThat(history(flow)).isEqualTo("d^SA");
    }

    @Test
    void partsKeepTheDirectionOfTheFirstPart() {
        TcpWire wire = opened();
        for (int i = 0; i < 4; i++) {
            wire.pause(100_000).server("PA", 5001 + i, 1001, 1);
        }
        List<Flow> parts = wire.records();
        assertThat(parts).hasSize(2);
        assertThat(parts).extracting(Flow::initiatorPort).containsOnly(TcpWire.CLIENT_PORT);
        assertThat(parts).extracting(Flow::part).containsExactly(1, 2);
        assertThat(parts).extracting(Flow::flowId).containsOnly(parts.get(0).flowId());
        assertThat(parts).extracting(flow -> flow.synCount(FORWARD)).containsExactly(1, 0);
        assertThat(parts.get(1).tcpFlags(REVERSE)).isEqualTo(TcpFlags.PSH | TcpFlags.ACK);
        assertThat(parts).extracting(Flow::synAckMicros).containsOnly(10_000L);
        assertThat(history(parts.get(1))).isEqualTo("ShAd");
    }

    // Closing.

    @Test
    void closedOnlyAfterFinFromBothSidesAndAck() {
        TcpWire wire = opened();
        wire.server("FA", 5001, 1001).client("A", 1001, 5002).pause(25_000);
        assertThat(wire.closedByNow()).isEmpty();
        wire.client("PA", 1001, 5002, 10).client("FA", 1011, 5002).pause(25_000);
        assertThat(wire.closedByNow()).isEmpty();
        wire.server("A", 5002, 1012).pause(2_100);
        assertThat(wire.closedByNow()).hasSize(1);
        Flow flow = wire.record();
        assertThat(flow.tcpState()).isEqualTo(TcpState.SF);
        assertThat(flow.endReason()).isEqualTo(EndReason.END_OF_FLOW);
        assertThat(history(flow)).isEqualTo("ShAfDFa");
    }

    @Test
    void rstEndsTheConnection() {
        TcpWire wire =
                opened().client("PA", 1001, 5001, 10).server("RA", 5001, 1011).pause(2_100);
        assertThat(wire.closedByNow()).hasSize(1);
        assertThat(wire.record().tcpState()).isEqualTo(TcpState.RSTR);
        assertThat(wire.record().endReason()).isEqualTo(EndReason.END_OF_FLOW);
    }

    @Test
    void latePacketsJoinTheClosedFlowDuringLinger() {
        Flow flow = close(opened())
                .pause(1_900)
                .server("FA", 5001, 1002)
                .client("A", 1002, 5002)
                .record();
        assertThat(flow.packets(FORWARD)).isEqualTo(5);
        assertThat(flow.packets(REVERSE)).isEqualTo(3);
        assertThat(flow.tcpState()).isEqualTo(TcpState.SF);
    }

    @Test
    void sumOfFlowPacketsIsPacketsSeenThoughAFinIsSentAgain() {
        Flow flow = opened().client("FA", 1001, 5001)
                .client("FA", 1001, 5001)
                .server("PA", 5001, 1002, 100)
                .client("A", 1002, 5101)
                .record();
        assertThat(flow.packets(FORWARD) + flow.packets(REVERSE)).isEqualTo(7);
        assertThat(flow.tcpState()).isEqualTo(TcpState.S2);
        assertThat(flow.finCount(FORWARD)).isEqualTo(2);
        assertThat(history(flow)).isEqualTo("ShAFd");
    }

    @Test
    void resetByTheInitiatorBeforeAnAnswerIsNotARejection() {
        Flow flow = wire().client("S", 1000, 0).client("R", 1001, 0).record();
        assertThat(flow.tcpState()).isEqualTo(TcpState.RSTOS0);
    }

    @Test
    void synThenFinWithoutAnswerIsHalfSeen() {
        Flow flow = wire().client("S", 1000, 0).client("FA", 1001, 1).record();
        assertThat(flow.tcpState()).isEqualTo(TcpState.SH);
        assertThat(history(flow)).isEqualTo("SF");
    }

    @Test
    void synAckThenFinWithoutSynIsHalfSeenFromTheOtherSide() {
        Flow flow = wire().server("SA", 5000, 1001).server("FA", 5001, 1001).record();
        assertThat(flow.tcpState()).isEqualTo(TcpState.SHR);
    }

    @Test
    void synAckThenRstWithoutSynIsAReset() {
        Flow flow = wire().server("SA", 5000, 1001).server("R", 5001, 0).record();
        assertThat(flow.tcpState()).isEqualTo(TcpState.RSTRH);
    }

    @Test
    void finAndRstTogetherAreInconsistent() {
        Flow flow = opened().client("FRA", 1001, 5001).record();
        assertThat(history(flow)).isEqualTo("ShAI");
        assertThat(flow.tcpState()).isEqualTo(TcpState.RSTO);
    }

    // A port used again.

    @Test
    void portReuseSplitsInsideTheLinger() {
        List<Flow> flows = close(opened())
                .pause(1_500)
                .client("S", 900_000, 0)
                .server("SA", 700_000, 900_001)
                .records();
        assertThat(flows).hasSize(2);
        assertThat(flows).extracting(Flow::tcpState).containsExactly(TcpState.SF, TcpState.S1);
        assertThat(flows).extracting(Flow::endReason).containsExactly(EndReason.END_OF_FLOW, EndReason.FORCED);
        assertThat(flows).extracting(flow -> flow.packets(FORWARD)).containsExactly(4L, 1L);
        assertThat(flows.get(0).flowId()).isNotEqualTo(flows.get(1).flowId());
    }

    @Test
    void portReuseSplitsThoughTheEndWasNotCaptured() {
        List<Flow> flows = opened().client("PA", 1001, 5001, 10)
                .pause(20_000)
                .client("S", 900_000, 0)
                .records();
        assertThat(flows).extracting(Flow::tcpState).containsExactly(TcpState.S1, TcpState.S0);
    }

    @Test
    void portReuseSplitsWithTheRolesSwapped() {
        List<Flow> flows = close(opened())
                .server("S", 70_000, 0)
                .client("SA", 90_000, 70_001)
                .records();
        assertThat(flows).hasSize(2);
        assertThat(flows.get(1).initiatorPort()).isEqualTo(TcpWire.SERVER_PORT);
    }

    @Test
    void portReuseSplitsWhenTheSynAckIsCapturedBeforeTheSyn() {
        List<Flow> flows = close(opened())
                .server("SA", 700_000, 900_001)
                .client("S", 900_000, 0)
                .client("A", 900_001, 700_001)
                .records();
        assertThat(flows).extracting(Flow::tcpState).containsExactly(TcpState.SF, TcpState.S1);
    }

    @Test
    void aSynAfterTheInitiatorsOwnResetIsAnotherAttempt() {
        List<Flow> flows = wire().client("S", 1000, 0)
                .server("A", 77, 88)
                .client("R", 88, 0)
                .client("S", 1000, 0)
                .server("SA", 5000, 1001)
                .records();
        assertThat(flows).hasSize(2);
        assertThat(flows.get(1).tcpState()).isEqualTo(TcpState.S1);
    }

    @Test
    void retransmittedSynAndSynAckStayInTheirConnection() {
        Flow flow = opened().client("S", 1000, 0)
                .server("SA", 5000, 1001)
                .client("PA", 1001, 5001, 10)
                .record();
        assertThat(flow.packets(FORWARD)).isEqualTo(4);
        assertThat(history(flow)).isEqualTo("ShAD");
    }

    // Flags and windows.

    @Test
    void flagCountsAreThoseOfEachPacketAndDirection() {
        Flow flow = close(opened().client("PA", 1001, 5001, 10).client("PUA", 1011, 5001, 10), 1021)
                .record();
        assertThat(flow.synCount(FORWARD)).isEqualTo(1);
        assertThat(flow.ackCount(FORWARD)).isEqualTo(5);
        assertThat(flow.pshCount(FORWARD)).isEqualTo(2);
        assertThat(flow.urgCount(FORWARD)).isEqualTo(1);
        assertThat(flow.finCount(FORWARD)).isEqualTo(1);
        assertThat(flow.synCount(REVERSE)).isEqualTo(1);
        assertThat(flow.finCount(REVERSE)).isEqualTo(1);
        assertThat(flow.pshCount(REVERSE)).isZero();
        assertThat(flow.firstTcpFlags(FORWARD)).isEqualTo(TcpFlags.SYN);
        assertThat(flow.firstTcpFlags(REVERSE)).isEqualTo(TcpFlags.SYN | TcpFlags.ACK);
    }

    @Test
    void initialWindowIsTheFirstOfEachSide() {
        Flow flow = wire().window(1111)
                .client("S", 1000, 0)
                .window(2222)
                .server("SA", 5000, 1001)
                .window(3333)
                .client("A", 1001, 5001)
                .server("PA", 5001, 1001, 5)
                .record();
        assertThat(flow.initialWindow(FORWARD)).isEqualTo(1111);
        assertThat(flow.initialWindow(REVERSE)).isEqualTo(2222);
        assertThat(flow.initialSequence(FORWARD)).isEqualTo(1000);
        assertThat(flow.initialSequence(REVERSE)).isEqualTo(5000);
    }

    @Test
    void windowScaleIsThatOfTheSynAtMostFourteen() {
        Flow flow = wire().options("01030307")
                .client("S", 1000, 0)
                .options("010303FF")
                .server("SA", 5000, 1001)
                .record();
        assertThat(flow.windowScale(FORWARD)).isEqualTo(7);
        assertThat(flow.windowScale(REVERSE)).isEqualTo(14);
        assertThat(wire().client("S", 1, 0).record().windowScale(FORWARD)).isEqualTo(-1);
    }

    @Test
    void zeroWindowsAreCountedUntilTheOtherSideHasClosed() {
        Flow flow = opened().window(0)
                .client("A", 1001, 5001)
                .client("A", 1001, 5001)
                .window(100)
                .server("FA", 5001, 1001)
                .window(0)
                .client("A", 1001, 5002)
                .record();
        assertThat(flow.zeroWindows(FORWARD)).isEqualTo(2);
        assertThat(history(flow)).isEqualTo("ShAWf");
    }

    // Sequence numbers.

    @Test
    void retransmitsAreCountedApart() {
        Flow flow = opened().client("PA", 1001, 5001, 100)
                .client("PA", 1001, 5001, 100)
                .client("PA", 1101, 5001, 100)
                .record();
        assertThat(flow.retransmitted(FORWARD)).isEqualTo(1);
        assertThat(flow.outOfOrder(FORWARD)).isZero();
        assertThat(history(flow)).isEqualTo("ShADT");
    }

    @Test
    void aSegmentThatFillsAGapIsOutOfOrder() {
        Flow flow = opened().client("PA", 1001, 5001, 100)
                .client("PA", 1201, 5001, 100)
                .client("PA", 1101, 5001, 100)
                .client("PA", 1101, 5001, 100)
                .server("A", 5001, 1301)
                .record();
        assertThat(flow.outOfOrder(FORWARD)).isEqualTo(1);
        assertThat(flow.retransmitted(FORWARD)).isEqualTo(1);
        assertThat(flow.missedOctets(FORWARD)).isZero();
        assertThat(history(flow)).isEqualTo("ShADTa");
    }

    @Test
    void twoHolesAreFilledInAnyOrder() {
        Flow flow = opened().client("A", 1101, 5001, 100)
                .client("A", 1301, 5001, 100)
                .client("A", 1201, 5001, 100)
                .client("A", 1001, 5001, 50)
                .client("A", 1051, 5001, 50)
                .server("A", 5001, 1401)
                .record();
        assertThat(flow.outOfOrder(FORWARD)).isEqualTo(3);
        assertThat(flow.retransmitted(FORWARD)).isZero();
        assertThat(flow.missedOctets(FORWARD)).isZero();
    }

    @Test
    void acknowledgedOctetsNeverSeenAreMissedOnce() {
        Flow flow = opened().server("A", 5001, 1001, 100)
                .server("A", 5601, 1001, 100)
                .client("A", 1001, 5701)
                .client("A", 1001, 5701)
                .client("A", 1001, 5801)
                .record();
        assertThat(flow.missedOctets(REVERSE)).isEqualTo(600);
        assertThat(flow.missedOctets(FORWARD)).isZero();
        assertThat(history(flow)).isEqualTo("ShAdg");
    }

    @Test
    void whatSaysThatSomethingNewArrivedIsAnAcknowledgement() {
        Flow flow = wire().client("S", 1000, 0)
                .server("SA", 5000, 1001)
                .client("A", 1001, 5001)
                .client("PA", 1001, 5001, 100)
                .server("A", 5001, 1101)
                .server("PA", 5001, 1101, 200)
                .client("A", 1101, 5201)
                .client("A", 1101, 5201)
                .record();
        assertThat(flow.acknowledgements()).isEqualTo(4);
        assertThat(flow.acknowledgementsOfUnseen()).isZero();
    }

    @Test
    void anAcknowledgementOfWhatWasNotSeenCountsOnceHoweverMuchItWas() {
        Flow flow = wire().client("S", 1000, 0)
                .server("SA", 5000, 1001)
                .client("A", 1001, 5001)
                .client("PA", 1101, 5001, 100)
                .client("PA", 1301, 5001, 100)
                .server("A", 5001, 1501)
                .client("PA", 1501, 5001, 100)
                .server("A", 5001, 500_000_000)
                .record();
        assertThat(flow.acknowledgements()).isEqualTo(4);
        assertThat(flow.acknowledgementsOfUnseen()).isEqualTo(2);
        assertThat(flow.missedOctets(FORWARD)).isGreaterThan(400_000_000);
    }

    @Test
    void octetsSeenAfterTheirAckAreNotMissed() {
        Flow flow = opened().client("A", 1001, 5301)
                .server("A", 5001, 1001, 100)
                .server("A", 5101, 1001, 300)
                .client("A", 1001, 5401)
                .record();
        assertThat(flow.missedOctets(REVERSE)).isZero();
        assertThat(flow.retransmitted(REVERSE)).isZero();
        assertThat(history(flow)).isEqualTo("ShAgd");
    }

    @Test
    void aFragmentedSegmentLeavesNothingMissed() {
        Flow flow = opened().fragment(1001, 5001, 100)
                .client("A", 1201, 5001, 100)
                .server("A", 5001, 1301)
                .record();
        assertThat(flow.missedOctets(FORWARD)).isZero();
        assertThat(history(flow)).isEqualTo("ShADa");
    }

    @Test
    void theTenthGapIsWrittenAgain() {
        TcpWire wire = opened();
        for (int i = 1; i <= 10; i++) {
            wire.client("A", 1001, 5001 + 100 * i);
        }
        assertThat(wire.record().missedOctets(REVERSE)).isEqualTo(1000);
        assertThat(history(wire.record())).isEqualTo("ShAgg");
    }

    @Test
    void aConnectionMetMidwayMissesNothing() {
        Flow flow = wire().client("A", 100_000, 200_000)
                .server("A", 150_000, 100_000)
                .client("A", 100_000, 260_000)
                .record();
        assertThat(flow.missedOctets(REVERSE)).isZero();
        assertThat(flow.tcpState()).isEqualTo(TcpState.OTH);
    }

    @Test
    void duplicateAcksRepeatNumberAndWindowWhileOctetsAreOutstanding() {
        Flow flow = opened().client("A", 1001, 5001) // nothing outstanding
                .server("A", 5101, 1001, 100)
                .client("A", 1001, 5001)
                .server("A", 5201, 1001, 100)
                .client("A", 1001, 5001)
                .window(500)
                .client("A", 1001, 5001) // a window update
                .client("PA", 1001, 5001, 10) // payload
                .record();
        assertThat(flow.duplicateAcks(FORWARD)).isEqualTo(2);
        assertThat(flow.duplicateAcks(REVERSE)).isZero();
    }

    @Test
    void sequenceNumbersMayPassZero() {
        Flow flow = wire().client("S", -50, 0)
                .server("SA", -1, -49)
                .client("A", -49, 0)
                .client("PA", -49, 0, 100)
                .client("PA", -49, 0, 100)
                .server("PA", 0, 51, 20)
                .client("FA", 51, 20)
                .server("FA", 20, 52)
                .client("A", 52, 21)
                .record();
        assertThat(flow.tcpState()).isEqualTo(TcpState.SF);
        assertThat(flow.retransmitted(FORWARD)).isEqualTo(1);
        assertThat(flow.missedOctets(FORWARD) + flow.missedOctets(REVERSE)).isZero();
        assertThat(history(flow)).isEqualTo("ShADTdFf");
    }

    private TcpWire wire() {
        return ipv6 ? TcpWire.ipv6() : TcpWire.ipv4();
    }

    /** A connection just opened: the client's next number is 1001, the server's 5001. */
    private TcpWire opened() {
        return wire().client("S", 1000, 0).server("SA", 5000, 1001).client("A", 1001, 5001);
    }

    private static TcpWire close(TcpWire wire) {
        return close(wire, 1001);
    }

    private static TcpWire close(TcpWire wire, int clientSequence) {
        return wire.client("FA", clientSequence, 5001)
                .server("FA", 5001, clientSequence + 1)
                .client("A", clientSequence + 1, 5002);
    }
}
