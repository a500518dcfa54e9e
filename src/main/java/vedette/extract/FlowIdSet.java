package vedette.extract;

import java.util.Arrays;

/** Ids of flows: grows with them, 16 to 32 octets each. Not thread-safe. */
final class FlowIdSet {
    private static final int FIRST_SIZE = 16;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** Flow ids have 53 bits, so no id is this. */
    private static final long FREE = -1;

    private long[] slots = slots(FIRST_SIZE);
    private int size;

    boolean add(long id) {
        if (2 * size >= slots.length) {
            grow();
        }
        int slot = slotOf(id);
        if (slots[slot] == id) {
            return false;
        }
        slots[slot] = id;
        size++;
        return true;
    }

    boolean contains(long id) {
        return slots[slotOf(id)] == id;
    }

    int size() {
        return size;
    }

    private int slotOf(long id) {
        int mask = slots.length - 1;
        int slot = (int) (id * SPREAD >>> Integer.SIZE) & mask;
        while (slots[slot] != FREE && slots[slot] != id) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] before = slots;
        slots = slots(2 * before.length);
        for (long id : before) {
            if (id != FREE) {
                slots[slotOf(id)] = id;
            }
        }
    }

    private static long[] slots(int count) {
        long[] free = new long[count];
        Arrays.fill(free, FREE);
        return free;
    }
}
