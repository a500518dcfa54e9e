package vedette.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations such as {@code 300s} and sizes such as {@code 64MiB}, read and written. */
public final class Units {
    public static final String DURATION_FORM = "a duration such as \"300s\", \"5m\" or \"500ms\"";
    static final String SIZE_FORM = "a size such as \"64MiB\", \"512KiB\" or a number of octets";

    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");
    private static final Map<String, Long> NANOS = new LinkedHashMap<>();
    private static final Map<String, Long> OCTETS = new LinkedHashMap<>();

    static {
        NANOS.put("d", 86_400_000_000_000L);
        NANOS.put("h", 3_600_000_000_000L);
        NANOS.put("m", 60_000_000_000L);
        NANOS.put("s", 1_000_000_000L);
        NANOS.put("ms", 1_000_000L);
        NANOS.put("us", 1_000L);
        NANOS.put("ns", 1L);
        OCTETS.put("TiB", 1L << 40);
        OCTETS.put("GiB", 1L << 30);
        OCTETS.put("MiB", 1L << 20);
        OCTETS.put("KiB", 1L << 10);
        OCTETS.put("B", 1L);
        OCTETS.put("", 1L);
    }

    private Units() {}

    /**
     * Reads {@code 90s} or {@code 5m}.
     *
     * @throws IllegalArgumentException if the text is not a duration, or one of more than 292 years
     */
    public static Duration duration(String text) {
        return Duration.ofNanos(quantity(text, NANOS));
    }

    /** @throws IllegalArgumentException if the text is not a size */
    static long octets(String text) {
        return quantity(text, OCTETS);
    }

    private static long quantity(String text, Map<String, Long> units) {
        Matcher matcher = QUANTITY.matcher(text.strip());
        Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(text);
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException(text, tooLarge);
        }
    }

    /** Whole seconds as such, since timeouts are compared more easily in one unit; else the largest unit that fits. */
    static String text(Duration duration) {
        long nanos = duration.toNanos();
        for (String unit : new String[] {"s", "ms", "us"}) {
            long length = quantity("1" + unit, NANOS);
            if (nanos % length == 0) {
                return nanos / length + unit;
            }
        }
        return nanos + "ns";
    }

    static String text(long octets) {
        for (Map.Entry<String, Long> unit : OCTETS.entrySet()) {
            if (octets >= unit.getValue() && octets % unit.getValue() == 0) {
                return octets / unit.getValue() + unit.getKey();
            }
        }
        return octets + "B";
    }
}
