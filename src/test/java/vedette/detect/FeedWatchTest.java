package vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import vedette.detect.Feed.Visibility;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;
import vedette.flow.Probe;

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

    private static FlowRecords connection() {
        return FlowRecords.tcp().probe(Probe.SYN);
    }

    @Test
    void lossIsThePartOfAcknowledgementsThatAreOfWhatWasNotSeen() {
        FlowRecords lossy = connection().acknowledgements(10, 1).missed(Flow.FORWARD, 100);
        assertThat(after(50, lossy).lossRatio()).isEqualTo(0.1, Offset.offset(1e-9));
    }

    /** A wild acknowledgement may claim a gigabyte. */
    @Test
    void oneSegmentDoesNotMakeTheFeedLookBad() {
        watch.onTick(0);
        watch.onRecord(connection()
                .acknowledgements(5, 1)
                .missed(Flow.FORWARD, 1 << 30)
                .flow());
        assertThat(after(30, connection().acknowledgements(5, 0)).lossRatio()).isLessThan(0.01);
    }

    @Test
    void aFewAcknowledgementsSayNothing() {
        FlowRecords lossy = connection().acknowledgements(4, 1).missed(Flow.FORWARD, 100);
        assertThat(after(24, lossy).lossRatio()).isZero();
        for (int i = 0; i < 2; i++) {
            watch.onRecord(lossy.flow());
        }
        watch.onTick(122 * SECOND);
        assertThat(watch.feed().lossRatio()).isEqualTo(0.25, Offset.offset(1e-9));
    }

    @Test
    void whatCameAfterItsAcknowledgementWasNotLost() {
        FlowRecords late = connection().acknowledgements(10, 5).missed(Flow.FORWARD, 0);
        assertThat(after(50, late).lossRatio()).isZero();
    }

    /** Of a connection met midway it is not known what was seen before. */
    @Test
    void connectionsMetMidwaySayNothingOfLoss() {
        watch.onTick(0);
        for (int i = 0; i < 100; i++) {
            watch.onRecord(FlowRecords.tcp()
                    .probe(Probe.MIDSTREAM)
                    .acknowledgements(100, 0)
                    .flow());
        }
        FlowRecords lossy = connection().acknowledgements(10, 1).missed(Flow.FORWARD, 100);
        assertThat(after(50, lossy).lossRatio()).isEqualTo(0.1, Offset.offset(1e-9));
    }

    @Test
    void aGoodMinuteMakesUpForABadOne() {
        FlowRecords lossy = connection().acknowledgements(10, 1).missed(Flow.FORWARD, 100);
        assertThat(after(50, lossy).lossRatio()).isPositive();
        for (int i = 0; i < 50; i++) {
            watch.onRecord(connection().acknowledgements(10, 0).flow());
        }
        watch.onTick(122 * SECOND);
        assertThat(watch.feed().lossRatio()).isZero();
    }

    @Test
    void dropsAreToldAtOnce() {
        watch.onDrops(17);
        assertThat(watch.feed().drops()).isEqualTo(17);
    }
}
