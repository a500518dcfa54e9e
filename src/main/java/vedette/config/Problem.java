package vedette.config;

/** One thing wrong with the configuration. */
final class Problem extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Node.Origin origin;
    private final String allowed;

    Problem(Node.Origin origin, String message) {
        super(message, null, false, false);
        this.origin = origin;
        this.allowed = message;
    }

    /** @param was what was written instead of what is allowed */
    Problem(Node.Origin origin, String allowed, String was) {
        super(allowed + ", was " + was, null, false, false);
        this.origin = origin;
        this.allowed = allowed;
    }

    /** The same without what was written. */
    Problem ofSecret() {
        return new Problem(origin, allowed + "; what was written is secret, so it is not printed");
    }

    /** The line an operator reads: where, which key, what is allowed. */
    String line() {
        return origin + ": " + getMessage();
    }
}
