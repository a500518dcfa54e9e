package vedette.report.plot;

/** What the series of a plot look like, for the list of their names beside it. */
public final class Legend {
    private Legend() {}

    /** Whether the names of the series tell more than the plot's title and axes. */
    public static boolean isNeeded(Plot plot) {
        return plot.drawn().size() > 1 || plot.drawn().stream().anyMatch(series -> series.kind() == Series.Kind.POINTS);
    }

    /** A small drawing of the series, of the classes that it has in the plot. */
    public static String svg(Plot plot, int index) {
        StringBuilder path = new StringBuilder();
        String kind = switch (plot.series().get(index).kind()) {
            case LINE, STEPS -> {
                path.append("M1 7h24");
                yield "line";
            }
            case POINTS -> {
                Marker.of(index).draw(path, "13", "7");
                yield "points";
            }
            case SPANS -> {
                path.append("M1 7h24");
                yield "spans";
            }
            case BARS -> {
                path.append("M5 12v-9h7v9zM14 12v-6h7v6z");
                yield "bars";
            }
            case MARKS -> {
                path.append("M13 1v12");
                yield "marks";
            }
        };
        return "<svg class=\"key\" viewBox=\"0 0 26 14\" aria-hidden=\"true\"><path class=\"" + kind + " s" + index
                + "\" d=\"" + path + "\"/></svg>";
    }

    /** The letter that stands for the series in a text. */
    public static char letter(Plot plot, int index) {
        return switch (plot.series().get(index).kind()) {
            case MARKS -> '|';
            case BARS -> TextPlot.BAR;
            case SPANS -> "=-~:.".charAt(index);
            default -> Marker.of(index).letter();
        };
    }
}
