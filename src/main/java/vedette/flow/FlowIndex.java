package vedette.flow;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Finds the record of a key by its hash: open addressing with linear probing, a slot being the hash above the record's
 * number. It doubles when two thirds full; the owner bounds the number of entries.
 */
final class FlowIndex {
    private static final long EMPTY = -1;

    private final FlowStore store;
    private long[] slots = new long[64];
    private int size;

    FlowIndex(FlowStore store) {
        this.store = store;
        Arrays.fill(slots, EMPTY);
    }

    int size() {
        return size;
    }

    /** Packets in all records together; the flow is wrapped round each in turn. */
    long packets(Flow flow) {
        long packets = 0;
        for (long entry : slots) {
            if (entry != EMPTY) {
                packets += FlowCounting.packets(store.wrap(flow, (int) entry));
            }
        }
        return packets;
    }

    /** The record of the key with the flow wrapped round it, or {@link FlowStore#NONE}. */
    int find(FlowKey key, Flow flow) {
        int mask = slots.length - 1;
        int slot = key.hash & mask;
        for (long entry = slots[slot]; entry != EMPTY; entry = slots[slot]) {
            if ((int) (entry >>> 32) == key.hash && key.matches(store.wrap(flow, (int) entry))) {
                return (int) entry;
            }
            slot = slot + 1 & mask;
        }
        return FlowStore.NONE;
    }

    void add(int hash, int record) {
        if (size * 3 >= slots.length * 2) {
            grow();
        }
        insert(hash, record);
        size++;
    }

    /** Moves later entries of the same probe run back, so that a lookup never meets a hole. */
    void remove(int hash, int record) {
        int mask = slots.length - 1;
        int hole = hash & mask;
        while ((int) slots[hole] != record) {
            hole = hole + 1 & mask;
        }
        for (int next = hole + 1 & mask; slots[next] != EMPTY; next = next + 1 & mask) {
            int home = (int) (slots[next] >>> 32) & mask;
            if ((next - home & mask) >= (next - hole & mask)) {
                slots[hole] = slots[next];
                hole = next;
            }
        }
        slots[hole] = EMPTY;
        size--;
    }

    /** Tells of every record, in no order. It must not be changed meanwhile. */
    void forEach(IntConsumer consumer) {
        for (long entry : slots) {
            if (entry != EMPTY) {
                consumer.accept((int) entry);
            }
        }
    }

    private void insert(int hash, int record) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != EMPTY) {
            slot = slot + 1 & mask;
        }
        slots[slot] = (long) hash << 32 | record;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        Arrays.fill(slots, EMPTY);
        for (long entry : old) {
            if (entry != EMPTY) {
                insert((int) (entry >>> 32), (int) entry);
            }
        }
    }
}
