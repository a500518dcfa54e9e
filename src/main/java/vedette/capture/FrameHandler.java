package vedette.capture;

/** Is given every frame of a source, on the thread that polls the source. */
@FunctionalInterface
public interface FrameHandler {
    /** Return soon; the frame is refilled after the call. */
    void onFrame(Frame frame);
}
