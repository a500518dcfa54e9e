package vedette.export;

import java.util.EnumSet;
import java.util.Set;

/** Why a flow record was offered to a collector and never reached it. */
public enum DropReason {
    /** A live sensor does not wait for a collector: its queue had no room. */
    QUEUE_FULL("queue-full"),
    /** The sensor had to end before the queue was drained. */
    DEADLINE("deadline"),
    /** The operating system refused a message. */
    SEND_FAILED("send-failed"),
    /** The connection that had taken it broke, and it could not go again: perhaps it arrived all the same. */
    CONNECTION_LOST("connection-lost"),
    /** The spool was full: the oldest records in it gave way. */
    SPOOL_FULL("spool-full"),
    /** The disk had no more room than the spool must leave. */
    DISK_LOW("disk-low"),
    /** The spool could not be written. */
    SPOOL_FAILED("spool-failed"),
    /** What stood in the spool could not be read back. */
    SPOOL_DAMAGED("spool-damaged"),
    /** It waited since before its collector was to get less, or to get it anonymised. */
    SPOOL_REFUSED("spool-refused"),
    /** A live sensor's file could not be written: disk full, directory gone. */
    WRITE_FAILED("write-failed"),
    /** The exporter failed and could not go on. */
    EXPORTER_FAILED("exporter-failed");

    /** Those that exporters count; the others are the agent's. */
    static final Set<DropReason> OF_EXPORTERS =
            Set.copyOf(EnumSet.complementOf(EnumSet.of(QUEUE_FULL, DEADLINE, EXPORTER_FAILED)));

    private final String label;

    DropReason(String label) {
        this.label = label;
    }

    /** The reason as outputs and counters print it. */
    public String label() {
        return label;
    }
}
