package vedette.detect.sketch;

import vedette.detect.memory.Fields;
import vedette.detect.memory.Memory;

/** What is kept for the keys of a table. Read back, a key may stand in another slot. */
public final class KeyedMemory implements Memory {
    /** What is kept for a key. */
    public interface Entries {
        /** Names the fields in a slot. */
        void name(int slot, Fields fields);

        /** When the key was last heard of. */
        long lastNs(int slot);
    }

    private final String name;
    private final int shape;
    private final KeyTable table;
    private final long memoryNs;
    private final Entries entries;

    /**
     * @param shape another number when the fields become others
     * @param memoryNs silence after which a key is not read back
     */
    public KeyedMemory(String name, int shape, KeyTable table, long memoryNs, Entries entries) {
        this.name = name;
        this.shape = shape;
        this.table = table;
        this.memoryNs = memoryNs;
        this.entries = entries;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long shape() {
        return shape;
    }

    @Override
    public int places() {
        return table.capacity();
    }

    @Override
    public boolean holds(int place) {
        return table.isTaken(place);
    }

    @Override
    public void write(int place, Fields fields) {
        fields.of(table.key(place));
        entries.name(place, fields);
    }

    /** A key that is there already moved while it was written. */
    @Override
    public void read(Fields fields, long nowNs) {
        long key = fields.of(0L);
        if (table.isFull() || table.find(key) != KeyTable.NONE) {
            return;
        }
        int slot = table.add(key);
        entries.name(slot, fields);
        if (nowNs - entries.lastNs(slot) >= memoryNs) {
            table.remove(slot);
        }
    }
}
