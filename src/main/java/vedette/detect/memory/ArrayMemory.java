package vedette.detect.memory;

/** An array, by runs of neighbors; a run of zeros takes no room. What it is read into must be all zeros. */
public final class ArrayMemory implements Memory {
    /** Takes note that a run was read back. */
    @FunctionalInterface
    public interface Reader {
        Reader NOBODY = (from, count, nowNs) -> {};

        void wasRead(int from, int count, long nowNs);
    }

    private static final int MOST_IN_RUN = 256;

    private final String name;
    private final int shape;
    private final long[] longs;
    private final int[] ints;
    private final int run;
    private final Reader reader;

    private ArrayMemory(String name, int shape, long[] longs, int[] ints, int run, Reader reader) {
        this.name = name;
        this.shape = shape;
        this.longs = longs;
        this.ints = ints;
        this.run = run;
        this.reader = reader;
    }

    /**
     * An array of longs.
     *
     * @param shape another number when the elements mean something else
     */
    public static ArrayMemory of(String name, int shape, long[] array) {
        return new ArrayMemory(name, shape, array, new int[0], Math.min(MOST_IN_RUN, array.length), Reader.NOBODY);
    }

    /**
     * An array of integers.
     *
     * @param shape another number when the elements mean something else
     */
    public static ArrayMemory of(String name, int shape, int[] array) {
        return of(name, shape, array, Math.min(MOST_IN_RUN, array.length), Reader.NOBODY);
    }

    /**
     * An array of integers of which so many belong together.
     *
     * @param shape another number when the elements mean something else
     * @param run how many belong together; divides the array's length
     */
    public static ArrayMemory of(String name, int shape, int[] array, int run, Reader reader) {
        return new ArrayMemory(name, shape, new long[0], array, run, reader);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long shape() {
        return (long) shape << Integer.SIZE | longs.length + ints.length;
    }

    @Override
    public int places() {
        return (longs.length + ints.length) / run;
    }

    @Override
    public boolean holds(int place) {
        return longs.length > 0 ? holdsLongs(place * run) : holdsInts(place * run);
    }

    private boolean holdsLongs(int from) {
        for (int at = from; at < from + run; at++) {
            if (longs[at] != 0) {
                return true;
            }
        }
        return false;
    }

    private boolean holdsInts(int from) {
        for (int at = from; at < from + run; at++) {
            if (ints[at] != 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void write(int place, Fields fields) {
        name(place, fields);
    }

    @Override
    public void read(Fields fields, long nowNs) {
        int place = name(0, fields);
        reader.wasRead(place * run, run, nowNs);
    }

    private int name(int writtenPlace, Fields fields) {
        int place = fields.of(writtenPlace, 0, places() - 1);
        if (longs.length > 0) {
            fields.of(longs, place * run, run);
        } else {
            fields.of(ints, place * run, run);
        }
        return place;
    }
}
