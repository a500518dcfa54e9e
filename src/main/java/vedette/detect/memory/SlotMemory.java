package vedette.detect.memory;

/** A table whose entries stand where their hashes say. What it is read into must be empty. */
public final class SlotMemory implements Memory {
    /** What stands in the slots. */
    public interface Entries {
        boolean holds(int slot);

        /** Names the fields in a slot; when they are read, {@code nowNs} is the present. */
        void name(int slot, Fields fields, long nowNs);
    }

    private final String name;
    private final int shape;
    private final int slots;
    private final Entries entries;

    /** @param shape another number when the fields become others */
    public SlotMemory(String name, int shape, int slots, Entries entries) {
        this.name = name;
        this.shape = shape;
        this.slots = slots;
        this.entries = entries;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long shape() {
        return (long) shape << Integer.SIZE | slots;
    }

    @Override
    public int places() {
        return slots;
    }

    @Override
    public boolean holds(int place) {
        return entries.holds(place);
    }

    @Override
    public void write(int place, Fields fields) {
        fields.of(place);
        entries.name(place, fields, 0);
    }

    @Override
    public void read(Fields fields, long nowNs) {
        entries.name(fields.of(0, 0, slots - 1), fields, nowNs);
    }
}
