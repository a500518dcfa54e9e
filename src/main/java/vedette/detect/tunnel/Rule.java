package vedette.detect.tunnel;

/** By what a tunnel is told. */
enum Rule {
    /** Many long names below one domain within an hour. */
    NAMES("names", 0, 80),
    /** The same within a day. */
    NAMES_OF_A_DAY("names-of-a-day", 1, 70),
    /** Fewer names, and much longer. */
    LONG_NAMES("long-names", 0, 80),
    /** Fewer names, and nearly all of types whose answers carry something. */
    TYPES("types", 0, 60),
    /** Datagrams that cannot be read, to one server: as many and as long as those of a tunnel. */
    SIZES("sizes", 0, 40);

    private final String label;
    private final int span;
    private final int confidence;

    Rule(String label, int span, int confidence) {
        this.label = label;
        this.span = span;
        this.confidence = confidence;
    }

    String label() {
        return label;
    }

    /** {@link Domains#HOUR} or {@link Domains#DAY}. */
    int span() {
        return span;
    }

    /** Percent. */
    int confidence() {
        return confidence;
    }
}
