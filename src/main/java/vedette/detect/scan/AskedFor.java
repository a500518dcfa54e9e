package vedette.detect.scan;

import java.util.Arrays;
import java.util.List;
import vedette.detect.Hash;
import vedette.detect.memory.ArrayMemory;
import vedette.detect.memory.Memory;

/**
 * By how many different stations each address was asked for. Not thread-safe.
 *
 * <p>Bounded: {@value #ADDRESSES} addresses; one that shares its slot with another takes its place. 20 kB.
 */
final class AskedFor {
    /** Stations counted at the most. */
    static final int MOST = 4;

    static final int ADDRESSES = 1024;

    private final long seed;
    private final int[] addresses = new int[ADDRESSES];
    private final int[] stations = new int[ADDRESSES * MOST];

    AskedFor(long seed) {
        this.seed = seed;
    }

    void add(int address, long station) {
        int slot = slotOf(address);
        if (addresses[slot] != address) {
            addresses[slot] = address;
            Arrays.fill(stations, slot * MOST, (slot + 1) * MOST, 0);
        }
        int mark = (int) Hash.of(station, seed) | 1;
        for (int at = slot * MOST; at < (slot + 1) * MOST; at++) {
            if (stations[at] == mark) {
                return;
            }
            if (stations[at] == 0) {
                stations[at] = mark;
                return;
            }
        }
    }

    int count(int address) {
        int slot = slotOf(address);
        if (addresses[slot] != address) {
            return 0;
        }
        int count = 0;
        for (int at = slot * MOST; at < (slot + 1) * MOST; at++) {
            count += stations[at] != 0 ? 1 : 0;
        }
        return count;
    }

    /** What outlives the run. */
    List<Memory> memories() {
        return List.of(
                ArrayMemory.of("scan.asked-for", 1, addresses), ArrayMemory.of("scan.asked-for.by", 1, stations));
    }

    private int slotOf(int address) {
        return (int) Hash.of(address, seed) & ADDRESSES - 1;
    }
}
