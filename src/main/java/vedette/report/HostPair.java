package vedette.report;

import java.util.Comparator;

/** Two addresses as a key. */
record HostPair(Host first, Host second) implements Comparable<HostPair> {
    private static final Comparator<HostPair> ORDER =
            Comparator.comparing(HostPair::first).thenComparing(HostPair::second);

    /** The same key whichever of them comes first. */
    static HostPair ofEither(Host one, Host other) {
        return one.compareTo(other) <= 0 ? new HostPair(one, other) : new HostPair(other, one);
    }

    @Override
    public int compareTo(HostPair other) {
        return ORDER.compare(this, other);
    }
}
