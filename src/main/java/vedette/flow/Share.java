package vedette.flow;

/**
 * The partitions one of several metering processes works on, all of which are given every packet.
 *
 * @param worker its number, from 0
 * @param workers how many there are
 */
public record Share(int worker, int workers) {
    /** Of one that works alone. */
    public static final Share ALL = new Share(0, 1);

    public Share {
        if (workers < 1 || workers > Metering.PARTITIONS || worker < 0 || worker >= workers) {
            throw new IllegalArgumentException("no share: worker " + worker + " of " + workers);
        }
    }

    boolean holds(int partition) {
        return partition % workers == worker;
    }

    /** Whether it also does what has to be done once, whoever does it. */
    public boolean isFirst() {
        return worker == 0;
    }
}
