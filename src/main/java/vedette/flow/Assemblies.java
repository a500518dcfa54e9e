package vedette.flow;

/** Beginnings of streams that are being put together, oldest first. Bounded; they are made as they are needed, and kept. */
final class Assemblies {
    private final Assembly[] assemblies;
    private int count;
    private int made;

    Assemblies(int most) {
        assemblies = new Assembly[most];
    }

    boolean isFull() {
        return count == assemblies.length;
    }

    Assembly oldest() {
        return assemblies[0];
    }

    /** Begins one; there must be room. */
    Assembly begin(int record, int direction, boolean ofDatagrams, int responderPort) {
        if (count == made) {
            assemblies[made++] = new Assembly();
        }
        Assembly assembly = assemblies[count++];
        assembly.begin(record, direction, ofDatagrams, responderPort);
        return assembly;
    }

    /** The one of that record and direction, which there must be. */
    Assembly of(int record, int direction) {
        for (int i = 0; i < count; i++) {
            if (assemblies[i].record() == record && assemblies[i].direction() == direction) {
                return assemblies[i];
            }
        }
        throw new IllegalStateException("record " + record + " has no assembly");
    }

    void turnRound(int record) {
        for (int i = 0; i < count; i++) {
            if (assemblies[i].record() == record) {
                assemblies[i].turnRound();
            }
        }
    }

    void end(Assembly assembly) {
        for (int i = 0; i < count; i++) {
            if (assemblies[i] == assembly) {
                System.arraycopy(assemblies, i + 1, assemblies, i, count - i - 1);
                assemblies[--count] = assembly;
                return;
            }
        }
    }
}
