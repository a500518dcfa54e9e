package vedette.detect;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import vedette.net.Counter;

/** How many alerts are told in a second of packet time, and an account of those that were held back. */
final class AlertLimit {
    static final int MOST_PER_SECOND = 50;

    private static final long NS_PER_S = 1_000_000_000;
    private static final int CERTAIN = 100;

    private final Map<AlertType, Counter> byType = new EnumMap<>(AlertType.class);
    private long second = Long.MIN_VALUE;
    private int told;
    private long heldSecond = Long.MIN_VALUE;
    private int held;

    /** Alerts that came in the second in which most came. */
    private int most;

    private long suppressed;
    private long untold;
    private long untoldSecond;
    private long firstNs;
    private long lastNs;

    /** Whether one more may be told now; if so it counts. */
    boolean admits(long nowNs) {
        long now = Math.floorDiv(nowNs, NS_PER_S);
        if (now != second) {
            second = now;
            told = 0;
        }
        if (told == MOST_PER_SECOND) {
            return false;
        }
        told++;
        return true;
    }

    /** Counts what is held back in this second. */
    private int heldBack(long now) {
        held = now == heldSecond ? held + 1 : 1;
        heldSecond = now;
        return held;
    }

    void suppress(AlertType type, long nowNs) {
        firstNs = suppressed == 0 ? nowNs : firstNs;
        lastNs = nowNs;
        untoldSecond = untold == 0 ? second : untoldSecond;
        suppressed++;
        untold++;
        most = Math.max(most, MOST_PER_SECOND + heldBack(second));
        byType.computeIfAbsent(type, first -> new Counter()).increment();
    }

    /** Whether a second in which alerts were held back has passed. */
    boolean isOver(long nowNs) {
        return untold > 0 && Math.floorDiv(nowNs, NS_PER_S) != untoldSecond;
    }

    /** The storm is over: the next is another. */
    void forget() {
        suppressed = 0;
        most = 0;
        byType.clear();
    }

    /** Alerts held back since the last account of them. */
    long suppressed() {
        return untold;
    }

    /** An account of all that were held back so far. */
    Finding takeFinding() {
        untold = 0;
        List<String> types = new ArrayList<>();
        byType.forEach((type, count) -> types.add(type.label() + " " + count.get()));
        String message = suppressed + " alerts were not told, as more than " + MOST_PER_SECOND + " came in a second: "
                + String.join(", ", types);
        Evidence evidence = new Evidence()
                .crossing(most, MOST_PER_SECOND)
                .put("suppressed", suppressed)
                .put("most_per_second", MOST_PER_SECOND)
                .put("suppressed_types", types);
        return new Finding(Level.MEDIUM, CERTAIN, "", firstNs, lastNs, suppressed, message, evidence);
    }
}
