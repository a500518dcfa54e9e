package vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import vedette.detect.Feed.Visibility;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;

class FeedWatchTest {
    private static final long SECOND = 1_000_000_000L;

    private final FeedWatch watch = new FeedWatch();

    private Feed after(int flows, FlowRecords record) {
        watch.onTick(0);
        for (int i = 0; i < flows; i++) {
            watch.onRecord(record.flow());
        }
        watch.onTick(61 * SECOND);
        return watch.feed();
    }

    @Test
    void aFeedOfBothDirectionsIsFull() {
        assertThat(after(100, FlowRecords.tcp()).visibility()).isEqualTo(Visibility.FULL);
    }

    @Test
    void aFeedWithoutAnswersIsInboundOnly() {
        FlowRecords question = FlowRecords.tcp().counted(Flow.REVERSE, 0, 0).tcpFlags(Flow.REVERSE, 0);
        assertThat(after(100, question).visibility()).isEqualTo(Visibility.INBOUND_ONLY);
    }

    @Test
    void aFeedOfAnswersAloneIsResponderOnly() {
        FlowRecords answer = FlowRecords.tcp().counted(Flow.FORWARD, 0, 0).tcpFlags(Flow.FORWARD, 0);
        assertThat(after(100, answer).visibility()).isEqualTo(Visibility.RESPONDER_ONLY);
    }

    @Test
    void aFewFlowsSayNothing() {
        FlowRecords question = FlowRecords.tcp().counted(Flow.REVERSE, 0, 0).tcpFlags(Flow.REVERSE, 0);
        assertThat(after(19, question)).isEqualTo(Feed.FULL);
    }

    @Test
    void lossIsWhatWasAcknowledgedAndNotSeen() {
        FlowRecords lossy = FlowRecords.tcp().payload(Flow.FORWARD, 900).missed(Flow.FORWARD, 100);
        assertThat(after(50, lossy).lossRatio()).isEqualTo(0.1, Offset.offset(1e-9));
    }

    @Test
    void dropsAreToldAtOnce() {
        watch.onDrops(17);
        assertThat(watch.feed().drops()).isEqualTo(17);
    }
}
