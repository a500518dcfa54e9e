package vedette.report.plot;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An axis of packet times, in UTC. Its numbers are seconds since it begins. */
public final class TimeAxis implements Axis {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long DAY = 86_400;

    /** Shorter spans are told as seconds since their beginning. */
    private static final long LEAST_OF_CLOCK_NS = 60 * SECOND_NS;

    private static final long[] STEPS = {
        1,
        2,
        5,
        10,
        15,
        30,
        60,
        120,
        300,
        600,
        900,
        1800,
        3600,
        7200,
        10_800,
        21_600,
        43_200,
        DAY,
        2 * DAY,
        5 * DAY,
        10 * DAY,
        30 * DAY,
        90 * DAY,
        365 * DAY,
        3650 * DAY,
        36_500 * DAY
    };
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private final long fromNs;
    private final double span;

    public TimeAxis(long fromNs, long toNs) {
        this.fromNs = fromNs;
        this.span = toNs > fromNs ? ((double) toNs - fromNs) / 1e9 : 1;
    }

    /** The number of a time. */
    public double of(long timeNs) {
        return ((double) timeNs - fromNs) / 1e9;
    }

    /** Where the axis ends. */
    public double end() {
        return span;
    }

    private boolean isShort() {
        return span * 1e9 < LEAST_OF_CLOCK_NS;
    }

    @Override
    public String label() {
        return isShort() ? "time since " + DATE_AND_TIME.format(utc(0)) + " UTC" : "time (UTC)";
    }

    @Override
    public double place(double value) {
        return Math.max(0, Math.min(1, value / span));
    }

    @Override
    public List<Tick> ticks(int most) {
        return isShort() ? new LinearAxis("", Unit.SECONDS, 0, span).ticks(most) : clockTicks(most);
    }

    private List<Tick> clockTicks(int most) {
        long step = step(span / most);
        long begin = Math.floorDiv(fromNs, SECOND_NS);
        List<Tick> ticks = new ArrayList<>();
        String dateBefore = "";
        for (long at = Math.floorDiv(begin, step) * step; at <= begin + span; at += step) {
            if (at >= begin) {
                ZonedDateTime time = Instant.ofEpochSecond(at).atZone(ZoneOffset.UTC);
                String date = DATE.format(time);
                String below = date.equals(dateBefore) ? "" : date;
                dateBefore = date;
                ticks.add(step >= DAY ? new Tick(at - begin, date) : new Tick(at - begin, clock(time, step), below));
            }
        }
        return ticks;
    }

    private static String clock(ZonedDateTime time, long step) {
        return (step < 60 ? SECONDS : MINUTES).format(time);
    }

    private static long step(double least) {
        for (long step : STEPS) {
            if (step >= least) {
                return step;
            }
        }
        return STEPS[STEPS.length - 1];
    }

    private ZonedDateTime utc(double value) {
        return Instant.ofEpochSecond(Math.floorDiv(fromNs, SECOND_NS), Math.floorMod(fromNs, SECOND_NS))
                .plusMillis((long) (value * 1000))
                .atZone(ZoneOffset.UTC);
    }
}
