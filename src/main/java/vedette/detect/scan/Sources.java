package vedette.detect.scan;

import org.jspecify.annotations.Nullable;
import vedette.detect.AlertDesk;
import vedette.detect.Hash;
import vedette.detect.Surroundings;
import vedette.detect.memory.Fields;
import vedette.detect.memory.Memory;
import vedette.detect.sketch.KeyTable;
import vedette.detect.sketch.KeyedMemory;
import vedette.flow.Flow;
import vedette.flow.Outcome;

/**
 * The sources that are remembered, and for those that failed at something, at what. Bounded twice: a full table gives up the
 * least suspected of eight, then the one longest silent; one whose alert is open stays if it can. Records are made when first
 * needed and used again.
 */
final class Sources {
    /** Sources whose targets are remembered; about 1.9 KiB each. */
    static final int MOST_TARGETS = 16_384;

    /** Of one that was told of. */
    private static final int OCTETS_PER_SOURCE = 192;

    private static final int OCTETS_OF_TARGETS = 1_946;

    /** Above every score: a source whose alert is open. */
    private static final long TOLD_LEVEL = 1 << 20;

    private static final int LEVELS_PER_NAT = 8;
    private static final int TIME_BITS = 36;
    private static final long SECOND_NS = 1_000_000_000L;

    private final KeyTable table;
    private final @Nullable Source[] sources;

    /** How much each would be missed; apart from the sources, since many are compared when one has to give way. */
    private final long[] worths;

    private final KeyTable targetTable;
    private final @Nullable Targets[] targets;
    private final long[] targetWorths;
    private final Surroundings surroundings;
    private final long memoryNs;
    private final long seed;
    private final KeyTable.Worth worth;
    private final KeyTable.Worth targetsWorth;

    Sources(int maxSources, long memoryNs, Surroundings surroundings, long seed) {
        this.surroundings = surroundings;
        table = new KeyTable(maxSources, seed);
        sources = new Source[maxSources];
        worths = new long[maxSources];
        worth = slot -> worths[slot];
        int maxTargets = Math.min(maxSources, MOST_TARGETS);
        targetTable = new KeyTable(maxTargets, seed);
        targets = new Targets[maxTargets];
        targetWorths = new long[maxTargets];
        targetsWorth = slot -> targetWorths[slot];
        this.memoryNs = memoryNs;
        this.seed = seed;
    }

    /** What is there before a source is. */
    static long octetsAtOnce(int maxSources) {
        return octetsOfPlaces(maxSources) + octetsOfPlaces(Math.min(maxSources, MOST_TARGETS));
    }

    static long octetsInAll(int maxSources) {
        return octetsAtOnce(maxSources)
                + (long) OCTETS_PER_SOURCE * maxSources
                + (long) OCTETS_OF_TARGETS * Math.min(maxSources, MOST_TARGETS);
    }

    private static long octetsOfPlaces(int places) {
        return KeyTable.octets(places) + (long) (Integer.BYTES + Long.BYTES) * places;
    }

    /** Names the flow's initiator in a protocol. */
    long key(Flow flow, int protocol) {
        return Hash.of(surroundings.partiesOf(flow).source(), protocol);
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
            source.begin(flow, isLocal, protocol, nowNs);
        }
        source.hasSeveralAddresses |= source.lo != flow.initiatorLo();
        return source;
    }

    private Source begin(long key, Flow flow, boolean isLocal, int protocol, long nowNs) {
        if (table.isFull()) {
            int gone = table.leastWorthy(worth);
            forgetTargets(table.key(gone));
            table.evict(gone);
        }
        Source source = at(table.add(key));
        source.begin(flow, isLocal, protocol, nowNs);
        return source;
    }

    private Source at(int slot) {
        Source source = sources[slot];
        if (source == null) {
            source = new Source(slot);
            sources[slot] = source;
        }
        return source;
    }

    /** Takes a first contact of the source into account, with its weight in steps. */
    void weigh(Source source, Outcome outcome, double weight, long nowNs) {
        source.weigh(outcome, weight, nowNs);
        long level = source.told != null && source.told.alert >= 0
                ? TOLD_LEVEL
                : Math.round((source.score - Source.FLOOR) * LEVELS_PER_NAT);
        worths[source.slot] = level << TIME_BITS | source.lastNs / SECOND_NS & (1L << TIME_BITS) - 1;
    }

    /** At what the source failed, if that is remembered. */
    @Nullable
    Targets targets(Source source) {
        int slot = targetTable.find(table.key(source.slot));
        if (slot == KeyTable.NONE) {
            return null;
        }
        targetWorths[slot] = worths[source.slot];
        return targets[slot];
    }

    /** Adds a contact without success. Returns at what the source failed, or null if it was the first time. */
    @Nullable
    Targets addTarget(Source source, Flow flow, Outcome outcome, boolean counts, long nowNs) {
        source.triedAt(flow);
        if (source.targets() == 1) {
            source.tried(flow, outcome, counts);
            return null;
        }
        Targets known = targets(source);
        if (known == null) {
            known = beginTargets(source);
        }
        long hash = surroundings.partiesOf(flow).responder();
        known.add(
                flow.ipVersion(),
                flow.responderHi(),
                flow.responderLo(),
                hash,
                flow.responderPort(),
                outcome,
                counts,
                nowNs);
        return known;
    }

    private Targets beginTargets(Source source) {
        if (targetTable.isFull()) {
            targetTable.evict(targetsWorth);
        }
        int slot = targetTable.add(table.key(source.slot));
        targetWorths[slot] = worths[source.slot];
        Targets begun = targetsAt(slot);
        begun.begin(Triggers.hostWindowNs(source));
        begun.add(
                source.ipVersion,
                source.targetHi,
                source.targetLo,
                surroundings.hash(source.targetHi, source.targetLo),
                source.targetPort,
                source.targetOutcome,
                source.targetCounts,
                source.firstFailedNs);
        return begun;
    }

    private void forgetTargets(long key) {
        int slot = targetTable.find(key);
        if (slot != KeyTable.NONE) {
            targetTable.remove(slot);
        }
    }

    /** What outlives the run: each source, with its targets. */
    Memory memory(AlertDesk desk) {
        return new KeyedMemory("scan.sources", 1, table, memoryNs, new KeyedMemory.Entries() {
            @Override
            public void name(int slot, Fields fields) {
                Source source = at(slot);
                source.name(fields, source.told != null && desk.isOpen(source.told.alert));
                fields.of(worths, slot);
                nameTargets(slot, fields);
            }

            @Override
            public long lastNs(int slot) {
                return at(slot).lastNs;
            }
        });
    }

    private void nameTargets(int slot, Fields fields) {
        int at = targetTable.find(table.key(slot));
        if (fields.of(at != KeyTable.NONE)) {
            if (fields.areRead()) {
                at = targetTable.isFull() ? KeyTable.NONE : targetTable.add(table.key(slot));
            }
            if (at != KeyTable.NONE) {
                targetWorths[at] = worths[slot];
                targetsAt(at).name(fields);
            }
        }
    }

    private Targets targetsAt(int slot) {
        Targets found = targets[slot];
        if (found == null) {
            found = new Targets(seed);
            targets[slot] = found;
        }
        return found;
    }

    int entries() {
        return table.size();
    }

    long evictions() {
        return table.evictions() + targetTable.evictions();
    }
}
