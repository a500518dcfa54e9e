package vedette.config;

/** One thing wrong with the configuration. */
final class Problem extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Node.Origin origin;

    Problem(Node.Origin origin, String message) {
        super(message, null, false, false);
        this.origin = origin;
    }

    /** The line an operator reads: where, which key, what is allowed. */
    String line() {
        return origin + ": " + getMessage();
    }
}
