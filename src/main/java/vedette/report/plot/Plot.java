package vedette.report.plot;

import java.util.List;

/**
 * Series of numbers between two axes.
 *
 * @param title what it shows, in a few words
 * @param series at most {@link #MOST_SERIES}, so that each can be told from the others without colours; those without numbers are not drawn, but
 *     keep their colour for the same thing in another plot
 */
public record Plot(String title, Axis x, Axis y, List<Series> series) {
    public static final int MOST_SERIES = 5;

    public Plot {
        series = List.copyOf(series);
        if (series.size() > MOST_SERIES) {
            throw new IllegalArgumentException("a plot has " + MOST_SERIES + " series at most, not " + series.size());
        }
    }

    /** Whether there is nothing to be seen. */
    public boolean isEmpty() {
        return series.stream().allMatch(Series::isEmpty);
    }

    /** Those that have numbers. */
    List<Series> drawn() {
        return series.stream().filter(some -> !some.isEmpty()).toList();
    }

    /** What it shows, for whoever cannot see it. */
    public String description() {
        StringBuilder text = new StringBuilder(y.label()).append(" by ").append(x.label());
        String separator = ": ";
        for (Series some : drawn()) {
            text.append(separator).append(some.name());
            separator = ", ";
        }
        return text.toString();
    }
}
