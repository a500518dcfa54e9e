package vedette.detect.memory;

/** A few fields that stand for a whole, such as when a filter was last cleared. */
public final class StateMemory implements Memory {
    /** Names the fields; when they are read, {@code nowNs} is the present. */
    @FunctionalInterface
    public interface State {
        void name(Fields fields, long nowNs);
    }

    private final String name;
    private final int shape;
    private final State state;

    /** @param shape another number when the fields become others */
    public StateMemory(String name, int shape, State state) {
        this.name = name;
        this.shape = shape;
        this.state = state;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long shape() {
        return shape;
    }

    @Override
    public int places() {
        return 1;
    }

    @Override
    public boolean holds(int place) {
        return true;
    }

    @Override
    public void write(int place, Fields fields) {
        state.name(fields, 0);
    }

    @Override
    public void read(Fields fields, long nowNs) {
        state.name(fields, nowNs);
    }
}
