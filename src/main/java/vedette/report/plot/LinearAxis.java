package vedette.report.plot;

import java.util.ArrayList;
import java.util.List;

/** An axis on which equal differences have equal lengths. */
public record LinearAxis(String label, Unit unit, double from, double to) implements Axis {
    private static final double[] DECIMAL = {1, 2, 5, 10};
    private static final double[] TIMES = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400
    };

    /** Hours of a day are told by the four. */
    private static final double A_SIXTH_OF_A_DAY = 4;

    public LinearAxis {
        to = to > from ? to : from + 1;
    }

    /** From 0 to a little more than the largest number. */
    public static LinearAxis upTo(String label, Unit unit, double largest) {
        return new LinearAxis(label, unit, 0, largest > 0 ? largest * 1.05 : 1);
    }

    @Override
    public double place(double value) {
        return Math.max(0, Math.min(1, (value - from) / (to - from)));
    }

    @Override
    public List<Tick> ticks(int most) {
        double step = step((to - from) / most);
        List<Tick> ticks = new ArrayList<>();
        for (double at = Math.ceil(from / step - 1e-9); at * step <= to * (1 + 1e-12) + 1e-12; at++) {
            ticks.add(new Tick(at * step, unit.text(at * step == 0 ? 0 : at * step)));
        }
        return ticks;
    }

    private double step(double least) {
        if (unit == Unit.SECONDS && least > 1) {
            for (double time : TIMES) {
                if (time >= least) {
                    return time;
                }
            }
        }
        if (unit == Unit.HOUR) {
            return A_SIXTH_OF_A_DAY;
        }
        if (unit == Unit.ADDRESS) {
            return Math.max(1, Math.pow(2, Math.ceil(Math.log(least) / Math.log(2))));
        }
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : DECIMAL) {
            if (factor * power >= least * (1 - 1e-9)) {
                return isWhole() ? Math.max(1, factor * power) : factor * power;
            }
        }
        return 10 * power;
    }

    private boolean isWhole() {
        return unit == Unit.NUMBER;
    }
}
