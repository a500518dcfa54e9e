package vedette.daemon;

/** Sees to it that all who take the same turns stop after the same one. Any thread. */
final class TurnGate {
    private long last = -1;
    private boolean isClosed;

    /** Whether a turn may begin: once the gate is closed, only one that another has begun before. */
    synchronized boolean mayBegin(long turn) {
        if (isClosed && turn > last) {
            return false;
        }
        last = Math.max(last, turn);
        return true;
    }

    synchronized void close() {
        isClosed = true;
    }
}
