package vedette.report;

import java.util.Comparator;

/** A name that somebody said in a flow, and in which way. */
record NameKey(String name, String how) implements Comparable<NameKey> {
    private static final Comparator<NameKey> ORDER =
            Comparator.comparing(NameKey::name).thenComparing(NameKey::how);

    @Override
    public int compareTo(NameKey other) {
        return ORDER.compare(this, other);
    }
}
