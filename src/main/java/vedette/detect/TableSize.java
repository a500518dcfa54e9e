package vedette.detect;

/**
 * What a detector's tables take of the heap.
 *
 * @param name the option that bounds them, with its value; or whose they are, if none does
 * @param octetsAtOnce what they take from the start
 * @param octetsInAll what they take once they are full
 */
public record TableSize(String name, long octetsAtOnce, long octetsInAll) {
    /** Of tables that take all they ever take from the start. */
    public static TableSize fixed(String name, long octets) {
        return new TableSize(name, octets, octets);
    }
}
