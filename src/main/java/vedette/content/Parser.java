package vedette.content;

/** Knows one protocol, or a family of them, by what a side says first. */
interface Parser {
    /** What a parser makes of a payload. */
    enum Verdict {
        /** It is not this protocol. */
        NO,
        /** It seems to be, and the octets that follow would tell more. */
        MORE,
        /** It is. */
        YES
    }

    /**
     * Reads the payload and notes what it finds and, unless it is not this protocol, the service. It ends on any octets, in time
     * that is bounded by their number, and asks for more only if {@link Payload#isLast()} is false.
     */
    Verdict parse(Payload payload, Notes notes);
}
