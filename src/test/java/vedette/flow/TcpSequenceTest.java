package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.flow.Flow.FORWARD;
import static vedette.flow.Flow.REVERSE;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Sequence numbers of random transfers against a model that remembers every octet. */
class TcpSequenceTest {
    private static final int SEGMENT = 100;
    private static final int SEGMENTS = 300;

    /**
     * The client sends segments of which the capture lacks some; others come again, or one place late. The server has
     * received all, and acknowledges often enough that no more than two holes are open.
     */
    @RepeatedTest(50)
    void whatIsMissedAndRepeatedIsWhatAModelSays(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        int start = random.nextInt();
        BitSet seen = new BitSet();
        int retransmitted = 0;
        int outOfOrder = 0;
        int holes = 0;
        TcpWire wire = TcpWire.ipv4().client("S", start - 1, 0).server("SA", 5000, start);
        wire.client("A", start, 5001);
        for (int i = 0; i < SEGMENTS; i++) {
            int at = start + i * SEGMENT;
            int fate = random.nextInt(10);
            if (fate == 0 && holes < TcpSequence.MAX_HOLES) {
                holes++; // lost to the capture
            } else if (fate == 1 && holes < TcpSequence.MAX_HOLES && i + 1 < SEGMENTS) {
                wire.client("A", at + SEGMENT, 5001, SEGMENT).client("A", at, 5001, SEGMENT);
                seen.set(i, i + 2);
                outOfOrder++;
                i++;
            } else {
                wire.client("A", at, 5001, SEGMENT);
                seen.set(i);
            }
            if (fate == 2) {
                wire.client("A", at, 5001, SEGMENT);
                retransmitted++;
            }
            if (holes == TcpSequence.MAX_HOLES || random.nextInt(4) == 0) {
                wire.server("A", 5001, start + (i + 1) * SEGMENT);
                holes = 0;
            }
        }
        wire.server("A", 5001, start + SEGMENTS * SEGMENT);
        Flow flow = wire.record();
        String because = "seed " + seed;
        assertThat(flow.missedOctets(FORWARD)).as(because).isEqualTo((SEGMENTS - seen.cardinality()) * (long) SEGMENT);
        assertThat(flow.retransmitted(FORWARD)).as(because).isEqualTo(retransmitted);
        assertThat(flow.outOfOrder(FORWARD)).as(because).isEqualTo(outOfOrder);
        assertThat(flow.missedOctets(REVERSE)).as(because).isZero();
    }

    @RepeatedTest(20)
    void nothingThatCanBeSentBreaksTheMeter(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        String letters = "SAFRPU";
        TcpWire wire = TcpWire.ipv4();
        int sent = 2000;
        for (int i = 0; i < sent; i++) {
            StringBuilder flags = new StringBuilder();
            for (int bit = 0; bit < letters.length(); bit++) {
                if (random.nextInt(bit == 1 ? 2 : 6) == 0) {
                    flags.append(letters.charAt(bit));
                }
            }
            int range = random.nextInt(5) == 0 ? Integer.MAX_VALUE : 5000;
            int sequence = random.nextInt(range) - (range >> 1);
            int acknowledgement = random.nextInt(range) - (range >> 1);
            wire.window(random.nextInt(3) * 1000);
            if (random.nextBoolean()) {
                wire.client(flags.toString(), sequence, acknowledgement, random.nextInt(3) * 500);
            } else {
                wire.server(flags.toString(), sequence, acknowledgement, random.nextInt(3) * 500);
            }
        }
        long packets = 0;
        for (Flow flow : wire.records()) {
            for (int direction = FORWARD; direction <= REVERSE; direction++) {
                long of = flow.packets(direction);
                packets += of;
                assertThat(flow.missedOctets(direction)).as("seed %d", seed).isNotNegative();
                assertThat(flow.retransmitted(direction) + flow.outOfOrder(direction))
                        .as("seed %d", seed)
                        .isBetween(0, (int) of);
                assertThat(flow.duplicateAcks(direction)).as("seed %d", seed).isBetween(0, (int) of);
                assertThat(flow.holeCount(direction)).as("seed %d", seed).isBetween(0, TcpSequence.MAX_HOLES);
            }
        }
        assertThat(packets).as("seed %d", seed).isEqualTo(sent);
    }
}
