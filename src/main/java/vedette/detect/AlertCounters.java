package vedette.detect;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import vedette.net.Counter;

/** What became of the alerts that detectors brought, by type. Counted by the detecting thread, read by any. */
public final class AlertCounters {
    /** What may become of one. */
    public enum Fate {
        /** Told as new. */
        OPENED("opened"),
        /** Told again. */
        UPDATED("updated"),
        /** Told to be over. */
        CLOSED("closed"),
        /** Not told, nor what followed it, as it was on the allow-list: an alert counts once. */
        ALLOWED("allowed_alerts"),
        /** Not told at that moment, as more came in a second than are told. */
        SUPPRESSED("suppressed"),
        /** Not taken, as too many were open that matter as much. */
        REFUSED("refused"),
        /** Given up while it went on, and told to be over if it was told, as too many were open. */
        DISPLACED("displaced");

        private final String label;

        Fate(String label) {
            this.label = label;
        }

        /** The fate as outputs print it. */
        public String label() {
            return label;
        }
    }

    private final Map<Fate, Map<AlertType, Counter>> counters = new EnumMap<>(Fate.class);

    AlertCounters() {
        for (Fate fate : Fate.values()) {
            Map<AlertType, Counter> byType = new EnumMap<>(AlertType.class);
            for (AlertType type : AlertType.values()) {
                byType.put(type, new Counter());
            }
            counters.put(fate, byType);
        }
    }

    private Counter counter(Fate fate, AlertType type) {
        return Objects.requireNonNull(Objects.requireNonNull(counters.get(fate)).get(type));
    }

    void count(Fate fate, AlertType type) {
        counter(fate, type).increment();
    }

    public long of(Fate fate, AlertType type) {
        return counter(fate, type).get();
    }

    /** Of all types together. */
    public long of(Fate fate) {
        long sum = 0;
        for (AlertType type : AlertType.values()) {
            sum += of(fate, type);
        }
        return sum;
    }
}
