package vedette.detect.memory;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A walk through memories, block by block, so that packets need not wait for all of it. A block holds places of one memory: which one, then for each
 * place the length of its fields and the fields. Made for the detecting thread.
 */
public final class Snapshot {
    /** Octets of a block, at most. */
    public static final int BLOCK = 1 << 16;

    /** Places looked at for one block, so that a table that is nearly empty takes no longer than a full one. */
    static final int PLACES_PER_BLOCK = 256;

    private static final int LENGTH_OCTETS = Short.BYTES;

    private final List<Memory> memories;
    private final Fields fields = new Fields();
    private int memory;
    private int place;

    public Snapshot(List<Memory> memories) {
        this.memories = memories;
    }

    public List<Memory> memories() {
        return memories;
    }

    /**
     * Writes the next block; one that is empty has nothing to say.
     *
     * @param block empty, with room for {@link #BLOCK} octets
     * @return whether there is more
     */
    public boolean write(ByteBuffer block) {
        Memory current = memories.get(memory);
        block.putShort((short) memory);
        int end = Math.min(current.places(), place + PLACES_PER_BLOCK);
        boolean isEmpty = true;
        for (; place < end && block.remaining() >= Memory.MOST_OCTETS + LENGTH_OCTETS; place++) {
            if (current.holds(place)) {
                writePlace(current, block);
                isEmpty = false;
            }
        }
        if (isEmpty) {
            block.clear();
        }
        if (place == current.places()) {
            place = 0;
            memory++;
        }
        return memory < memories.size();
    }

    private void writePlace(Memory current, ByteBuffer block) {
        int start = block.position();
        block.position(start + LENGTH_OCTETS);
        current.write(place, fields.into(block));
        block.putShort(start, (short) (block.position() - start - LENGTH_OCTETS));
    }
}
