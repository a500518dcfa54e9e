package vedette.detect.spoof;

import vedette.detect.Hash;
import vedette.detect.memory.Fields;
import vedette.detect.memory.Memory;
import vedette.detect.sketch.KeyTable;
import vedette.detect.sketch.KeyedMemory;

/**
 * Which station has which IPv4 address, by what is said in ARP, and how often two have taken turns. Not thread-safe.
 *
 * <p>Bounded: {@value #ADDRESSES} addresses, 3.4 MB; of eight, the one heard of longest ago gives way.
 */
final class Owners {
    static final int ADDRESSES = 65_536;

    /** Stands for no station. */
    static final long NOBODY = 0;

    private static final long DAY_NS = 86_400_000_000_000L;

    /** An address that its owner has not used for so long is free, as for DHCP. */
    private static final long FREE_AFTER_NS = 3_600_000_000_000L;

    /** Within which two take turns. */
    private static final long TURNS_NS = 600_000_000_000L;

    private final long seed;
    private final KeyTable table;
    private final long[] owners = new long[ADDRESSES];
    private final long[] ownersBefore = new long[ADDRESSES];
    private final long[] heardNs = new long[ADDRESSES];
    private final long[] turnsFromNs = new long[ADDRESSES];
    private final byte[] turns = new byte[ADDRESSES];
    private final KeyTable.Worth worth = slot -> heardNs[slot];

    Owners(long seed) {
        this.seed = seed;
        table = new KeyTable(ADDRESSES, seed);
    }

    /** Who has the address, or {@link #NOBODY}. */
    long ownerOf(long address, long nowNs) {
        int slot = table.find(Hash.of(address, seed));
        return slot == KeyTable.NONE || nowNs - heardNs[slot] >= FREE_AFTER_NS ? NOBODY : owners[slot];
    }

    /** A station uses the address. Returns how often within ten minutes it and one other have taken it from each other. */
    int use(long address, long station, long nowNs) {
        long key = Hash.of(address, seed);
        int slot = table.find(key);
        if (slot == KeyTable.NONE) {
            begin(key, station, nowNs);
            return 0;
        }
        boolean isFree = nowNs - heardNs[slot] >= FREE_AFTER_NS;
        heardNs[slot] = nowNs;
        if (owners[slot] == station) {
            return 0;
        }
        boolean takesTurns = !isFree && ownersBefore[slot] == station && nowNs - turnsFromNs[slot] < TURNS_NS;
        if (!takesTurns) {
            turns[slot] = 0;
            turnsFromNs[slot] = nowNs;
        }
        turns[slot] = (byte) Math.min(Byte.MAX_VALUE, turns[slot] + 1);
        ownersBefore[slot] = isFree ? NOBODY : owners[slot];
        owners[slot] = station;
        return turns[slot];
    }

    private void begin(long key, long station, long nowNs) {
        if (table.isFull()) {
            table.evict(worth);
        }
        int slot = table.add(key);
        owners[slot] = station;
        ownersBefore[slot] = NOBODY;
        heardNs[slot] = nowNs;
        turnsFromNs[slot] = nowNs;
        turns[slot] = 0;
    }

    /** What outlives the run. */
    Memory memory() {
        return new KeyedMemory("arp.owners", 1, table, DAY_NS, new KeyedMemory.Entries() {
            @Override
            public void name(int slot, Fields fields) {
                fields.of(owners, slot);
                fields.of(ownersBefore, slot);
                fields.of(heardNs, slot);
                fields.of(turnsFromNs, slot);
                fields.of(turns, slot);
            }

            @Override
            public long lastNs(int slot) {
                return heardNs[slot];
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
