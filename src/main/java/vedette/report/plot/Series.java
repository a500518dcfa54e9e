package vedette.report.plot;

import java.util.Arrays;

/** Numbers that are drawn alike: pairs of x and y. Bars have their left edge at x, and all one width. */
public final class Series {
    /** How they are drawn. */
    public enum Kind {
        /** One line through all. */
        LINE,
        /** A line that goes on level until the next x. */
        STEPS,
        POINTS,
        /** Level lines from each odd x to the next one. */
        SPANS,
        BARS,
        /** Upright lines over the whole height; y does not count. */
        MARKS
    }

    private final String name;
    private final Kind kind;
    private final double barWidth;
    private double[] xs = new double[64];
    private double[] ys = new double[64];
    private int size;

    private Series(String name, Kind kind, double barWidth) {
        this.name = name;
        this.kind = kind;
        this.barWidth = barWidth;
    }

    public Series(String name, Kind kind) {
        this(name, kind, 0);
    }

    /**
     * Bars, all of one width.
     *
     * @param width on the axis's scale
     */
    public static Series bars(String name, double width) {
        return new Series(name, Kind.BARS, width);
    }

    public Series add(double x, double y) {
        if (size == xs.length) {
            xs = Arrays.copyOf(xs, 2 * size);
            ys = Arrays.copyOf(ys, 2 * size);
        }
        xs[size] = x;
        ys[size++] = y;
        return this;
    }

    public Series add(double x, long y) {
        return add(x, (double) y);
    }

    public String name() {
        return name;
    }

    Kind kind() {
        return kind;
    }

    double barWidth() {
        return barWidth;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    double x(int index) {
        return xs[index];
    }

    double y(int index) {
        return ys[index];
    }

    public double largestY() {
        double largest = 0;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, ys[i]);
        }
        return largest;
    }

    public double leastY() {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            least = Math.min(least, ys[i]);
        }
        return least;
    }
}
