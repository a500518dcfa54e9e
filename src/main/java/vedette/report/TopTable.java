package vedette.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Sums of octets, packets and flows by a key of two numbers and a tag, of which the largest are asked for in the end. Holds at
 * most {@link #MOST} keys: then the smaller half is forgotten, after which sums are of what was seen since.
 */
public final class TopTable {
    static final int MOST = 1 << 17;

    private static final int FIRST_CAPACITY = 1 << 10;

    /** One key and its sums. */
    public record Row(long hi, long lo, int tag, long octetsOut, long octetsIn, long packets, long flows) {
        public long octets() {
            return octetsOut + octetsIn;
        }
    }

    private static final Comparator<Row> LARGEST_FIRST = Comparator.comparingLong(Row::octets)
            .reversed()
            .thenComparing(Row::tag)
            .thenComparing(Row::hi, Long::compareUnsigned)
            .thenComparing(Row::lo, Long::compareUnsigned);

    private int capacity;
    private int size;
    private boolean pruned;
    private long[] his = {};
    private long[] los = {};
    private int[] tags = {};
    private long[] octetsOut = {};
    private long[] octetsIn = {};
    private long[] packets = {};
    private long[] flows = {};

    TopTable() {
        allocate(FIRST_CAPACITY);
    }

    /** Adds to the sums of a key. The tag must not be 0. */
    void add(long hi, long lo, int tag, long moreOut, long moreIn, long morePackets, long moreFlows) {
        int slot = slotOf(hi, lo, tag);
        if (tags[slot] == 0) {
            if (2 * size >= capacity) {
                makeRoom();
                slot = slotOf(hi, lo, tag);
            }
            his[slot] = hi;
            los[slot] = lo;
            tags[slot] = tag;
            size++;
        }
        octetsOut[slot] += moreOut;
        octetsIn[slot] += moreIn;
        packets[slot] += morePackets;
        flows[slot] += moreFlows;
    }

    /** Every key that is kept, in no order. */
    List<Row> all() {
        return rows();
    }

    /** The largest by octets, the largest first. */
    public List<Row> top(int count) {
        List<Row> rows = rows();
        rows.sort(LARGEST_FIRST);
        return rows.subList(0, Math.min(count, rows.size()));
    }

    public int size() {
        return size;
    }

    /** Whether some keys have been forgotten, so that sums may be too small. */
    public boolean isPruned() {
        return pruned;
    }

    private int slotOf(long hi, long lo, int tag) {
        long hash = (hi * 0x9E3779B97F4A7C15L ^ lo) * 0xC2B2AE3D27D4EB4FL + tag;
        int slot = (int) (hash ^ hash >>> 32) & capacity - 1;
        while (tags[slot] != 0 && (tags[slot] != tag || los[slot] != lo || his[slot] != hi)) {
            slot = slot + 1 & capacity - 1;
        }
        return slot;
    }

    private void makeRoom() {
        List<Row> rows = rows();
        if (size >= MOST) {
            rows.sort(LARGEST_FIRST);
            rows = rows.subList(0, MOST / 2);
            pruned = true;
            allocate(capacity);
        } else {
            allocate(2 * capacity);
        }
        for (Row row : rows) {
            add(row.hi, row.lo, row.tag, row.octetsOut, row.octetsIn, row.packets, row.flows);
        }
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>(size);
        for (int i = 0; i < capacity; i++) {
            if (tags[i] != 0) {
                rows.add(new Row(his[i], los[i], tags[i], octetsOut[i], octetsIn[i], packets[i], flows[i]));
            }
        }
        return rows;
    }

    private void allocate(int newCapacity) {
        if (newCapacity == capacity) {
            Arrays.fill(tags, 0);
            Arrays.fill(octetsOut, 0);
            Arrays.fill(octetsIn, 0);
            Arrays.fill(packets, 0);
            Arrays.fill(flows, 0);
        } else {
            his = new long[newCapacity];
            los = new long[newCapacity];
            tags = new int[newCapacity];
            octetsOut = new long[newCapacity];
            octetsIn = new long[newCapacity];
            packets = new long[newCapacity];
            flows = new long[newCapacity];
        }
        capacity = newCapacity;
        size = 0;
    }
}
