package vedette.detect.beacon;

import java.util.Arrays;
import vedette.detect.AlertDesk;
import vedette.detect.memory.Fields;
import vedette.detect.sketch.LogBins;

/**
 * The calls of one source to one service, read and written where they lie in a {@link SeriesTable}: intervals at every
 * {@link Scale}, sizes, and what an alert tells besides. Wrapped round one entry after another.
 */
final class Series {
    /** Times of the latest calls that are kept exactly. */
    static final int RECENT = 12;

    /** Exact sizes that are counted. */
    static final int TOP_SIZES = 4;

    /** Bins of the payload octets of a call. */
    static final LogBins SIZES = new LogBins(8, 0, 16);

    private static final int FULL = 255;

    // Fields among the integers of an entry.
    private static final int FIRST = 0;
    private static final int LAST = 1;
    private static final int CALLS = 2;
    private static final int ATTEMPTS = 3;
    private static final int ANSWERED = 4;
    private static final int BURSTS = 5;
    private static final int SIZED = 6;
    private static final int HOURS = 7;
    private static final int NEXT_LOOK = 8;
    private static final int LAST_LOOK = 9;
    private static final int SCORE = 10;
    private static final int QUIET_AFTER = 11;
    private static final int LAST_HALVED = 12;
    private static final int TOLD_CALLS = 13;
    private static final int ACCEPTED = 14;
    private static final int INTERVALS = ACCEPTED + Scale.COUNT;
    private static final int RECENT_TICKS = INTERVALS + Scale.COUNT;
    private static final int SIZE_VALUES = RECENT_TICKS + RECENT;
    private static final int SIZE_COUNTS = SIZE_VALUES + TOP_SIZES;

    static final int INTS = SIZE_COUNTS + TOP_SIZES;
    static final int BYTES = Scale.ALL_BINS + SIZES.count();

    private static final int KEY = 0;
    private static final int ALERT = 1;
    static final int LONGS = 2;

    private byte[] bytes = new byte[0];
    private int[] ints = new int[0];
    private long[] longs = new long[0];
    private int bytesAt;
    private int intsAt;
    private int longsAt;

    /** Looks at an entry of these arrays. */
    Series wrap(byte[] bytes, int[] ints, long[] longs, int entry) {
        this.bytes = bytes;
        this.ints = ints;
        this.longs = longs;
        bytesAt = entry * BYTES;
        intsAt = entry * INTS;
        longsAt = entry * LONGS;
        return this;
    }

    /** Begins with a first call. */
    void begin(long key, int tick, long noAlert) {
        Arrays.fill(bytes, bytesAt, bytesAt + BYTES, (byte) 0);
        Arrays.fill(ints, intsAt, intsAt + INTS, 0);
        longs[longsAt + KEY] = key;
        longs[longsAt + ALERT] = noAlert;
        put(FIRST, tick);
        put(LAST_LOOK, tick);
        put(LAST_HALVED, tick);
        put(NEXT_LOOK, CriticalValues.FEWEST);
        for (int scale = 0; scale < Scale.COUNT; scale++) {
            put(ACCEPTED + scale, tick);
        }
        remember(tick);
    }

    /**
     * Names all that is known of it.
     *
     * @param isOpen whether an alert tells of it, if the fields are written: then another is opened as soon as it goes on
     */
    void name(Fields fields, boolean isOpen) {
        fields.of(bytes, bytesAt, BYTES);
        for (int field = 0; field < INTS; field++) {
            put(field, fields.of(isOpen && field == TOLD_CALLS ? 0 : get(field)));
        }
        longs[longsAt + ALERT] = fields.of(longs[longsAt + ALERT]);
        if (fields.areRead() && longs[longsAt + ALERT] >= 0) {
            longs[longsAt + ALERT] = AlertDesk.OVER;
        }
    }

    /** A call came. Returns false if it belongs to the one before, even at the shortest dead time. */
    boolean call(int tick) {
        int sinceHalved = tick - get(LAST_HALVED);
        if (sinceHalved >= Ticks.DAY) {
            put(LAST_HALVED, tick);
            for (int scale = 0; scale < Scale.COUNT; scale++) {
                halve(scale);
            }
        }
        boolean isCall = tick - get(ACCEPTED) >= Scale.of(0).deadTicks;
        for (int scale = 0; scale < Scale.COUNT; scale++) {
            call(scale, tick - get(ACCEPTED + scale), tick);
        }
        if (isCall) {
            remember(tick);
        }
        return isCall;
    }

    private void call(int index, int elapsed, int tick) {
        Scale scale = Scale.of(index);
        if (elapsed >= scale.deadTicks) {
            put(ACCEPTED + index, tick);
            add(INTERVALS + index, 1);
            countInterval(index, scale.bins.of((elapsed - scale.deadTicks) * Ticks.SECONDS));
        }
    }

    private void remember(int tick) {
        put(RECENT_TICKS + get(CALLS) % RECENT, tick);
        add(CALLS, 1);
        put(LAST, tick);
    }

    /** A call came in this hour of the day (UTC). */
    void atHour(int hour) {
        put(HOURS, get(HOURS) | 1 << hour);
    }

