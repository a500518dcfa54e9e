package vedette.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import vedette.net.Counter;

/** How many alerts are told in a second of packet time, and an account of those that were not told. */
final class AlertLimit {
    /** Of one level, with those above it. */
    static final int MOST_PER_SECOND = 50;

    /** So many more may be told for each level by which one stands above information, so that it gets out in a storm of lesser ones. */
    static final int MORE_PER_LEVEL = 10;

    private static final long NS_PER_S = 1_000_000_000;
    private static final int CERTAIN = 100;

    private final int mostOpen;
    private final Map<AlertType, Counter> suppressedByType = new EnumMap<>(AlertType.class);
    private final Map<AlertType, Counter> refusedByType = new EnumMap<>(AlertType.class);
    private final int[] toldByLevel = new int[Level.COUNT];
    private long second = Long.MIN_VALUE;

    /** Alerts held back in this second, and alerts that came in the second in which most came. */
    private int held;

    private int most;
    private long suppressed;
    private long refused;
    private long untold;
    private long untoldSecond;
    private long firstNs;
    private long lastNs;

    /** @param mostOpen how many may be open, for the account of those that were refused */
    AlertLimit(int mostOpen) {
        this.mostOpen = mostOpen;
    }

    /** Whether one more of this level may be told now; if so it counts. */
    boolean admits(Level level, long nowNs) {
        turnTo(nowNs);
        int rank = level.rank();
        if (told(rank) >= MOST_PER_SECOND || told(0) >= MOST_PER_SECOND + MORE_PER_LEVEL * rank) {
            return false;
        }
        toldByLevel[rank]++;
        return true;
    }

    /** Alerts told in this second that stand above so many levels. */
    private int told(int rank) {
        int told = 0;
        for (int i = rank; i < toldByLevel.length; i++) {
            told += toldByLevel[i];
        }
        return told;
    }

    private void turnTo(long nowNs) {
        long now = Math.floorDiv(nowNs, NS_PER_S);
        if (now != second) {
            second = now;
            held = 0;
            Arrays.fill(toldByLevel, 0);
        }
    }

    /** Counts one that was not admitted. */
    void suppress(AlertType type, long nowNs) {
        note(nowNs);
        suppressed++;
        held++;
        most = Math.max(most, told(0) + held);
        suppressedByType.computeIfAbsent(type, first -> new Counter()).increment();
    }

    /** Counts one for which there was no room. */
    void refuse(AlertType type, long nowNs) {
        turnTo(nowNs);
        note(nowNs);
        refused++;
        refusedByType.computeIfAbsent(type, first -> new Counter()).increment();
    }

    private void note(long nowNs) {
        firstNs = suppressed + refused == 0 ? nowNs : firstNs;
        lastNs = nowNs;
        untoldSecond = untold == 0 ? second : untoldSecond;
        untold++;
    }

    /** Whether a second in which alerts were not told has passed. */
    boolean isOver(long nowNs) {
        return untold > 0 && Math.floorDiv(nowNs, NS_PER_S) != untoldSecond;
    }

    /** The storm is over: the next is another. */
    void forget() {
        suppressed = 0;
        refused = 0;
        most = 0;
        suppressedByType.clear();
        refusedByType.clear();
    }

    /** Alerts that were not told since the last account of them. */
    long untold() {
        return untold;
    }

    /** An account of all that were not told so far. */
    Finding takeFinding() {
        untold = 0;
        List<String> parts = new ArrayList<>();
        Evidence evidence = new Evidence();
        if (suppressed > 0) {
            List<String> types = types(suppressedByType);
            evidence.crossing(most, MOST_PER_SECOND)
                    .put("suppressed", suppressed)
                    .put("most_per_second", MOST_PER_SECOND)
                    .put("suppressed_types", types);
            parts.add(suppressed + " alerts were not told, as more than " + MOST_PER_SECOND + " came in a second: "
                    + String.join(", ", types));
        }
        if (refused > 0) {
            List<String> types = types(refusedByType);
            if (suppressed == 0) {
                evidence.crossing((double) mostOpen + refused, mostOpen);
            }
            evidence.put("refused", refused).put("most_open", mostOpen).put("refused_types", types);
            parts.add(refused + " alerts were refused, as " + mostOpen + " that matter as much were open: "
                    + String.join(", ", types));
        }
        return new Finding(
                Level.MEDIUM, CERTAIN, "", firstNs, lastNs, suppressed + refused, String.join("; ", parts), evidence);
    }

    private static List<String> types(Map<AlertType, Counter> byType) {
        List<String> types = new ArrayList<>();
        byType.forEach((type, count) -> types.add(type.label() + " " + count.get()));
        return types;
    }
}
