package vedette.report.plot;

import java.util.ArrayList;
import java.util.List;

/** An axis on which equal ratios have equal lengths. Numbers below its beginning, 0 among them, lie there. */
public record LogAxis(String label, Unit unit, double from, double to) implements Axis {
    private static final double[] TIMES = {
        1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 60, 600, 3600, 36_000, 86_400, 864_000, 8_640_000
    };

    public LogAxis {
        if (from <= 0) {
            throw new IllegalArgumentException("a logarithmic axis begins above 0, not at " + from);
        }
        to = to > from ? to : from * 10;
    }

    /** Whole decades that hold both numbers. */
    public static LogAxis holding(String label, Unit unit, double least, double most) {
        double from = Math.pow(10, Math.floor(Math.log10(least) + 1e-9));
        double to = Math.pow(10, Math.ceil(Math.log10(Math.max(least, most)) - 1e-9));
        return new LogAxis(label, unit, from, to);
    }

    /** Whole decades that hold both numbers. */
    public static LogAxis holding(String label, Unit unit, long least, long most) {
        return holding(label, unit, (double) least, (double) most);
    }

    @Override
    public double place(double value) {
        if (value <= from) {
            return 0;
        }
        return Math.min(1, Math.log(value / from) / Math.log(to / from));
    }

    @Override
    public List<Tick> ticks(int most) {
        List<Double> marks = marks();
        int every = Math.max(1, (marks.size() + most - 1) / most);
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < marks.size(); i += every) {
            ticks.add(new Tick(marks.get(i), unit.text(marks.get(i))));
        }
        return ticks;
    }

    private List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        if (unit == Unit.SECONDS) {
            for (double time : TIMES) {
                if (time >= from * (1 - 1e-9) && time <= to * (1 + 1e-9)) {
                    marks.add(time);
                }
            }
            return marks;
        }
        int first = (int) Math.ceil(Math.log10(from) - 1e-9);
        int last = (int) Math.floor(Math.log10(to) + 1e-9);
        for (int power = first; power <= last; power++) {
            marks.add(Math.pow(10, power));
        }
        return marks;
    }
}
