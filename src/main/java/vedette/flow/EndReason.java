package vedette.flow;

/** Why a flow record was closed: information element 136, flowEndReason. */
public enum EndReason {
    IDLE(1, "idle"),
    ACTIVE(2, "active"),
    END_OF_FLOW(3, "end"),
    FORCED(4, "forced"),
    LACK_OF_RESOURCES(5, "resources");

    private static final EndReason[] ALL = values();

    private final int code;
    private final String label;

    EndReason(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The element's value. */
    public int code() {
        return code;
    }

    /** The reason as outputs and counters print it. */
    public String label() {
        return label;
    }

    static EndReason of(int code) {
        return ALL[code - 1];
    }
}
