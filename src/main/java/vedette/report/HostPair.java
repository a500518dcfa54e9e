package vedette.report;

/** Two addresses as a key. */
record HostPair(Host first, Host second) implements Comparable<HostPair> {
    /** The same key whichever of them comes first. */
    static HostPair ofEither(Host one, Host other) {
        return one.compareTo(other) <= 0 ? new HostPair(one, other) : new HostPair(other, one);
    }

    @Override
    public int compareTo(HostPair other) {
        int byFirst = first.compareTo(other.first);
        return byFirst != 0 ? byFirst : second.compareTo(other.second);
    }
}
