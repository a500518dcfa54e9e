package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vedette.capture.CaptureSource;
import vedette.capture.FrameHandler;
import vedette.capture.MadeFrame;
import vedette.capture.MadeSource;
import vedette.decode.PacketBuilder;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.flow.FlowConfig;

@Timeout(60)
class LiveCrewTest {
    private static final long TRICKLE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int ENOUGH = 1_000;

    /** A datagram a millisecond, each a flow of its own. */
    private static final class Trickle extends MadeSource {
        private final MadeFrame frame = new MadeFrame();
        private final CountDownLatch mayGoOn = new CountDownLatch(1);
        private volatile boolean hangs;
        private volatile boolean stopped;
        private volatile int sent;

        @Override
        public int poll(FrameHandler handler, int maxFrames) throws IOException {
            if (hangs) {
                hang();
            }
            if (stopped) {
                return END;
            }
            LockSupport.parkNanos(TRICKLE_NS);
            PacketBuilder packet = PacketBuilder.ethernet()
                    .ipv4("10.0.0.1", "10.1.0.1")
                    .udp(1024 + sent++, 53)
                    .payload(30);
            byte[] bytes = packet.build();
            counters().captured.increment();
            handler.onFrame(
                    frame.of(ByteBuffer.wrap(bytes), bytes.length, bytes.length, TimeOfDay.ns(), packet.linkType()));
            return 1;
        }

        private void hang() throws IOException {
            try {
                mayGoOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private final Trickle source = new Trickle();
    private int records;

    private LiveCrew started() {
        LiveCrew crew = new LiveCrew(
                source,
                new IdleTime(System.nanoTime())::afterTurn,
                2,
                FlowConfig.DEFAULT,
                false,
                1,
                new Detection(DetectConfig.DEFAULT, 1, alert -> {}),
                flow -> records++);
        crew.start();
        return crew;
    }

    private void end(LiveCrew crew) throws IOException {
        source.stopped = true;
        while (crew.turn() != CaptureSource.END) {
            // what came before
        }
        crew.finish();
        assertThat(records).isEqualTo(source.sent);
    }

    /** Whoever looks after the sensor does so between two turns. */
    @Test
    void aTurnDoesNotWaitForMoreThanTheFirstThatComes() throws IOException {
        try (LiveCrew crew = started()) {
            int turns = 0;
            while (source.sent < ENOUGH) {
                crew.turn();
                turns++;
            }
            assertThat(turns).isGreaterThan(ENOUGH / 20);
            end(crew);
        }
    }

    @Test
    void onlyWhileAllThreadsGoOnDoesTheCrew() throws IOException {
        try (LiveCrew crew = started()) {
            awaitGoingOn(crew);
            source.hangs = true;
            do {
                turns(crew);
            } while (crew.hasGoneOn());
            source.hangs = false;
            source.mayGoOn.countDown();
            awaitGoingOn(crew);
            end(crew);
        }
    }

    private static void turns(LiveCrew crew) throws IOException {
        for (int i = 0; i < 50; i++) {
            crew.turn();
        }
    }

    private static void awaitGoingOn(LiveCrew crew) throws IOException {
        while (!crew.hasGoneOn()) {
            crew.turn();
        }
    }
}
