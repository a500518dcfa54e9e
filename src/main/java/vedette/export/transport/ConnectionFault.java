package vedette.export.transport;

/** Why a connection could not be made, or was lost. */
public enum ConnectionFault {
    /** Its host's name could not be resolved. */
    UNRESOLVED("unresolved"),
    /** Nobody listens there. */
    REFUSED("refused"),
    /** There is no way to its host. */
    UNREACHABLE("unreachable"),
    /** It did not answer in time. */
    NO_ANSWER("no-answer"),
    /** It reset the connection. */
    RESET("reset"),
    /** It closed the connection. */
    CLOSED("closed"),
    /** It stopped reading. */
    STALLED("stalled"),
    /** It could not show that it is the collector meant. */
    NOT_TRUSTED("not-trusted"),
    /** It does not accept this sensor's certificate, or misses one. */
    NOT_ACCEPTED("not-accepted"),
    /** It does not speak TLS, or none that this sensor speaks. */
    TLS("tls"),
    /** Anything else. */
    OTHER("other");

    private final String label;

    ConnectionFault(String label) {
        this.label = label;
    }

    /** The fault as outputs and counters print it. */
    public String label() {
        return label;
    }
}
