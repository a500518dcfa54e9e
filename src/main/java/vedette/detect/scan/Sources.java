package vedette.detect.scan;

import org.jspecify.annotations.Nullable;
import vedette.detect.Hash;
import vedette.detect.sketch.KeyTable;
import vedette.flow.Flow;

/**
 * The sources that are remembered, and for those that failed at something, at what. Bounded twice: a full table gives up the
 * least suspected of eight, then the one longest silent; one whose alert is open stays if it can. Records are made when first
 * needed and used again.
 */
final class Sources {
    /** Sources whose targets are remembered; about 1 KiB each. */
    static final int MOST_TARGETS = 16_384;

    private static final long SECOND_NS = 1_000_000_000L;

    private final KeyTable table;
    private final @Nullable Source[] sources;
    private final KeyTable targetTable;
    private final @Nullable Targets[] targets;
    private final long memoryNs;
    private final long seed;
    private final KeyTable.Worth worth = this::worth;
    private final KeyTable.Worth targetsWorth = this::targetsWorth;

    Sources(int maxSources, long memoryNs, long seed) {
        table = new KeyTable(maxSources, seed);
        sources = new Source[maxSources];
        int maxTargets = Math.min(maxSources, MOST_TARGETS);
        targetTable = new KeyTable(maxTargets, seed);
        targets = new Targets[maxTargets];
        this.memoryNs = memoryNs;
        this.seed = seed;
    }

    /** Names the flow's initiator in a protocol: by its address, or by its /64 if it is a stranger's in IPv6. */
    long key(Flow flow, boolean isLocal, int protocol) {
        boolean byPrefix = flow.ipVersion() == 6 && !isLocal;
        return Hash.of(flow.initiatorHi(), byPrefix ? 0 : flow.initiatorLo(), seed + protocol);
    }

    /** The source of the key if it is remembered. */
    @Nullable
    Source find(long key) {
        int slot = table.find(key);
        return slot == KeyTable.NONE ? null : sources[slot];
    }

    /** What is remembered of the flow's initiator, from now on if nothing was. */
    Source obtain(long key, Flow flow, boolean isLocal, int protocol, long nowNs) {
        int slot = table.find(key);
        if (slot == KeyTable.NONE) {
            return begin(key, flow, isLocal, protocol, nowNs);
        }
        Source source = at(slot);
        if (nowNs - source.lastNs >= memoryNs) {
            forgetTargets(key);
            source.begin(key, flow, isLocal, protocol, nowNs);
        }
        source.hasSeveralAddresses |= source.lo != flow.initiatorLo();
        return source;
    }

    private Source begin(long key, Flow flow, boolean isLocal, int protocol, long nowNs) {
        if (table.isFull()) {
            forgetTargets(at(table.evict(worth)).key);
        }
        Source source = at(table.add(key));
        source.begin(key, flow, isLocal, protocol, nowNs);
        return source;
    }

    private Source at(int slot) {
        Source source = sources[slot];
        if (source == null) {
            source = new Source();
            sources[slot] = source;
        }
        return source;
    }

    private long worth(int slot) {
        Source source = at(slot);
        return worth(source.alert >= 0, source.score, source.lastNs);
    }

    private static long worth(boolean isTold, float score, long lastNs) {
        long level = isTold ? 1 << 20 : Math.round((score - Source.FLOOR) * 8);
        return level << 36 | lastNs / SECOND_NS & (1L << 36) - 1;
    }

    /** At what the source failed, if that is remembered. */
    @Nullable
    Targets targets(Source source) {
        int slot = targetTable.find(source.key);
        return slot == KeyTable.NONE ? null : targets[slot];
    }

    /** At what the source failed, from now on if nothing was remembered. */
    Targets obtainTargets(Source source) {
        int slot = targetTable.find(source.key);
        if (slot == KeyTable.NONE) {
            if (targetTable.isFull()) {
                targetTable.evict(targetsWorth);
            }
            slot = targetTable.add(source.key);
            targetsAt(slot).clear();
        }
        Targets found = targetsAt(slot);
        found.score = source.alert >= 0 ? Float.MAX_VALUE : source.score;
        return found;
    }

    private void forgetTargets(long key) {
        int slot = targetTable.find(key);
        if (slot != KeyTable.NONE) {
            targetTable.remove(slot);
        }
    }

    private Targets targetsAt(int slot) {
        Targets found = targets[slot];
        if (found == null) {
            found = new Targets();
            targets[slot] = found;
        }
        return found;
    }

    private long targetsWorth(int slot) {
        return Float.floatToIntBits(Math.max(0, targetsAt(slot).score));
    }

    int entries() {
        return table.size();
    }

    long evictions() {
        return table.evictions() + targetTable.evictions();
    }
}
