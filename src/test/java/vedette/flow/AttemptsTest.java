package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.decode.PacketBuilder.ethernet;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;
import vedette.decode.PacketBuilder;
import vedette.net.LinkType;
import vedette.net.TcpFlags;

/** What the metering process tells of flows while they go on. */
class AttemptsTest {
    private static final String CLIENT = "10.0.0.1";
    private static final String SERVER = "10.0.0.2";
    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;
    private static final int RST_ACK = TcpFlags.RST | TcpFlags.ACK;

    private final List<String> told = new ArrayList<>();
    private final FlowCounters counters = new FlowCounters();
    private final PacketClock clock = new PacketClock(counters, () -> Long.MAX_VALUE);
    private final Packet packet = new Packet();
    private final Metering metering = new Metering(
            FlowConfig.DEFAULT,
            false,
            1,
            counters,
            new FlowLedger(counters, flow -> {}, new Listener(), Folding.NONE, 1));

    private final class Listener implements FlowEvents {
        @Override
        public void onBegin(Flow flow, long nowNs) {
            tell("begin " + flow.probe(), nowNs);
        }

        @Override
        public void onSynAck(Flow flow, long nowNs) {
            tell("syn-ack", nowNs);
        }

        @Override
        public void onHandshake(Flow flow, long nowNs) {
            tell("handshake", nowNs);
        }

        @Override
        public void onOutcome(Flow flow, Outcome outcome, long nowNs) {
            tell(outcome.name(), nowNs);
        }

        @Override
        public void onBurst(Flow flow, long payloadOctets, long nowNs) {
            tell("burst of " + payloadOctets, nowNs);
        }

        private void tell(String what, long nowNs) {
            told.add(what + " at " + (nowNs - Meter.START_NS) / 1_000_000);
        }
    }

    private AttemptsTest there(double seconds, int flags) {
        return at(seconds, ethernet().ipv4(CLIENT, SERVER).tcp(4000, 80).flags(flags));
    }

    private AttemptsTest back(double seconds, int flags) {
        return at(seconds, ethernet().ipv4(SERVER, CLIENT).tcp(80, 4000).flags(flags));
    }

    private AttemptsTest at(double seconds, PacketBuilder bytes) {
        assertThat(bytes.into(packet)).isEqualTo(DecodeResult.OK);
        clock.advanceTo(Meter.timeNs(seconds));
        metering.onPacket(packet, 0, Meter.timeNs(seconds), clock.nowNs());
        return this;
    }

    private List<String> told(double seconds) {
        clock.advanceTo(Meter.timeNs(seconds));
        metering.expire(clock.nowNs());
        return told;
    }

    @Test
    void aRefusedConnectionIsRejectedAtOnce() {
        there(0, TcpFlags.SYN).back(0.001, RST_ACK);
        assertThat(told(10)).containsExactly("begin SYN at 0", "REJECTED at 1");
    }

    @Test
    void anAttemptWithoutAnswerIsSilentFiveSecondsAfterItsFirstSyn() {
        there(0, TcpFlags.SYN).there(1, TcpFlags.SYN).there(3, TcpFlags.SYN);
        assertThat(told(4.9)).containsExactly("begin SYN at 0");
        assertThat(told(60)).containsExactly("begin SYN at 0", "SILENT at 5000");
    }

    @Test
    void aConnectionWithPayloadIsASuccess() {
        there(0, TcpFlags.SYN).back(0.01, SYN_ACK).there(0.02, TcpFlags.ACK);
        at(0.03, ethernet().ipv4(CLIENT, SERVER).tcp(4000, 80).payload(10));
        assertThat(told(10)).containsExactly("begin SYN at 0", "syn-ack at 10", "handshake at 20", "SUCCESS at 30");
    }

    @Test
    void aConnectionThatStaysOpenIsASuccessWithoutPayload() {
        there(0, TcpFlags.SYN).back(0.01, SYN_ACK).there(0.02, TcpFlags.ACK);
        assertThat(told(10)).containsExactly("begin SYN at 0", "syn-ack at 10", "handshake at 20", "SUCCESS at 5000");
    }

    @Test
    void aSynAckAnsweredByAResetIsOpenWithoutData() {
        there(0, TcpFlags.SYN).back(0.01, SYN_ACK).there(0.02, TcpFlags.RST);
        assertThat(told(10)).containsExactly("begin SYN at 0", "syn-ack at 10", "OPEN_WITHOUT_DATA at 20");
    }

