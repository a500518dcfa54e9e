package vedette.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NEW_YEAR_NS = 1_704_067_200L * SECOND;

    private static List<String> labels(Axis axis) {
        return axis.ticks(6).stream().map(Tick::label).toList();
    }

    @Test
    void numbersHaveRoundMarks() {
        assertThat(labels(new LinearAxis("", Unit.COUNT, 0, 73_000))).containsExactly("0", "20 k", "40 k", "60 k");
        assertThat(labels(new LinearAxis("", Unit.SHARE, 0, 1)))
                .containsExactly("0 %", "20 %", "40 %", "60 %", "80 %", "100 %");
        assertThat(labels(new LinearAxis("", Unit.COUNT, 0, 0.7))).containsExactly("0", "0.2", "0.4", "0.6");
        assertThat(labels(new LinearAxis("", Unit.RATIO, -1, 1))).containsExactly("-1", "-0.5", "0", "0.5", "1");
    }

    @Test
    void whatIsCountedWholeHasNoHalves() {
        assertThat(labels(new LinearAxis("", Unit.NUMBER, 0, 2))).containsExactly("0", "1", "2");
    }

    @Test
    void hoursOfADayAreToldByTheFour() {
        assertThat(new LinearAxis("", Unit.HOUR, 0, 24).ticks(6).stream().map(Tick::label))
                .containsExactly("00:00", "04:00", "08:00", "12:00", "16:00", "20:00", "24:00");
    }

    @Test
    void decadesAreMarkedAndTimesByTheirUnits() {
        assertThat(labels(LogAxis.holding("", Unit.COUNT, 40, 1_500))).containsExactly("10", "100", "1000", "10 k");
        assertThat(labels(LogAxis.holding("", Unit.SECONDS, 1e-6, 700)))
                .containsExactly("1 µs", "100 µs", "10 ms", "1 s", "1 min");
    }

    @Test
    void whatLiesBeyondAnAxisIsMovedToItsEnd() {
        LogAxis axis = LogAxis.holding("", Unit.COUNT, 10, 1_000);
        assertThat(axis.place(0)).isZero();
        assertThat(axis.place(100)).isEqualTo(0.5);
        assertThat(axis.place(1e9)).isEqualTo(1);
        assertThat(new LinearAxis("", Unit.COUNT, 0, 4).place(5)).isEqualTo(1);
    }

    @Test
    void hoursAreMarkedByTheClockAndDatesWhereTheyBegin() {
        TimeAxis day = new TimeAxis(NEW_YEAR_NS + 20 * 3600 * SECOND, NEW_YEAR_NS + 30 * 3600 * SECOND);
        assertThat(day.label()).isEqualTo("time (UTC)");
        assertThat(labels(day)).containsExactly("20:00", "22:00", "00:00", "02:00", "04:00", "06:00");
        assertThat(day.ticks(6).stream().map(Tick::below)).containsExactly("2024-01-01", "", "2024-01-02", "", "", "");
    }

    @Test
    void aShortSpanIsToldFromItsBeginning() {
        TimeAxis moment = new TimeAxis(NEW_YEAR_NS, NEW_YEAR_NS + SECOND / 2);
        assertThat(moment.label()).isEqualTo("time since 2024-01-01 00:00:00.000 UTC");
        assertThat(labels(moment)).containsExactly("0", "100 ms", "200 ms", "300 ms", "400 ms", "500 ms");
    }

    @Test
    void anAxisOfNothingStillHasTwoEnds() {
        assertThat(labels(new LinearAxis("", Unit.COUNT, 5, 5))).isNotEmpty();
        assertThat(labels(LogAxis.holding("", Unit.COUNT, 1, 1))).containsExactly("1", "10");
        assertThat(labels(new TimeAxis(0, 0))).isNotEmpty();
        assertThat(labels(new TimeAxis(Long.MIN_VALUE, Long.MAX_VALUE))).hasSizeBetween(1, 8);
    }
}
