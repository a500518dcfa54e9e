package vedette.detect.memory;

/**
 * A table that outlives a run of the sensor. It is written place by place, and packets may come between one place and the next; so
 * what stands at one place must not need what stands at another to be right. For the detecting thread; writing allocates nothing.
 */
public interface Memory {
    /** Octets that the fields of one place take at most. */
    int MOST_OCTETS = 4096;

    /** By what it is known in the file, among all memories. */
    String name();

    /** Stands for the fields and their order, and for sizes that they depend on: another shape cannot be read. */
    long shape();

    /** Places there are. They are written in their order, and read in the order in which they were written. */
    int places();

    /** Whether there is anything at a place. */
    boolean holds(int place);

    /** Names the fields of a place, which are written. */
    void write(int place, Fields fields);

    /**
     * Names the same fields in the same order, which are read; leaves out what is older than is remembered, and what there is no
     * room for.
     */
    void read(Fields fields, long nowNs);
}