    @Test
    void aHandshakeAndAnImmediateResetIsOpenWithoutData() {
        there(0, TcpFlags.SYN).back(0.01, SYN_ACK).there(0.02, TcpFlags.ACK).there(0.03, RST_ACK);
        assertThat(told(10))
                .containsExactly("begin SYN at 0", "syn-ack at 10", "handshake at 20", "OPEN_WITHOUT_DATA at 30");
    }

    @Test
    void aSynAckThatIsNeverAcknowledgedIsOpenWithoutData() {
        there(0, TcpFlags.SYN).back(0.01, SYN_ACK).back(1.01, SYN_ACK);
        assertThat(told(40)).containsExactly("begin SYN at 0", "syn-ack at 10", "OPEN_WITHOUT_DATA at 5000");
    }

    @Test
    void whereOnlyTheInitiatorIsSeenItsAcknowledgementTellsOfSuccess() {
        there(0, TcpFlags.SYN).there(0.02, TcpFlags.ACK);
        at(0.03, ethernet().ipv4(CLIENT, SERVER).tcp(4000, 80).payload(10));
        assertThat(told(10)).containsExactly("begin SYN at 0", "handshake at 20", "SUCCESS at 30");
    }

    @ParameterizedTest
    @CsvSource({
        "0, NULL",
        "1, FIN",
        "41, XMAS",
        "3, CONTRADICTORY",
        "6, CONTRADICTORY",
        "8, CONTRADICTORY",
        "40, CONTRADICTORY",
        "9, CONTRADICTORY",
        "17, FIN_ACK",
        "25, FIN_ACK",
        "16, ACK",
        "24, ACK",
        "48, ACK"
    })
    void aSegmentThatNoConnectionBeginsWithIsAProbe(int flags, Probe probe) {
        there(0, flags).back(0.001, RST_ACK);
        assertThat(told(10)).containsExactly("begin " + probe + " at 0", "REJECTED at 1");
    }

    @ParameterizedTest
    @CsvSource({"18, 0, SYN_ACK", "4, 0, RST", "20, 0, RST", "24, 10, MIDSTREAM", "25, 10, MIDSTREAM"})
    void anAnswerOrASegmentMetMidwayHasNoOutcome(int flags, int payload, Probe probe) {
        at(0, ethernet().ipv4(CLIENT, SERVER).tcp(4000, 80).flags(flags).payload(payload));
        assertThat(told(10)).containsExactly("begin " + probe + " at 0");
    }

    @Test
    void whatComesAfterTheEndOfAConnectionIsNoProbe() {
        there(0, TcpFlags.SYN).back(0.01, RST_ACK).there(20, TcpFlags.FIN);
        assertThat(told(40)).containsExactly("begin SYN at 0", "REJECTED at 10", "begin MIDSTREAM at 20000");
    }

    @Test
    void aDatagramIsAnsweredOrNot() {
        at(0, ethernet().ipv4(CLIENT, SERVER).udp(4000, 53).payload(10));
        at(0.1, ethernet().ipv4(SERVER, CLIENT).udp(53, 4000).payload(10));
        at(0.2, ethernet().ipv4(CLIENT, SERVER).udp(4001, 54).payload(10));
        assertThat(told(10))
                .containsExactly("begin DATAGRAM at 0", "SUCCESS at 100", "begin DATAGRAM at 200", "SILENT at 5200");
    }

    @Test
    void nobodyHasToAnswerAMulticastDatagram() {
        at(0, ethernet().ipv4(CLIENT, "224.0.0.251").udp(5353, 5353).payload(10));
        assertThat(told(10)).containsExactly("begin DATAGRAM at 0");
    }

    @Test
    void payloadAfterFiveSecondsOfSilenceIsABurst() {
        at(0, ethernet().ipv4(CLIENT, SERVER).udp(4000, 53).payload(10));
        at(4, ethernet().ipv4(CLIENT, SERVER).udp(4000, 53).payload(11));
        at(6, ethernet().ipv4(SERVER, CLIENT).udp(53, 4000).payload(12));
        at(9, ethernet().ipv4(CLIENT, SERVER).udp(4000, 53).payload(13));
        assertThat(told).endsWith("burst of 13 at 9000");
        assertThat(told.stream().filter(what -> what.startsWith("burst"))).hasSize(1);
    }

