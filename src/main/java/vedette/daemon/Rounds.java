package vedette.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import vedette.flow.HappeningLane.GivenUpException;

/**
 * Rounds on their way from the thread that fills them to all who take each of them, and back. Bounded: {@link #ROUNDS} of half a
 * mebibyte; whoever fills one more waits.
 */
final class Rounds {
    static final int ROUNDS = 16;

    private final BlockingQueue<Round> free = new ArrayBlockingQueue<>(ROUNDS);
    private final List<BlockingQueue<Round>> passed = new ArrayList<>();

    Rounds(int takers) {
        for (int i = 0; i < ROUNDS; i++) {
            free.add(new Round());
        }
        for (int i = 0; i < takers; i++) {
            passed.add(new ArrayBlockingQueue<>(ROUNDS));
        }
    }

    int takers() {
        return passed.size();
    }

    /** An empty one; waits until there is one. */
    Round begin() {
        Round round = take(free);
        round.clear();
        return round;
    }

    void pass(Round round) {
        round.passTo(passed.size());
        passed.forEach(queue -> queue.add(round));
    }

    /** The next one for this taker; waits for it. */
    Round next(int taker) {
        return take(passed.get(taker));
    }

    /** Whether this taker would have to wait. */
    boolean isEmpty(int taker) {
        return passed.get(taker).isEmpty();
    }

    void done(Round round) {
        if (round.isDone()) {
            free.add(round);
        }
    }

    private static Round take(BlockingQueue<Round> queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw new GivenUpException();
        }
    }
}
