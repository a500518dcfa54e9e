package vedette.capture;

/** The file can be read, but holds no capture. In a directory such files are passed over. */
final class NotACaptureException extends CaptureException {
    private static final long serialVersionUID = 1L;

    NotACaptureException(String message) {
        super(message);
    }
}
