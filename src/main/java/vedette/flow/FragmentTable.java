package vedette.flow;

import org.jspecify.annotations.Nullable;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;

/**
 * Finds the ports of fragments (rule M6). A fragment that comes before its datagram's transport header is known is held back
 * as a count, and joins the flow when the header is there: whole in one fragment, or put together from several. What is held
 * back when the time is over goes to the flow without ports. At most {@link #MOST_DATAGRAMS} a partition: the oldest gives way.
 */
final class FragmentTable {
    static final int MOST_DATAGRAMS = 256;

    /** How long a datagram's fragments are waited for, from the first to arrive (RFC 8200 §4.5: at most 60 s). */
    static final long WAIT_NS = 30_000_000_000L;

    /** How long a complete datagram's fragments are still known when they come again, as where a link is seen twice. */
    static final long REPEAT_NS = 100_000_000L;

    private static final int MOST_COMPLETED = 64;

    private final Partition partition;
    private final FlowStore store;
    private final FlowCounters counters;
    private final FlowKey heldKey;
    private final Flow held = new Flow();
    private final @Nullable Datagram[] buckets = new Datagram[MOST_DATAGRAMS];
    private final @Nullable Datagram[] completed = new Datagram[MOST_COMPLETED];
    private @Nullable Datagram oldest;
    private @Nullable Datagram newest;
    private @Nullable Datagram spare;
    private int size;

    FragmentTable(Partition partition, FlowStore store, FlowKey heldKey, FlowCounters counters) {
        this.partition = partition;
        this.store = store;
        this.heldKey = heldKey;
        this.counters = counters;
    }

    void onFragment(Packet packet, FlowKey key, long timestampNs, long nowNs) {
        counters.fragments.increment();
        Datagram datagram = find(packet, key);
        if (datagram == null && isRepeated(packet, key, nowNs)) {
            counters.overlappingFragments.increment();
            partition.meter(packet, key, timestampNs, nowNs);
            return;
        }
        if (datagram == null) {
            datagram = begin(packet, key, nowNs);
        }
        if (datagram.overlaps(packet)) {
            counters.overlappingFragments.increment();
        }
        if (datagram.isPortsKnown()) {
            datagram.givePorts(key);
            partition.meter(packet, key, timestampNs, nowNs);
        } else if (packet.hasTransport() || isHeaderPutTogether(datagram, packet)) {
            resolve(datagram, packet, key, timestampNs, nowNs);
        } else {
            hold(datagram, packet, key, timestampNs);
        }
        if (datagram.isComplete()) {
            complete(datagram, nowNs);
        }
    }

    /** Whether the fragment is of a datagram that was complete a moment ago; then the key is given that one's ports. */
    private boolean isRepeated(Packet packet, FlowKey key, long nowNs) {
        Datagram datagram = completed[bucket(packet, key) & MOST_COMPLETED - 1];
        if (datagram == null || nowNs - datagram.completedNs > REPEAT_NS || !datagram.matches(packet, key)) {
            return false;
        }
        if (packet.hasTransport()) {
            key.ports(packet);
            return datagram.hasPorts(key);
        }
        datagram.givePorts(key);
        return true;
    }

    private void complete(Datagram datagram, long nowNs) {
        unlink(datagram);
        int slot = datagram.bucket & MOST_COMPLETED - 1;
        Datagram before = completed[slot];
        if (before != null) {
            recycle(before);
        }
        datagram.completedNs = nowNs;
        completed[slot] = datagram;
    }

    /** When the next datagram is given up, the highest number if there is none. */
    long nextDueNs() {
        return oldest == null ? Long.MAX_VALUE : deadlineNs(oldest);
    }

    /** Gives up the datagrams that have waited long enough. */
    void expire(long nowNs) {
        for (Datagram datagram = oldest; datagram != null && deadlineNs(datagram) <= nowNs; datagram = oldest) {
            counters.incompleteDatagrams.increment();
            giveUp(datagram, deadlineNs(datagram));
        }
    }

    /** Gives up all datagrams. */
    void flush(long nowNs) {
        for (Datagram datagram = oldest; datagram != null; datagram = oldest) {
            counters.incompleteDatagrams.increment();
            giveUp(datagram, nowNs);
        }
    }

