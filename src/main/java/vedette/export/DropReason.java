package vedette.export;

/** Why a flow record was offered to a collector and never reached it. */
public enum DropReason {
    /** A live sensor does not wait for a collector: its queue had no room. */
    QUEUE_FULL("queue-full"),
    /** The sensor had to end before the queue was drained. */
    DEADLINE("deadline"),
    /** The operating system refused a message. */
    SEND_FAILED("send-failed"),
    /** A live sensor's file could not be written: disk full, directory gone. */
    WRITE_FAILED("write-failed"),
    /** The exporter failed and could not go on. */
    EXPORTER_FAILED("exporter-failed");

    private final String label;

    DropReason(String label) {
        this.label = label;
    }

    /** The reason as outputs and counters print it. */
    public String label() {
        return label;
    }
}
