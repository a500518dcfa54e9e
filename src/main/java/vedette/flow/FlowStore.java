package vedette.flow;

import java.util.Arrays;

/**
 * The memory of one partition's flow records. It grows by chunks and never shrinks; a record is named by its number. The
 * number of records is bounded by its owner.
 */
final class FlowStore {
    static final int NONE = -1;

    private static final int CHUNK_SHIFT = 6;
    private static final int CHUNK_RECORDS = 1 << CHUNK_SHIFT;
    private static final int RECORD_SHIFT = 6;

    private long[][] chunks = new long[4][];
    private int chunkCount;
    private int[] free = new int[CHUNK_RECORDS];
    private int freeCount;

    static {
        assert 1 << RECORD_SHIFT == Flow.WORDS;
    }

    /** Points the flow at the record. */
    Flow wrap(Flow flow, int record) {
        return flow.wrap(chunks[record >>> CHUNK_SHIFT], (record & CHUNK_RECORDS - 1) << RECORD_SHIFT);
    }

    /** Takes a record of zeros. */
    int take() {
        if (freeCount == 0) {
            grow();
        }
        return free[--freeCount];
    }

    /** Gives a record back; it is cleared for the next to take it. */
    void release(int record) {
        int base = (record & CHUNK_RECORDS - 1) << RECORD_SHIFT;
        Arrays.fill(chunks[record >>> CHUNK_SHIFT], base, base + Flow.WORDS, 0);
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = record;
    }

    private void grow() {
        if (chunkCount == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunkCount * 2);
        }
        chunks[chunkCount] = new long[CHUNK_RECORDS * Flow.WORDS];
        for (int i = CHUNK_RECORDS - 1; i >= 0; i--) {
            free[freeCount++] = chunkCount * CHUNK_RECORDS + i;
        }
        chunkCount++;
    }
}