    /** Packets that are held back. */
    long heldPackets() {
        long packets = 0;
        for (Datagram datagram = oldest; datagram != null; datagram = datagram.newer) {
            if (datagram.held != FlowStore.NONE) {
                packets += FlowCounting.packets(store.wrap(held, datagram.held));
            }
        }
        return packets;
    }

    private static long deadlineNs(Datagram datagram) {
        return datagram.arrivedNs + WAIT_NS;
    }

    private boolean isHeaderPutTogether(Datagram datagram, Packet packet) {
        if (!datagram.gatherHeader(packet)
                || packet.wrapTransport(datagram.header(), 0, datagram.headerPresent()) != DecodeResult.OK) {
            return false;
        }
        counters.splitHeaders.increment();
        return true;
    }

    private void resolve(Datagram datagram, Packet packet, FlowKey key, long timestampNs, long nowNs) {
        key.ports(packet);
        datagram.takePorts(key);
        Flow flow = partition.meter(packet, key, timestampNs, nowNs);
        if (datagram.held != FlowStore.NONE) {
            int direction = key.isForward(flow) ? Flow.FORWARD : Flow.REVERSE;
            FlowCounting.absorb(flow, direction, store.wrap(held, datagram.held));
            partition.tellJoined(datagram.held, flow, direction);
            release(datagram);
        }
    }

    private void hold(Datagram datagram, Packet packet, FlowKey key, long timestampNs) {
        if (datagram.held == FlowStore.NONE) {
            datagram.held = store.take();
            store.wrap(held, datagram.held).key(key);
            held.vlansOf(packet);
        } else {
            store.wrap(held, datagram.held);
        }
        held.markFragment(packet.fragmentId(), packet.isMoreFragments());
        FlowCounting.add(held, Flow.FORWARD, packet, timestampNs);
        partition.tellHeld(datagram.held, packet, timestampNs);
    }

    private void giveUp(Datagram datagram, long atNs) {
        if (datagram.held != FlowStore.NONE) {
            heldKey.of(store.wrap(held, datagram.held));
            partition.meterHeld(held, datagram.held, heldKey, atNs);
            release(datagram);
        }
        unlink(datagram);
        recycle(datagram);
    }

    private void release(Datagram datagram) {
        store.release(datagram.held);
        datagram.held = FlowStore.NONE;
    }

    private @Nullable Datagram find(Packet packet, FlowKey key) {
        Datagram datagram = buckets[bucket(packet, key)];
        while (datagram != null && !datagram.matches(packet, key)) {
            datagram = datagram.nextInBucket;
        }
        return datagram;
    }

    private Datagram begin(Packet packet, FlowKey key, long nowNs) {
        Datagram datagram = takeSpare(nowNs);
        datagram.begin(packet, key, nowNs);
        datagram.bucket = bucket(packet, key);
        datagram.nextInBucket = buckets[datagram.bucket];
        buckets[datagram.bucket] = datagram;
        datagram.older = newest;
        datagram.newer = null;
        if (newest == null) {
            oldest = datagram;
        } else {
            newest.newer = datagram;
        }
        newest = datagram;
        return datagram;
    }

    private Datagram takeSpare(long nowNs) {
        if (size == MOST_DATAGRAMS && spare == null && oldest != null) {
            counters.evictedDatagrams.increment();
            giveUp(oldest, nowNs);
        }
        Datagram datagram = spare;
        if (datagram == null) {
            size++;
            return new Datagram();
        }
        spare = datagram.nextInBucket;
        return datagram;
    }

    private void unlink(Datagram datagram) {
        unlinkFromBucket(datagram);
        if (datagram.older == null) {
            oldest = datagram.newer;
        } else {
            datagram.older.newer = datagram.newer;
        }
        if (datagram.newer == null) {
            newest = datagram.older;
        } else {
            datagram.newer.older = datagram.older;
        }
    }

    private void recycle(Datagram datagram) {
        datagram.nextInBucket = spare;
        spare = datagram;
    }

    private void unlinkFromBucket(Datagram datagram) {
        Datagram before = buckets[datagram.bucket];
        if (before == datagram) {
            buckets[datagram.bucket] = datagram.nextInBucket;
            return;
        }
        while (before != null && before.nextInBucket != datagram) {
            before = before.nextInBucket;
        }
        if (before != null) {
            before.nextInBucket = datagram.nextInBucket;
        }
    }

    private static int bucket(Packet packet, FlowKey key) {
        return key.addressHash(packet.fragmentId()) & MOST_DATAGRAMS - 1;
    }
}
