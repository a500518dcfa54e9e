package vedette.report;

import vedette.report.plot.Series;

/** The distribution function of numbers as a series: by each number, which part does not exceed it. */
final class Curve {
    /** Steps of the curve that are drawn; finer ones cannot be seen. */
    private static final double FINEST = 1 / 400.0;

    private Curve() {}

    /**
     * @param scale by which numbers are multiplied
     * @param least where the axis begins: numbers below lie there
     */
    static Series of(String name, Distribution numbers, double scale, double least) {
        Series series = new Series(name, Series.Kind.STEPS);
        long seen = 0;
        double drawn = -1;
        double drawnPlace = Double.NEGATIVE_INFINITY;
        for (int bin = 0; bin < numbers.bins(); bin++) {
            if (numbers.count(bin) == 0) {
                continue;
            }
            double value = Math.max(least, numbers.value(bin) * scale);
            if (series.isEmpty()) {
                series.add(value, 0);
            }
            seen += numbers.count(bin);
            double part = (double) seen / numbers.total();
            double place = Math.log(value);
            if (part - drawn >= FINEST || place - drawnPlace > 0.25 || seen == numbers.total()) {
                series.add(value, part);
                drawn = part;
                drawnPlace = place;
            }
        }
        return series;
    }
}
