package vedette.report.page;

/** Characters that mean what they look like. */
final class Visible {
    private static final int REPLACEMENT = 0xFFFD;

    private Visible() {}

    /**
     * The character, or the replacement character for one that is not seen or changes what stands beside it: controls, those that turn the
     * direction of writing, halves of a pair, and those that are none.
     */
    static int of(int point) {
        if (point == '\n' || point == '\t') {
            return ' ';
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> REPLACEMENT;
            default -> point;
        };
    }
}
