package vedette.export.transport;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import vedette.export.CollectorUri;

/** How often a collector was reached, how often it was not or was lost and why, and whether it is there. For any thread. */
public final class ConnectionCounters {
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLongArray faults = new AtomicLongArray(ConnectionFault.values().length);
    private volatile @Nullable CollectorUri inUse;

    ConnectionCounters() {}

    /** Connections that came up. */
    public long connections() {
        return connections.get();
    }

    /** Attempts that failed and connections that were lost for this reason. */
    public long faults(ConnectionFault fault) {
        return faults.get(fault.ordinal());
    }

    /** Where the connection leads that is up, null while there is none. */
    public @Nullable CollectorUri inUse() {
        return inUse;
    }

    void connected(CollectorUri collector) {
        connections.incrementAndGet();
        inUse = collector;
    }

    void disconnected() {
        inUse = null;
    }

    void count(ConnectionFault fault) {
        faults.incrementAndGet(fault.ordinal());
    }
}
