package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.decode.PacketBuilder.ethernet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vedette.capture.FrameHandler;
import vedette.capture.MadeFrame;
import vedette.capture.MadeSource;
import vedette.detect.Alert;
import vedette.detect.AlertState;
import vedette.detect.AlertType;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.flow.Flow;
import vedette.flow.FlowConfig;
import vedette.net.LinkType;
import vedette.scenario.SteadyTraffic;

/** The clock that gives frames their times is set, back and ahead, while a live sensor meters them. */
class ClockStepsTest {
    private static final long MS = 1_000_000;
    private static final long HOUR_S = 3600;
    private static final int LONG_FLOW_PORT = 7;

    /** A frame each ten milliseconds, every tenth of one long flow; the times are shifted by as much as the clock is off. */
    private static final class ShiftedSource extends MadeSource {
        private final SteadyTraffic traffic = new SteadyTraffic(3);
        private final byte[] ofLongFlow = ethernet()
                .ipv4("192.0.2.1", "192.0.2.2")
                .udp(LONG_FLOW_PORT, LONG_FLOW_PORT)
                .payload(10)
                .build();
        private final MadeFrame frame = new MadeFrame();
        private final long beganNs = TimeOfDay.ns() - 600_000 * MS;
        private long shiftS;
        private int made;

        long trueNs() {
            return beganNs + made * 10 * MS;
        }

        @Override
        public int poll(FrameHandler handler, int maxFrames) {
            byte[] bytes = made % 10 == 0 ? ofLongFlow : traffic.next();
            long timeNs = trueNs() + shiftS * 1000 * MS;
            made++;
            counters().captured.increment();
            handler.onFrame(frame.of(ByteBuffer.wrap(bytes), bytes.length, bytes.length, timeNs, LinkType.ETHERNET));
            return 1;
        }
    }

    private final ShiftedSource source = new ShiftedSource();
    private final List<Alert> alerts = new ArrayList<>();
    private final Detection detection =
            new Detection(DetectConfig.DEFAULT, MeteringAgent.REPLAY_SEED, alert -> alerts.add(alert));
    private final List<Long> packetsOfLongFlow = new ArrayList<>();
    private long packets;
    private final MeteringAgent agent =
            MeteringAgent.live(source, FlowConfig.DEFAULT, false, MeteringAgent.REPLAY_SEED, detection, this::onFlow);
    private final CaptureWatch watch = new CaptureWatch(
            source.counters(), agent::flows, List::of, detection::feed, detection.desk(), source.trueNs());

    private void onFlow(Flow flow) {
        assertThat(flow.endNs()).isGreaterThanOrEqualTo(flow.startNs());
        long both = flow.packets(0) + flow.packets(1);
        packets += both;
        if (flow.initiatorPort() == LONG_FLOW_PORT) {
            packetsOfLongFlow.add(both);
        }
    }

    private void pass(int seconds, long shiftS) throws IOException {
        source.shiftS = shiftS;
        for (int i = 0; i < 100 * seconds; i++) {
            agent.turn();
            watch.tick(source.trueNs(), source.trueNs());
        }
        assertThat(agent.errorPackets()).isZero();
    }

    @Test
    void eachStepIsToldOnceAndNoFlowIsCutOrPacketLost() throws IOException {
        for (long shiftS : new long[] {0, -HOUR_S, 0, 2 * HOUR_S, 0}) {
            pass(30, shiftS);
        }
        agent.finish();
        assertThat(agent.flows().clockSteps.get()).isEqualTo(4);
        assertThat(alerts)
                .filteredOn(alert -> alert.type() == AlertType.CLOCK_STEP && alert.state() == AlertState.OPEN)
                .hasSize(4);
        assertThat(packetsOfLongFlow).containsExactly(1_500L);
        assertThat(packets).isEqualTo(agent.flows().packets.get());
    }
}
