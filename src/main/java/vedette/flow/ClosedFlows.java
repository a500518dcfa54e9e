package vedette.flow;

import java.util.Arrays;

/**
 * Records that were closed and wait to be handed on in order: by closing time, flow id and part. A record stays where it lies
 * in its partition until then.
 */
final class ClosedFlows {
    private static final int SHORT_RUN = 8;

    /** Records of one partition that may wait, so that packets of one instant cannot fill the memory. */
    static final int MOST_OF_A_PARTITION = 1 << 12;

    private Entry[] entries = new Entry[0];
    private Entry[] merged = new Entry[0];
    private final int[] ofPartition = new int[Metering.PARTITIONS];
    private long firstNs = Long.MAX_VALUE;
    private int size;

    /** Where a closed record lies, and what it is ordered by. Used again and again. */
    private static final class Entry {
        private long closedNs;
        private long flowId;
        private int part;
        private int partition;
        private int record;

        boolean isBefore(Entry other) {
            if (closedNs != other.closedNs) {
                return closedNs < other.closedNs;
            }
            return flowId != other.flowId ? flowId < other.flowId : part < other.part;
        }
    }

    ClosedFlows() {
        grow(256);
    }

    int size() {
        return size;
    }

    void add(Flow flow, int partition, int record) {
        if (size == entries.length) {
            grow(size * 2);
        }
        ofPartition[partition]++;
        firstNs = Math.min(firstNs, flow.closedNs());
        Entry entry = entries[size++];
        entry.closedNs = flow.closedNs();
        entry.flowId = flow.flowId();
        entry.part = flow.part();
        entry.partition = partition;
        entry.record = record;
    }

    int partition(int i) {
        return entries[i].partition;
    }

    int record(int i) {
        return entries[i].record;
    }

    /** Sorts all, and returns how many were closed before {@code endNs}: those come first. */
    int sortUntil(long endNs) {
        sort();
        int count = 0;
        while (count < size && entries[count].closedNs < endNs) {
            count++;
        }
        return count;
    }

    /** Whether so many of a partition wait that no more should. */
    boolean isCrowded(int partition) {
        return ofPartition[partition] >= MOST_OF_A_PARTITION;
    }

    /** The first tick that begins after one of them was closed; the highest number if there is none. */
    long nextTick() {
        return firstNs == Long.MAX_VALUE ? Long.MAX_VALUE : TimerWheel.tickOf(firstNs) + 1;
    }

    /** Sorts all, those of one partition before all others, and returns how many it has. */
    int sortOf(int partition) {
        sort();
        int count = 0;
        int others = 0;
        for (int i = 0; i < size; i++) {
            if (entries[i].partition == partition) {
                merged[count++] = entries[i];
            } else {
                entries[others++] = entries[i];
            }
        }
        System.arraycopy(entries, 0, entries, count, others);
        System.arraycopy(merged, 0, entries, 0, count);
        return count;
    }

    /** Forgets the first {@code count}, after all were sorted. */
    void removeFirst(int count) {
        for (int i = 0; i < count; i++) {
            ofPartition[entries[i].partition]--;
        }
        System.arraycopy(entries, 0, merged, 0, count);
        System.arraycopy(entries, count, entries, 0, size - count);
        System.arraycopy(merged, 0, entries, size - count, count);
        size -= count;
        firstNs = size == 0 ? Long.MAX_VALUE : entries[0].closedNs;
    }

    /** A merge sort of its own, since the library's allocates. */
    private void sort() {
        for (int from = 0; from < size; from += SHORT_RUN) {
            insertionSort(from, Math.min(from + SHORT_RUN, size));
        }
        for (int width = SHORT_RUN; width < size; width *= 2) {
            for (int from = 0; from < size; from += 2 * width) {
                merge(from, Math.min(from + width, size), Math.min(from + 2 * width, size));
            }
            System.arraycopy(merged, 0, entries, 0, size);
        }
    }

    private void insertionSort(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            Entry entry = entries[i];
            int at = i;
            while (at > from && entry.isBefore(entries[at - 1])) {
                entries[at] = entries[at - 1];
                at--;
            }
            entries[at] = entry;
        }
    }

    private void merge(int from, int middle, int to) {
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++) {
            boolean takeRight = left == middle || (right < to && entries[right].isBefore(entries[left]));
            merged[at] = takeRight ? entries[right++] : entries[left++];
        }
    }

    private void grow(int length) {
        int old = entries.length;
        entries = Arrays.copyOf(entries, length);
        for (int i = old; i < length; i++) {
            entries[i] = new Entry();
        }
        merged = new Entry[length];
    }
}
