package vedette.detect.flood;

import org.jspecify.annotations.Nullable;
import vedette.detect.Surroundings;

/**
 * Portraits for those who may be under attack. Bounded: when all are taken, the quietest of eight drawn at random, of two
 * equally quiet ones the one portrayed longest, gives way to whoever is sent twice as much, but none of whom a flood is told.
 */
final class PortraitPool {
    private static final int DRAWN = 8;
    private static final int NONE = -1;

    /** Those that are sent about as much would take it from each other, and none would be portrayed long enough. */
    private static final int MUCH_LOUDER = 2;

    private final Portrait[] portraits;
    private final @Nullable Target[] holders;

    /** Numbers of those that are free. */
    private final int[] free;

    private int freeCount;
    private long evictions;
    private long refused;
    private long random;

    PortraitPool(int capacity, Surroundings surroundings, long seed) {
        portraits = new Portrait[capacity];
        holders = new Target[capacity];
        free = new int[capacity];
        for (int i = 0; i < capacity; i++) {
            portraits[i] = new Portrait(surroundings);
            free[i] = i;
        }
        freeCount = capacity;
        random = seed | 1;
    }

    /** Gives a portrait begun now to one that has none, if there is one left or somebody matters less. */
    void give(Target target, long nowNs) {
        int number = freeCount > 0 ? free[--freeCount] : takeFromAnother(target, nowNs);
        if (number == NONE) {
            refuse(target);
            return;
        }
        Portrait portrait = portraits[number];
        portrait.start(nowNs);
        holders[number] = target;
        target.portrait = portrait;
        target.portraitNumber = number;
        target.isPortraitRefused = false;
    }

    private int takeFromAnother(Target newcomer, long nowNs) {
        int chosen = NONE;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < DRAWN; i++) {
            int number = draw();
            Target holder = holders[number];
            if (holder == null || holder.keepsPortrait()) {
                continue;
            }
            double pace = holder.pace(nowNs);
            if (pace < least || pace == least && portraits[number].startNs() < portraits[chosen].startNs()) {
                chosen = number;
                least = pace;
            }
        }
        if (chosen == NONE || newcomer.pace(nowNs) <= MUCH_LOUDER * least) {
            return NONE;
        }
        forget(chosen);
        evictions++;
        return chosen;
    }

    private int draw() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (int) Long.remainderUnsigned(random, portraits.length);
    }

    private void forget(int number) {
        Target holder = holders[number];
        if (holder != null) {
            holder.portrait = null;
            holders[number] = null;
        }
    }

    /** Counts it once, however often it asks in vain. */
    private void refuse(Target target) {
        if (!target.isPortraitRefused) {
            target.isPortraitRefused = true;
            refused++;
        }
    }

    void giveBack(Target target) {
        target.isPortraitRefused = false;
        if (target.portrait != null) {
            forget(target.portraitNumber);
            free[freeCount++] = target.portraitNumber;
        }
    }

    /** Portraits that are taken. */
    int size() {
        return portraits.length - freeCount;
    }

    /** Those who lost their portrait to another, or got none. */
    long evictions() {
        return evictions + refused;
    }
}
