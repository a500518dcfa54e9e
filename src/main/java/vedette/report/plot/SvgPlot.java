package vedette.report.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Draws a plot as SVG. Colours and sizes of letters come from the page's style, by classes: {@code s0} to {@code s4} of the series,
 * {@code grid}, {@code axis}. What differs in colour differs in shape or dashes too.
 */
public final class SvgPlot {
    static final int WIDTH = 640;
    static final int HEIGHT = 280;

    private static final int RIGHT = 16;
    private static final int TOP = 12;
    private static final int BOTTOM = 46;
    private static final int NEXT_TO_LABELS = 34;
    private static final int LETTER = 9;
    private static final int MOST_X_TICKS = 6;
    private static final int MOST_Y_TICKS = 5;
    private static final int LABEL_GAP = 20;
    private static final int SECOND_LINE = 17;

    private final Plot plot;
    private final String id;
    private final Escape escape;
    private final StringBuilder svg = new StringBuilder();
    private final List<Tick> xTicks;
    private final List<Tick> yTicks;
    private final int left;
    private final int bottom;

    /** Makes a text harmless in markup. */
    @FunctionalInterface
    public interface Escape {
        String of(String text);
    }

    /** @param id of the figure, from which its parts have their names */
    public SvgPlot(Plot plot, String id, Escape escape) {
        this.plot = plot;
        this.id = id;
        this.escape = escape;
        xTicks = plot.x().ticks(MOST_X_TICKS);
        yTicks = plot.y().ticks(MOST_Y_TICKS);
        left = NEXT_TO_LABELS
                + LETTER
                        * yTicks.stream()
                                .mapToInt(tick -> tick.label().length())
                                .max()
                                .orElse(0);
        bottom =
                HEIGHT - BOTTOM - (xTicks.stream().allMatch(tick -> tick.below().isEmpty()) ? 0 : SECOND_LINE);
    }

    public String svg() {
        svg.setLength(0);
        svg.append("<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
        svg.append("\" role=\"img\" aria-labelledby=\"")
                .append(id)
                .append("-t ")
                .append(id)
                .append("-d\">");
        svg.append("<title id=\"").append(id).append("-t\">").append(escape.of(plot.title()));
        svg.append("</title><desc id=\"").append(id).append("-d\">").append(escape.of(plot.description()));
        svg.append("</desc>\n");
        grid();
        drawn().forEach(i -> draw(plot.series().get(i), i));
        axes();
        return svg.append("</svg>").toString();
    }

    /** The fewest numbers last, lest they are hidden. */
    private List<Integer> drawn() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < plot.series().size(); i++) {
            if (!plot.series().get(i).isEmpty()) {
                order.add(i);
            }
        }
        order.sort(
                Comparator.comparing((Integer i) -> plot.series().get(i).size()).reversed());
        return order;
    }

    private void grid() {
        StringBuilder path = new StringBuilder();
        for (Tick tick : yTicks) {
            path.append('M')
                    .append(left)
                    .append(' ')
                    .append(number(y(tick.value())))
                    .append('H')
                    .append(WIDTH - RIGHT);
        }
        for (Tick tick : xTicks) {
            path.append('M')
                    .append(number(x(tick.value())))
                    .append(' ')
                    .append(TOP)
                    .append('V')
                    .append(bottom);
        }
        svg.append("<path class=\"grid\" d=\"").append(path).append("\"/>\n");
    }

    private void axes() {
        svg.append("<path class=\"axis\" d=\"M").append(left).append(' ').append(TOP);
        svg.append('V').append(bottom).append('H').append(WIDTH - RIGHT).append("\"/>\n");
        for (Tick tick : yTicks) {
            text(left - 6.0, y(tick.value()) + 4, "end", tick.label());
        }
        for (Tick tick : xTicks) {
            double at = x(tick.value());
            text(at, bottom + LABEL_GAP, anchor(at), tick.label());
            text(at, bottom + LABEL_GAP + SECOND_LINE, anchor(at), tick.below());
        }
        text((left + WIDTH - RIGHT) / 2.0, HEIGHT - 8.0, "middle", plot.x().label());
        svg.append("<text text-anchor=\"middle\" transform=\"translate(15 ").append((TOP + bottom) / 2);
        svg.append(") rotate(-90)\">").append(escape.of(plot.y().label())).append("</text>\n");
    }

    /** Labels at the edge do not stick out. */
    private static String anchor(double x) {
        return x > WIDTH - RIGHT - 24 ? "end" : "middle";
    }

    private void text(double x, double y, String anchor, String text) {
        if (!text.isEmpty()) {
            svg.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y));
            svg.append("\" text-anchor=\"")
                    .append(anchor)
                    .append("\">")
                    .append(escape.of(text))
                    .append("</text>\n");
        }
    }

    private void draw(Series series, int index) {
        StringBuilder path = new StringBuilder();
        String kind = switch (series.kind()) {
            case LINE -> line(series, path, false);
            case STEPS -> line(series, path, true);
            case POINTS -> points(series, index, path);
            case SPANS -> spans(series, path);
            case BARS -> bars(series, path);
            case MARKS -> marks(series, path);
        };
        svg.append("<path class=\"")
                .append(kind)
                .append(" s")
                .append(index)
                .append("\" d=\"")
                .append(path);
        svg.append("\"/>\n");
    }

    private String line(Series series, StringBuilder path, boolean steps) {
        for (int i = 0; i < series.size(); i++) {
            String x = number(x(series.x(i)));
            String y = number(y(series.y(i)));
            if (i == 0) {
                path.append('M').append(x).append(' ').append(y);
            } else if (steps) {
                path.append('H').append(x).append('V').append(y);
            } else {
                path.append('L').append(x).append(' ').append(y);
            }
        }
        return "line";
    }

    private String points(Series series, int index, StringBuilder path) {
        for (int i = 0; i < series.size(); i++) {
            Marker.of(index).draw(path, number(x(series.x(i))), number(y(series.y(i))));
        }
        return "points";
    }

    /** However short, each can be seen. */
    private String spans(Series series, StringBuilder path) {
        for (int i = 0; i + 1 < series.size(); i += 2) {
            double from = x(series.x(i));
            path.append('M').append(number(from)).append(' ').append(number(y(series.y(i))));
            path.append('H').append(number(Math.max(from + 3, x(series.x(i + 1)))));
        }
        return "spans";
    }

    private String bars(Series series, StringBuilder path) {
        double base = bottom;
        for (int i = 0; i < series.size(); i++) {
            double left = x(series.x(i));
            double right = Math.max(left + 0.5, x(series.x(i) + series.barWidth()) - 0.3);
            double top = y(series.y(i));
            if (series.y(i) > 0) {
                top = Math.min(top, base - 0.8);
                path.append('M').append(number(left)).append(' ').append(number(base));
                path.append('V').append(number(top)).append('H').append(number(right));
                path.append('V').append(number(base)).append('Z');
            }
        }
        return "bars";
    }

    private String marks(Series series, StringBuilder path) {
        for (int i = 0; i < series.size(); i++) {
            path.append('M')
                    .append(number(x(series.x(i))))
                    .append(' ')
                    .append(TOP)
                    .append('V')
                    .append(bottom);
        }
        return "marks";
    }

    private double x(double value) {
        return left + plot.x().place(value) * (WIDTH - left - RIGHT);
    }

    private double y(double value) {
        return bottom - plot.y().place(value) * (bottom - TOP);
    }

    /** To a tenth of a unit, which is less than can be seen. */
    static String number(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : String.format(Locale.ROOT, "%.1f", tenths / 10.0);
    }
}
