package vedette.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A count that one thread adds to and any thread reads: as cheap as a field, never torn, soon visible. */
public final class Counter {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Counter.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long value;

    /** Adds one; for the thread that owns the counter. */
    public void increment() {
        add(1);
    }

    /** For the thread that owns the counter. */
    public void add(long amount) {
        VALUE.setOpaque(this, value + amount);
    }

    public long get() {
        return (long) VALUE.getOpaque(this);
    }
}
