package vedette.detect.scan;

import vedette.detect.Hash;
import vedette.detect.memory.Fields;
import vedette.detect.memory.Memory;
import vedette.detect.sketch.KeyTable;
import vedette.detect.sketch.KeyedMemory;
import vedette.flow.Flow;
import vedette.flow.Outcome;

/**
 * Hosts that exchange data with many equals: within ten minutes one local port was reached or answered by many, and was the source
 * port towards many high ports. Such a host tries many peers that are gone. Bounded; a full table gives up that of eight which was
 * heard of the longest ago.
 */
final class PeerToPeer {
    static final int CAPACITY = 4_096;

    private static final long WINDOW_NS = 600_000_000_000L;
    private static final long HOLDS_NS = 6 * WINDOW_NS;
    private static final int MANY = 20;
    private static final int FEW = 5;
    private static final int HIGH_PORTS = 1024;

    private final KeyTable table;
    private final char[] port = new char[CAPACITY];
    private final int[] contacts = new int[CAPACITY];
    private final int[] answers = new int[CAPACITY];
    private final long[] sinceNs = new long[CAPACITY];
    private final long[] untilNs = new long[CAPACITY];
    /** Until when any host is known for it. */
    private long latestNs = Long.MIN_VALUE;

    private final long seed;
    private final KeyTable.Worth worth = slot -> sinceNs[slot];

    PeerToPeer(long seed) {
        table = new KeyTable(CAPACITY, seed);
        this.seed = seed;
    }

    /** A local host has sent a datagram to a port where it had not sent one before. */
    void noteDatagram(Flow flow, Outcome outcome, long nowNs) {
        if (flow.initiatorPort() < HIGH_PORTS || flow.responderPort() < HIGH_PORTS) {
            return;
        }
        int slot = slot(flow.initiatorHi(), flow.initiatorLo(), flow.initiatorPort(), nowNs);
        if (slot == KeyTable.NONE) {
            return;
        }
        contacts[slot]++;
        if (outcome == Outcome.SUCCESS) {
            answers[slot]++;
        }
        judge(slot, nowNs);
    }

    /** Somebody who had not before has reached a high port of a local host. */
    void noteReached(Flow flow, long nowNs) {
        if (flow.responderPort() < HIGH_PORTS || flow.initiatorPort() < HIGH_PORTS) {
            return;
        }
        int slot = slot(flow.responderHi(), flow.responderLo(), flow.responderPort(), nowNs);
        if (slot != KeyTable.NONE) {
            answers[slot]++;
            judge(slot, nowNs);
        }
    }

    /** @param host hash of its address */
    boolean holds(long host, long nowNs) {
        int slot = nowNs < latestNs ? table.find(host) : KeyTable.NONE;
        return slot != KeyTable.NONE && nowNs < untilNs[slot];
    }

    private void judge(int slot, long nowNs) {
        if (contacts[slot] >= MANY && answers[slot] >= MANY) {
            untilNs[slot] = nowNs + HOLDS_NS;
            latestNs = Math.max(latestNs, untilNs[slot]);
        }
    }

    /** The host's slot, or none if another of its ports is looked at. */
    private int slot(long hi, long lo, int hostPort, long nowNs) {
        long key = Hash.of(hi, lo, seed);
        int slot = table.find(key);
        if (slot == KeyTable.NONE) {
            return begin(key, hostPort, nowNs);
        }
        boolean isOver = nowNs - sinceNs[slot] >= WINDOW_NS;
        if (isOver || port[slot] != hostPort && contacts[slot] + answers[slot] < FEW) {
            restart(slot, hostPort, nowNs);
        }
        return port[slot] == hostPort ? slot : KeyTable.NONE;
    }

    private int begin(long key, int hostPort, long nowNs) {
        if (table.isFull()) {
            table.evict(worth);
        }
        int slot = table.add(key);
        untilNs[slot] = Long.MIN_VALUE;
        restart(slot, hostPort, nowNs);
        return slot;
    }

    private void restart(int slot, int hostPort, long nowNs) {
        port[slot] = (char) hostPort;
        contacts[slot] = 0;
        answers[slot] = 0;
        sinceNs[slot] = nowNs;
    }

    /** What outlives the run. */
    Memory memory() {
        return new KeyedMemory("scan.peers", 1, table, HOLDS_NS, new KeyedMemory.Entries() {
            @Override
            public void name(int slot, Fields fields) {
                fields.of(port, slot);
                fields.of(contacts, slot);
                fields.of(answers, slot);
                fields.of(sinceNs, slot);
                fields.of(untilNs, slot);
                latestNs = Math.max(latestNs, untilNs[slot]);
            }

            @Override
            public long lastNs(int slot) {
                return Math.max(sinceNs[slot], untilNs[slot] - HOLDS_NS);
            }
        });
    }

    int entries() {
        return table.size();
    }

    long evictions() {
        return table.evictions();
    }
}