    private void countInterval(int scale, int bin) {
        int at = bytesAt + Scale.of(scale).firstBin() + bin;
        if ((bytes[at] & 0xFF) == FULL) {
            halve(scale);
        }
        bytes[at]++;
    }

    private void halve(int scale) {
        int from = bytesAt + Scale.of(scale).firstBin();
        halve(from, from + Scale.of(scale).bins.count());
    }

    private void halve(int from, int to) {
        for (int i = from; i < to; i++) {
            bytes[i] = (byte) ((bytes[i] & 0xFF) >> 1);
        }
    }

    /** The client's payload of a call is known. */
    void size(long octets) {
        add(SIZED, 1);
        int from = bytesAt + Scale.ALL_BINS;
        int at = from + SIZES.of((double) octets);
        if ((bytes[at] & 0xFF) == FULL) {
            halve(from, from + SIZES.count());
        }
        bytes[at]++;
        countSize((int) Math.min(octets, Integer.MAX_VALUE));
    }

    /** Misra and Gries: whatever makes more than a fifth of the sizes keeps a place. */
    private void countSize(int octets) {
        int free = -1;
        for (int i = 0; i < TOP_SIZES; i++) {
            int count = get(SIZE_COUNTS + i);
            if (count > 0 && get(SIZE_VALUES + i) == octets) {
                put(SIZE_COUNTS + i, count + 1);
                return;
            }
            free = count == 0 ? i : free;
        }
        if (free >= 0) {
            put(SIZE_VALUES + free, octets);
            put(SIZE_COUNTS + free, 1);
            return;
        }
        for (int i = 0; i < TOP_SIZES; i++) {
            add(SIZE_COUNTS + i, -1);
        }
    }

    /** An attempt to connect, and later whether it was answered; a call inside a connection is a burst. */
    void attempted() {
        add(ATTEMPTS, 1);
    }

    void answered() {
        add(ANSWERED, 1);
    }

    void burst() {
        add(BURSTS, 1);
    }

    long key() {
        return longs[longsAt + KEY];
    }

    long alert() {
        return longs[longsAt + ALERT];
    }

    void alert(long handle) {
        longs[longsAt + ALERT] = handle;
    }

    int firstTick() {
        return get(FIRST);
    }

    int lastTick() {
        return get(LAST);
    }

    /** Calls at the shortest dead time. */
    int calls() {
        return get(CALLS);
    }

    int attempts() {
        return get(ATTEMPTS);
    }

    int answers() {
        return get(ANSWERED);
    }

    int bursts() {
        return get(BURSTS);
    }

    /** Calls whose size is known. */
    int sized() {
        return get(SIZED);
    }

    /** Hours of the day (UTC) with calls, a bit each. */
    int hours() {
        return get(HOURS);
    }

    /** Intervals at a scale so far. */
    int intervals(int scale) {
        return get(INTERVALS + scale);
    }

    /** How many intervals at a scale fell into a bin, of late. */
    int inBin(int scale, int bin) {
        return bytes[bytesAt + Scale.of(scale).firstBin() + bin] & 0xFF;
    }

    int inSizeBin(int bin) {
        return bytes[bytesAt + Scale.ALL_BINS + bin] & 0xFF;
    }

    /** Exact times that are kept. */
    int kept() {
        return Math.min(calls(), RECENT);
    }

    /** Time of the call so many before the last. */
    int tickBack(int back) {
        return get(RECENT_TICKS + (calls() - 1 - back) % RECENT);
    }

    /** The size that came most often. */
    int topSize() {
        return get(SIZE_VALUES + topSizeIndex());
    }

    /** How often it came, at least. */
    int topSizeCount() {
        return get(SIZE_COUNTS + topSizeIndex());
    }

    private int topSizeIndex() {
        int top = 0;
        for (int i = 1; i < TOP_SIZES; i++) {
            top = get(SIZE_COUNTS + i) > get(SIZE_COUNTS + top) ? i : top;
        }
        return top;
    }

    /** Whether it is to be judged again: more often while it is young, then when it has grown by an eighth, and every hour. */
    boolean isDue() {
        int calls = calls();
        return calls > CriticalValues.FEWEST && (calls > get(NEXT_LOOK) || lastTick() - get(LAST_LOOK) >= Ticks.HOUR);
    }

    void looked() {
        int intervals = calls() - 1;
        put(NEXT_LOOK, intervals < 32 ? intervals + 1 : intervals < 64 ? intervals + 2 : intervals + intervals / 8);
        put(LAST_LOOK, lastTick());
    }

    /** Its last score in thousandths. */
    int score() {
        return get(SCORE);
    }

    void score(int thousandths) {
        put(SCORE, thousandths);
    }

    /** Calls there had been when an alert last went on; 0 if there was none. */
    int toldCalls() {
        return get(TOLD_CALLS);
    }

    void told() {
        put(TOLD_CALLS, calls());
    }

    /** Ticks without a call after which it is taken to have ended. */
    int quietAfter() {
        return get(QUIET_AFTER);
    }

    void quietAfter(int ticks) {
        put(QUIET_AFTER, ticks);
    }

    private int get(int field) {
        return ints[intsAt + field];
    }

    private void put(int field, int value) {
        ints[intsAt + field] = value;
    }

    private void add(int field, int value) {
        ints[intsAt + field] += value;
    }
}
