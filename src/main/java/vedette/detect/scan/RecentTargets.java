package vedette.detect.scan;

import java.util.Arrays;
import vedette.detect.memory.Fields;

/**
 * Which targets each of many askers turned to lately, whether they answered, and whether the asker had turned to them before:
 * for each asker a ring of different ones, the first of a window. Takes 9 octets for each target. Not thread-safe.
 */
final class RecentTargets {
    private static final int ANSWERED = 1;
    private static final int FAMILIAR = 2;

    private final int length;
    private final int windowMs;
    private final int graceMs;
    private final int[] targets;
    private final int[] askedMs;
    private final byte[] marks;
    private final int[] next;

    private int asked;
    private int unanswered;
    private int fresh;
    private int firstMs;

    /**
     * @param length most targets remembered of each asker
     * @param windowMs how long they are remembered: until then none gives way to another
     * @param graceMs how long a target has to answer
     */
    RecentTargets(int askers, int length, int windowMs, int graceMs) {
        this.length = length;
        this.windowMs = windowMs;
        this.graceMs = graceMs;
        targets = new int[askers * length];
        askedMs = new int[askers * length];
        marks = new byte[askers * length];
        next = new int[askers];
    }

    /** Names an asker's targets. */
    void name(int asker, Fields fields) {
        fields.of(targets, asker * length, length);
        fields.of(askedMs, asker * length, length);
        fields.of(marks, asker * length, length);
        next[asker] = fields.of(next[asker], 0, length - 1);
    }

    /** Forgets an asker's targets. */
    void clear(int asker) {
        Arrays.fill(targets, asker * length, (asker + 1) * length, 0);
        next[asker] = 0;
    }

    /**
     * Takes note that an asker turned to a target. Of one that is remembered from within the window the first time counts.
     *
     * @param target not 0
     * @param answers whether it answered
     * @param familiar whether the asker had turned to it before
     * @param nowMs cut to 32 bits
     * @return whether it is not remembered from within the window
     */
    boolean add(int asker, int target, boolean answers, boolean familiar, int nowMs) {
        int from = asker * length;
        for (int at = from; at < from + length; at++) {
            if (targets[at] == target && nowMs - askedMs[at] < windowMs) {
                marks[at] |= (byte) (answers ? ANSWERED : 0);
                return false;
            }
        }
        int at = from + next[asker];
        if (targets[at] != 0 && nowMs - askedMs[at] < windowMs) {
            return true;
        }
        next[asker] = (next[asker] + 1) % length;
        targets[at] = target;
        askedMs[at] = nowMs;
        marks[at] = (byte) ((answers ? ANSWERED : 0) | (familiar ? FAMILIAR : 0));
        return true;
    }

    /** Counts an asker's targets of the window, but for those that still have time to answer. */
    void count(int asker, int nowMs, Known known) {
        asked = 0;
        unanswered = 0;
        fresh = 0;
        firstMs = nowMs;
        for (int at = asker * length; at < (asker + 1) * length; at++) {
            int age = nowMs - askedMs[at];
            if (targets[at] != 0 && age >= graceMs && age < windowMs) {
                asked++;
                fresh += (marks[at] & FAMILIAR) == 0 ? 1 : 0;
                if (nowMs - firstMs < age) {
                    firstMs = askedMs[at];
                }
                if ((marks[at] & ANSWERED) == 0 && !known.isKnown(targets[at])) {
                    unanswered++;
                }
            }
        }
    }

    /** Targets of the window, at the last {@link #count}. */
    int asked() {
        return asked;
    }

    /** Those of them that did not answer. */
    int unanswered() {
        return unanswered;
    }

    /** Those of them that the asker had not turned to before. */
    int fresh() {
        return fresh;
    }

    /** When the first of them was asked for. */
    int firstMs() {
        return firstMs;
    }

    /** What is known of targets from elsewhere. */
    @FunctionalInterface
    interface Known {
        /** Nothing is known of any. */
        Known NOBODY = target -> false;

        /** Whether the target has shown that it is there. */
        boolean isKnown(int target);
    }
}
