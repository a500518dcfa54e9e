package vedette.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers as people read them. */
public final class Quantity {
    private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final long SECOND_NS = 1_000_000_000L;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Quantity() {}

    /** With commas between thousands. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A number and its noun, which gets an s unless there is one of it. */
    public static String count(long value, String noun) {
        return count(value) + " " + noun + (value == 1 ? "" : "s");
    }

    public static String bytes(long bytes) {
        int unit = 0;
        double value = bytes;
        while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, BYTE_UNITS[unit]);
    }

    /** Seconds as days, hours, minutes and seconds: the two largest that count. */
    public static String seconds(double seconds) {
        if (seconds < 10) {
            return String.format(Locale.ROOT, seconds == Math.rint(seconds) ? "%.0f s" : "%.3f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return whole / 60 + " min " + whole % 60 + " s";
        }
        return whole < 86_400
                ? whole / 3600 + " h " + whole / 60 % 60 + " min"
                : whole / 86_400 + " d " + whole / 3600 % 24 + " h";
    }

    /** The same of nanoseconds, short ones too. */
    public static String nanoseconds(long ns) {
        if (ns >= SECOND_NS) {
            return seconds(ns / 1e9);
        }
        if (ns >= 1_000_000) {
            return short3(ns / 1e6) + " ms";
        }
        return ns >= 1000 ? short3(ns / 1e3) + " µs" : ns + " ns";
    }

    /** Three digits that count. */
    private static String short3(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    /** UTC to the second. */
    public static String time(long ns) {
        return TIME.format(Instant.ofEpochSecond(Math.floorDiv(ns, SECOND_NS)));
    }

    public static String share(long part, long whole) {
        return whole == 0 ? "-" : share((double) part / whole);
    }

    /** Percent of what lies between 0 and 1. */
    public static String share(double part) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * part);
    }
}
