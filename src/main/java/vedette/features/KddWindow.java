package vedette.features;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * The connections before one, of which features of KDD are taken: those that ended within some time before it, or the last so many.
 * Counters for each host and service make each step take the same time, however many there are.
 *
 * <p>Bounded: {@value #MOST} connections; where there are more, the oldest are left out.
 */
final class KddWindow {
    static final int MOST = 65_536;

    /** A connection as far as the windows look at it; the host is its responder. */
    record Entry(String host, String service, int sourcePort, boolean isSynError, boolean isRejected, long endNs) {}

    /** What others had in common with a connection, of which the features are made. */
    record Before(
            int host,
            int service,
            int hostAndService,
            int serviceAndSourcePort,
            int hostSynErrors,
            int hostRejected,
            int serviceSynErrors,
            int serviceRejected) {}

    private static final class Count {
        private int all;
        private int synErrors;
        private int rejected;

        /** Returns whether any is left. */
        private boolean add(Entry entry, int times) {
            all += times;
            synErrors += entry.isSynError() ? times : 0;
            rejected += entry.isRejected() ? times : 0;
            return all > 0;
        }
    }

    private static final Count NONE = new Count();

    private final int most;
    private final long windowNs;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final Map<Object, Count> counts = new HashMap<>();
    private boolean isCut;
    private long cutUntilNs = Long.MIN_VALUE;

    private KddWindow(int most, long windowNs) {
        this.most = most;
        this.windowNs = windowNs;
    }

    /** Of the connections that ended less than so long before. */
    static KddWindow ofTime(long windowNs, int most) {
        return new KddWindow(most, windowNs);
    }

    /** Of the last connections. */
    static KddWindow ofCount(int connections) {
        return new KddWindow(connections, Long.MAX_VALUE);
    }

    private record HostAndService(String host, String service) {}

    private record ServiceAndSourcePort(String service, int sourcePort) {}

    private record Host(String host) {}

    /** What was before a connection, which is one of those before the next then. */
    Before before(Entry entry) {
        leave(entry.endNs());
        Count host = count(new Host(entry.host()));
        Count service = count(entry.service());
        Before before = new Before(
                host.all,
                service.all,
                count(new HostAndService(entry.host(), entry.service())).all,
                count(new ServiceAndSourcePort(entry.service(), entry.sourcePort())).all,
                host.synErrors,
                host.rejected,
                service.synErrors,
                service.rejected);
        isCut = windowNs != Long.MAX_VALUE && cutUntilNs != Long.MIN_VALUE && entry.endNs() - cutUntilNs < windowNs;
        if (entries.size() == most) {
            Entry oldest = entries.remove();
            addToAll(oldest, -1);
            cutUntilNs = Math.max(cutUntilNs, oldest.endNs());
        }
        entries.add(entry);
        addToAll(entry, 1);
        return before;
    }

    /** Whether connections were left out of what was told last that belong there. */
    boolean isCut() {
        return isCut;
    }

    private void leave(long endNs) {
        while (windowNs != Long.MAX_VALUE
                && !entries.isEmpty()
                && endNs - entries.element().endNs() >= windowNs) {
            addToAll(entries.remove(), -1);
        }
    }

    private Count count(Object key) {
        return counts.getOrDefault(key, NONE);
    }

    private void addToAll(Entry entry, int times) {
        add(new Host(entry.host()), entry, times);
        add(entry.service(), entry, times);
        add(new HostAndService(entry.host(), entry.service()), entry, times);
        add(new ServiceAndSourcePort(entry.service(), entry.sourcePort()), entry, times);
    }

    private void add(Object key, Entry entry, int times) {
        if (!counts.computeIfAbsent(key, each -> new Count()).add(entry, times)) {
            counts.remove(key);
        }
    }
}
