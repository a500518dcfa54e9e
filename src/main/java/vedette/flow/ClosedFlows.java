package vedette.flow;

import java.util.Arrays;

/**
 * Records that were closed and wait to be handed on in order: by closing time, flow id and part. A record stays where it lies
 * in its partition until then.
 */
final class ClosedFlows {
    private long[] closedNs = new long[256];
    private long[] flowIds = new long[256];
    private int[] parts = new int[256];
    private int[] partitions = new int[256];
    private int[] records = new int[256];
    private int size;

    int size() {
        return size;
    }

    void add(Flow flow, int partition, int record) {
        if (size == records.length) {
            grow();
        }
        closedNs[size] = flow.closedNs();
        flowIds[size] = flow.flowId();
        parts[size] = flow.part();
        partitions[size] = partition;
        records[size] = record;
        size++;
    }

    int partition(int i) {
        return partitions[i];
    }

    int record(int i) {
        return records[i];
    }

    /** Sorts all, and returns how many were closed before {@code endNs}: those come first. */
    int sortUntil(long endNs) {
        heapSort();
        int count = 0;
        while (count < size && closedNs[count] < endNs) {
            count++;
        }
        return count;
    }

    /** Forgets the first {@code count}. */
    void removeFirst(int count) {
        size -= count;
        System.arraycopy(closedNs, count, closedNs, 0, size);
        System.arraycopy(flowIds, count, flowIds, 0, size);
        System.arraycopy(parts, count, parts, 0, size);
        System.arraycopy(partitions, count, partitions, 0, size);
        System.arraycopy(records, count, records, 0, size);
    }

    private void heapSort() {
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(i, size);
        }
        for (int end = size - 1; end > 0; end--) {
            swap(0, end);
            sink(0, end);
        }
    }

    private void sink(int from, int end) {
        int parent = from;
        for (int child = 2 * parent + 1; child < end; child = 2 * parent + 1) {
            if (child + 1 < end && isBefore(child, child + 1)) {
                child++;
            }
            if (!isBefore(parent, child)) {
                return;
            }
            swap(parent, child);
            parent = child;
        }
    }

    private boolean isBefore(int a, int b) {
        if (closedNs[a] != closedNs[b]) {
            return closedNs[a] < closedNs[b];
        }
        return flowIds[a] != flowIds[b] ? flowIds[a] < flowIds[b] : parts[a] < parts[b];
    }

    private void swap(int a, int b) {
        swap(closedNs, a, b);
        swap(flowIds, a, b);
        swap(parts, a, b);
        swap(partitions, a, b);
        swap(records, a, b);
    }

    private static void swap(long[] values, int a, int b) {
        long value = values[a];
        values[a] = values[b];
        values[b] = value;
    }

    private static void swap(int[] values, int a, int b) {
        int value = values[a];
        values[a] = values[b];
        values[b] = value;
    }

    private void grow() {
        int length = size * 2;
        closedNs = Arrays.copyOf(closedNs, length);
        flowIds = Arrays.copyOf(flowIds, length);
        parts = Arrays.copyOf(parts, length);
        partitions = Arrays.copyOf(partitions, length);
        records = Arrays.copyOf(records, length);
    }
}
