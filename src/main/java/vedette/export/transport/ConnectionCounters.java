package vedette.export.transport;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import vedette.export.CollectorUri;

/** How often a collector was reached, how often it was not or was lost and why, and whether it is there. For any thread. */
public final class ConnectionCounters {
    private final AtomicLong connections = new AtomicLong();
    private final Map<ConnectionFault, AtomicLong> faults = new EnumMap<>(ConnectionFault.class);
    private volatile @Nullable CollectorUri inUse;

    ConnectionCounters() {
        for (ConnectionFault fault : ConnectionFault.values()) {
            faults.put(fault, new AtomicLong());
        }
    }

    /** Connections that came up. */
    public long connections() {
        return connections.get();
    }

    /** Attempts that failed and connections that were lost for this reason. */
    public long faults(ConnectionFault fault) {
        return Objects.requireNonNull(faults.get(fault)).get();
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
        Objects.requireNonNull(faults.get(fault)).incrementAndGet();
    }
}
