package vedette.flow;

/** What became of an attempt to reach somebody: told once for each flow whose {@link Probe} asks for an answer. */
public enum Outcome {
    /**
     * Answered. TCP: the handshake was completed, and then either side sent payload or the connection lasted more than 2 s;
     * else: a reply came.
     */
    SUCCESS,
    /** Refused: a RST or an ABORT was the answer, or an ICMP error says that nobody is there. */
    REJECTED,
    /** No answer within 5 s of the first packet. */
    SILENT,
    /**
     * Not answered by the time it had to make room for another attempt of the same initiator, who has so many open that none is kept
     * for 5 s.
     */
    CROWDED_OUT,
    /** TCP: answered, and then given up by the initiator within 2 s without any payload. */
    OPEN_WITHOUT_DATA;

    /** Whether nobody has answered. */
    public boolean isSilence() {
        return this == SILENT || this == CROWDED_OUT;
    }
}
