package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import vedette.capture.CaptureCounters;

class LossWatchTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final Logger log = (Logger) LoggerFactory.getLogger(LossWatch.class);
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();
    private final CaptureCounters captured = new CaptureCounters();

    @BeforeEach
    void listen() {
        told.start();
        log.addAppender(told);
        log.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(told);
        log.setAdditive(true);
    }

    @Test
    void aLossIsToldOnceAMinuteWithWhatIsNew() {
        LossWatch watch = new LossWatch(captured, List.of(), 0);
        captured.kernelDropped.add(10);
        watch.tick(SECOND_NS);
        assertThat(told.list).isEmpty();
        watch.tick(6 * SECOND_NS);
        captured.kernelDropped.add(5);
        watch.tick(30 * SECOND_NS);
        watch.tick(70 * SECOND_NS);
        watch.tick(140 * SECOND_NS);
        assertThat(told.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "10 frames dropped by the kernel: the sensor was too slow, 10 since the start",
                        "5 frames dropped by the kernel: the sensor was too slow, 15 since the start");
    }

    @Test
    void withoutLossNothingIsTold() {
        LossWatch watch = new LossWatch(captured, List.of(), 0);
        watch.tick(100 * SECOND_NS);
        assertThat(told.list).isEmpty();
    }
}
