package vedette.report.plot;

import java.util.List;

/** The shapes of points, each drawn with a round pen: so that one can tell them without colours. */
enum Marker {
    DOT("h0", 'o'),
    CROSS("m-2.5-2.5l5 5m-5 0l5-5", 'x'),
    PLUS("m-3 0h6m-3-3v6", '+'),
    SQUARE("m-2.5-2.5h5v5h-5z", '#'),
    TRIANGLE("m0-3l3 5h-6z", '^');

    private static final List<Marker> ALL = List.of(values());

    private final String pen;
    private final char letter;

    Marker(String pen, char letter) {
        this.pen = pen;
        this.letter = letter;
    }

    static Marker of(int series) {
        return ALL.get(series % ALL.size());
    }

    /** Adds it to a path. */
    void draw(StringBuilder path, String x, String y) {
        path.append('M').append(x).append(' ').append(y).append(pen);
    }

    /** What stands for it in a text. */
    char letter() {
        return letter;
    }
}
