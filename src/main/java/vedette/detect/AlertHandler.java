package vedette.detect;

/** Is given every alert each time it is published, on the detecting thread: return soon. An alert may be kept. */
@FunctionalInterface
public interface AlertHandler {
    void onAlert(Alert alert);
}
