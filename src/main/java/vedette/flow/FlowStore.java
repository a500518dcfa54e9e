package vedette.flow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The memory of one partition's flow records. It grows by chunks and never shrinks; a record is named by its number. The
 * number of records is bounded by its owner.
 */
final class FlowStore {
    static final int NONE = -1;

    private static final int CHUNK_SHIFT = 6;
    private static final int CHUNK_RECORDS = 1 << CHUNK_SHIFT;
    private static final int RECORD_SHIFT = 9;

    private ByteBuffer[] chunks = new ByteBuffer[4];
    private int chunkCount;
    private int[] free = new int[CHUNK_RECORDS];
    private int freeCount;

    static {
        assert 1 << RECORD_SHIFT == Flow.LENGTH;
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
        chunks[record >>> CHUNK_SHIFT].put((record & CHUNK_RECORDS - 1) << RECORD_SHIFT, ZEROS, 0, Flow.LENGTH);
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = record;
    }

    private static final byte[] ZEROS = new byte[Flow.LENGTH];

    private void grow() {
        if (chunkCount == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunkCount * 2);
        }
        chunks[chunkCount] = ByteBuffer.allocate(CHUNK_RECORDS * Flow.LENGTH).order(ByteOrder.nativeOrder());
        for (int i = CHUNK_RECORDS - 1; i >= 0; i--) {
            free[freeCount++] = chunkCount * CHUNK_RECORDS + i;
        }
        chunkCount++;
    }
}
