package vedette.detect.scan;

import java.util.Arrays;
import java.util.List;
import vedette.detect.Hash;
import vedette.detect.Surroundings;
import vedette.detect.memory.Fields;
import vedette.detect.memory.Memory;
import vedette.detect.memory.StateMemory;
import vedette.detect.sketch.KeyTable;
import vedette.detect.sketch.KeyedMemory;
import vedette.flow.Flow;

/**
 * Learns which IPv4 addresses of this site nobody has: who turns to one of them looks for something. An address is unused if
 * it has sent nothing for three and a half to seven days, has been watched for a day, and at least eight neighbors in
 * its /24 have sent something. Nothing is said of IPv6, where nearly all addresses are unused. Not thread-safe.
 *
 * <p>Bounded: {@value #NETS} networks of 256 addresses, 6 MB; the one with the fewest addresses in use gives way.
 */
public final class UnusedAddresses {
    static final int NETS = 65_536;

    private static final int WORDS = 4;
    private static final int FEWEST_NEIGHBORS = 8;
    private static final long LEARNING_NS = 86_400_000_000_000L;
    private static final long TURN_NS = 7 * LEARNING_NS / 2;

    private final Surroundings surroundings;
    private final long seed;
    private final KeyTable nets;
    private final long[] watchedNs = new long[NETS];
    private long[] current = new long[NETS * WORDS];
    private long[] previous = new long[NETS * WORDS];
    private long turnedNs = Long.MIN_VALUE;
    private final KeyTable.Worth worth = this::neighbors;

    public UnusedAddresses(Surroundings surroundings, long seed) {
        this.surroundings = surroundings;
        this.seed = seed;
        nets = new KeyTable(NETS, seed);
    }

    /** Takes note of who has sent something. */
    public void onRecord(Flow record) {
        if (record.ipVersion() == 4) {
            if (record.packets(Flow.FORWARD) > 0 && surroundings.isInitiatorLocal(record)) {
                use(record.initiatorLo(), record.closedNs());
            }
            if (record.packets(Flow.REVERSE) > 0 && surroundings.isResponderLocal(record)) {
                use(record.responderLo(), record.closedNs());
            }
        }
    }

    /** Whether nobody has the address. */
    public boolean isDark(int ipVersion, long hi, long lo, long nowNs) {
        if (ipVersion != 4) {
            return false;
        }
        int net = nets.find(Hash.of(lo >>> 8, seed));
        return net != KeyTable.NONE
                && nowNs - watchedNs[net] >= LEARNING_NS
                && !isUsed(net, (int) lo & 0xFF)
                && neighbors(net) >= FEWEST_NEIGHBORS;
    }

    /** The address has sent something. */
    void use(long address, long nowNs) {
        turn(nowNs);
        long key = Hash.of(address >>> 8, seed);
        int net = nets.find(key);
        if (net == KeyTable.NONE) {
            if (nets.isFull()) {
                nets.evict(worth);
            }
            net = nets.add(key);
            watchedNs[net] = nowNs;
            for (int i = net * WORDS; i < (net + 1) * WORDS; i++) {
                current[i] = 0;
                previous[i] = 0;
            }
        }
        current[net * WORDS + ((int) address >>> 6 & WORDS - 1)] |= 1L << address;
    }

    /** What outlives the run. */
    List<Memory> memories() {
        Memory turn = new StateMemory("scan.unused.turn", 1, (fields, nowNs) -> turnedNs = fields.of(turnedNs));
        return List.of(turn, new KeyedMemory("scan.unused", 1, nets, Long.MAX_VALUE, new KeyedMemory.Entries() {
            @Override
            public void name(int slot, Fields fields) {
                fields.of(watchedNs, slot);
                fields.of(current, slot * WORDS, WORDS);
                fields.of(previous, slot * WORDS, WORDS);
            }

            @Override
            public long lastNs(int slot) {
                return turnedNs;
            }
        }));
    }

    private boolean isUsed(int net, int last) {
        int word = net * WORDS + (last >>> 6);
        return ((current[word] | previous[word]) & 1L << last) != 0;
    }

    private int neighbors(int net) {
        int count = 0;
        for (int i = net * WORDS; i < (net + 1) * WORDS; i++) {
            count += Long.bitCount(current[i] | previous[i]);
        }
        return count;
    }

    private void turn(long nowNs) {
        if (turnedNs == Long.MIN_VALUE) {
            turnedNs = nowNs;
        } else if (nowNs - turnedNs >= TURN_NS) {
            long[] oldest = previous;
            previous = current;
            current = oldest;
            Arrays.fill(current, 0);
            turnedNs = nowNs;
        }
    }
}
