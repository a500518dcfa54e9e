package vedette.daemon;

/** A file of what an earlier run knew cannot be used. The message says why: it follows the file's name. */
final class UnusableMemoryException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableMemoryException(String message) {
        super(message);
    }
}
