package vedette.detect.exfiltration;

/** By what an upload is told. */
enum Rule {
    /** Much within an hour, and more than is usual. */
    VOLUME("volume"),
    /** Very much within an hour, before it is known what is usual. */
    UNLEARNT("unlearnt"),
    /** Little by little for hours. */
    SLOW("slow");

    private final String label;

    Rule(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
