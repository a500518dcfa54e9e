package vedette.flow;

/** Is given every flow record as it is closed, in the order of closing time, flow id and part. */
@FunctionalInterface
public interface FlowHandler {
    /** Called on the detecting thread: return soon, keep no reference to the flow. */
    void onFlow(Flow flow);
}
