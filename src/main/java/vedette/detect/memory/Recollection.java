package vedette.detect.memory;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives blocks of a {@link Snapshot} back to the memories they are of. Those of a memory there is not, or that has another shape by now, are left. */
public final class Recollection {
    private final @Nullable Memory[] memories;
    private final List<String> names;
    private final BitSet left = new BitSet();
    private final long nowNs;
    private final Fields fields = new Fields();

    /**
     * @param known the memories there are, which are empty
     * @param names and {@code shapes}: of the memories in the snapshot, by the numbers they have in blocks
     */
    public Recollection(List<Memory> known, List<String> names, List<Long> shapes, long nowNs) {
        Map<String, Memory> byName = new HashMap<>();
        known.forEach(memory -> byName.put(memory.name(), memory));
        this.names = names;
        memories = new Memory[names.size()];
        for (int i = 0; i < memories.length; i++) {
            Memory memory = byName.get(names.get(i));
            memories[i] = memory != null && memory.shape() == shapes.get(i) ? memory : null;
        }
        this.nowNs = nowNs;
    }

    /**
     * Reads a block.
     *
     * @throws RuntimeException of any kind if it is not one; then the memories are not to be used
     */
    public void read(ByteBuffer block) {
        int number = block.getShort();
        Memory memory = memories[number];
        if (memory == null) {
            left.set(number);
        }
        int end = block.limit();
        while (block.position() < end) {
            int length = block.getShort() & 0xFFFF;
            int next = block.position() + length;
            block.limit(next);
            if (memory != null) {
                memory.read(fields.from(block), nowNs);
            }
            block.limit(end).position(next);
        }
    }

    /** Names of the memories that were not empty in the snapshot and were left, so far. */
    public List<String> left() {
        return left.stream().mapToObj(names::get).toList();
    }
}
