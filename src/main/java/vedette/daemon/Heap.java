package vedette.daemon;

/** The heap of this JVM. */
final class Heap {
    private Heap() {}

    /** The largest it may become. */
    static long most() {
        return Runtime.getRuntime().maxMemory();
    }

    /** What is used now, garbage included. */
    static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** What is used without garbage. It is collected for that, which keeps every thread waiting for a while. */
    static long usedAfterCollection() {
        System.gc();
        return used();
    }
}
