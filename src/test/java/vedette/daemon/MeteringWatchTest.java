package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import vedette.capture.Frame;
import vedette.capture.FrameHandler;
import vedette.capture.MadeFrame;
import vedette.capture.MadeSource;
import vedette.decode.PacketBuilder;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.flow.FlowConfig;

class MeteringWatchTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long TODAY_NS = 1_700_000_000L * SECOND_NS;

    /** One datagram a poll, a millisecond after the one before. */
    private static final class Datagrams extends MadeSource {
        private final MadeFrame frame = new MadeFrame();
        private int sent;

        @Override
        public int poll(FrameHandler handler, int maxFrames) {
            PacketBuilder packet = PacketBuilder.ethernet()
                    .ipv4("10.0.0.1", "10.0.0.2")
                    .udp(4000 + sent, 53)
                    .payload(40);
            byte[] bytes = packet.build();
            Frame made = frame.of(packet.buffer(), bytes.length, bytes.length, timeNs(sent++), packet.linkType());
            counters().captured.increment();
            handler.onFrame(made);
            return 1;
        }

        static long timeNs(int nth) {
            return TODAY_NS + nth * SECOND_NS / 1000;
        }
    }

    private final Datagrams source = new Datagrams();
    private final Detection detection = new Detection(DetectConfig.DEFAULT, 1, alert -> {});
    private final MeteringAgent agent = MeteringAgent.live(source, FlowConfig.DEFAULT, false, 1, detection, flow -> {});
    private final MeteringWatch watch = new MeteringWatch(new LiveAgent(agent), detection, 0);

    @Test
    void whatTheMeteringThreadKnowsIsSaidOnceASecond() throws IOException {
        assertThat(watch.get().openFlows()).isZero();
        agent.turn();
        agent.turn();
        watch.tick(SECOND_NS - 1);
        assertThat(watch.get().openFlows()).as("not yet").isZero();
        watch.tick(SECOND_NS);
        assertThat(watch.get().openFlows()).isEqualTo(2);
        assertThat(watch.get().atNs()).isEqualTo(SECOND_NS);
        assertThat(watch.get().detectors())
                .extracting(Detection.Occupancy::detector)
                .contains("scan", "beacon", "flood", "syn-flood", "brute-force");
    }

    @Test
    void theLagIsTheLongestOfASecondAndNoneWithoutPackets() throws IOException {
        agent.turn();
        watch.metered(Datagrams.timeNs(0) + 700);
        agent.turn();
        watch.metered(Datagrams.timeNs(1) + 300);
        watch.tick(SECOND_NS);
        assertThat(watch.get().lagNs()).isEqualTo(700);
        watch.tick(2 * SECOND_NS);
        assertThat(watch.get().lagNs()).isZero();
        agent.turn();
        watch.metered(Datagrams.timeNs(2) - 5);
        watch.tick(3 * SECOND_NS);
        assertThat(watch.get().lagNs()).as("a clock behind").isZero();
    }

    @Test
    void everyPacketIsAccountedForAndOneThatIsNotIsSaid() throws IOException {
        for (int second = 1; second <= 100; second++) {
            agent.turn();
            watch.tick(second * SECOND_NS);
            assertThat(watch.get().errorPackets()).isZero();
        }
        source.counters().captured.add(3);
        watch.tick(101 * SECOND_NS);
        assertThat(watch.get().errorPackets()).isEqualTo(3);
    }
}
