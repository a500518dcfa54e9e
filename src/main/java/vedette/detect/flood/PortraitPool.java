package vedette.detect.flood;

import org.jspecify.annotations.Nullable;
import vedette.detect.Surroundings;

/** Portraits for those who may be under attack. Bounded: whoever comes when all are taken gets none, which is counted. */
final class PortraitPool {
    private final Portrait[] free;
    private int count;
    private long refused;

    PortraitPool(int capacity, Surroundings surroundings) {
        free = new Portrait[capacity];
        for (int i = 0; i < capacity; i++) {
            free[i] = new Portrait(surroundings);
        }
        count = capacity;
    }

    /** A portrait begun now, or null if all are taken. */
    @Nullable
    Portrait take(long nowNs) {
        if (count == 0) {
            refused++;
            return null;
        }
        Portrait portrait = free[--count];
        portrait.start(nowNs);
        return portrait;
    }

    void giveBack(Target target) {
        Portrait portrait = target.portrait;
        if (portrait != null) {
            free[count++] = portrait;
            target.portrait = null;
        }
    }

    long refused() {
        return refused;
    }
}