    @Test
    void oneThatWaitsIsNotForgottenAmongThousandsThatAreAnswered() {
        there(0, TcpFlags.SYN);
        for (int i = 0; i < 5_000; i++) {
            at(i * 0.0009, ethernet().ipv4(CLIENT, SERVER).tcp(5000 + i, 81).flags(TcpFlags.SYN));
            at(i * 0.0009, ethernet().ipv4(SERVER, CLIENT).tcp(81, 5000 + i).flags(RST_ACK));
        }
        assertThat(told(60)).filteredOn(what -> what.startsWith("SILENT")).containsExactly("SILENT at 5000");
    }

    @Test
    void attemptsThatGaveWayToOthersTakeNoRoomWhileTheirTimeRuns() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        FlowConfig config = new FlowConfig(
                1 << 12,
                1 << 10,
                VlanKey.NONE,
                Duration.ofSeconds(300),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(300),
                Duration.ofSeconds(2));
        Metering small = new Metering(
                config, false, 1, counters, new FlowLedger(counters, flow -> {}, new FlowEvents() {}, Folding.NONE, 1));
        ByteBuffer syn = ByteBuffer.wrap(ethernet()
                .ipv4(CLIENT, SERVER)
                .tcp(4000, 80)
                .flags(TcpFlags.SYN)
                .build());
        long before = 0;
        for (int i = 0; i < 400_000; i++) {
            if (i == 100_000) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            syn.putShort(34, (short) i).putShort(36, (short) (i >> 16));
            packet.wrap(syn, 0, syn.capacity(), syn.capacity(), LinkType.ETHERNET);
            long nowNs = Meter.timeNs(i * 0.000_01);
            small.onPacket(packet, 0, nowNs, nowNs);
        }
        assertThat(counters.evictedHalfOpen.get()).isGreaterThan(390_000);
        // A chunk or two of records at most, as more may happen to be closed within one tick.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(512 << 10);
    }

    @Test
    void anAttemptThatMakesRoomForAnotherOfItsInitiatorIsCrowdedOut() {
        for (int port = 1; port <= 4100; port++) {
            at(port * 0.0001, ethernet().ipv4(CLIENT, SERVER).tcp(4000, port).flags(TcpFlags.SYN));
        }
        assertThat(told)
                .filteredOn(what -> !what.startsWith("begin"))
                .hasSize(4)
                .allMatch(what -> what.startsWith("CROWDED_OUT at "));
    }

    @Test
    void anAttemptThatMakesRoomForSomebodyElseIsNot() {
        for (int port = 1; port <= 4100; port++) {
            PacketBuilder syn =
                    port < 4097 ? ethernet().ipv4(CLIENT, SERVER) : ethernet().ipv4(SERVER, CLIENT);
            at(port * 0.0001, syn.tcp(port < 4097 ? 4000 : 5000, port).flags(TcpFlags.SYN));
        }
        assertThat(told)
                .filteredOn(what -> !what.startsWith("begin"))
                .hasSize(4)
                .allMatch(what -> what.startsWith("SILENT at "));
    }

    @Test
    void silenceIsToldInTheSameOrderWhetherItIsWatchedOrLookedBackAt() {
        List<String> watched = silence(0.05);
        List<String> lookedBack = silence(1000);
        assertThat(watched)
                .isEqualTo(lookedBack)
                .filteredOn(what -> what.startsWith("tick"))
                .hasSizeBetween(89, 91);
        assertThat(watched.stream().filter(what -> what.startsWith("silent"))).hasSize(200);
    }

    private static List<String> silence(double step) {
        List<String> heard = new ArrayList<>();
        FlowEvents events = new FlowEvents() {
            @Override
            public void onOutcome(Flow flow, Outcome outcome, long nowNs) {
                heard.add("silent " + flow.responderPort() + " " + nowNs);
            }

            @Override
            public void onTick(long nowNs) {
                heard.add("tick " + nowNs);
            }
        };
        Packet packet = new Packet();
        FlowCounters counters = new FlowCounters();
        Metering metering = new Metering(
                FlowConfig.DEFAULT,
                false,
                1,
                counters,
                new FlowLedger(counters, flow -> heard.add("record " + flow.flowId()), events, Folding.NONE, 1));
        for (int i = 0; i < 200; i++) {
            ethernet()
                    .ipv4(CLIENT, "10.0.1." + i)
                    .tcp(4000, i)
                    .flags(TcpFlags.SYN)
                    .into(packet);
            metering.onPacket(packet, 0, Meter.timeNs(i * 0.01), Meter.timeNs(i * 0.01));
        }
        for (double at = 2; at < 90; at += step) {
            metering.expire(Meter.timeNs(at));
        }
        metering.expire(Meter.timeNs(90));
        return heard;
    }
}
