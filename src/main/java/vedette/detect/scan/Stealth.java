package vedette.detect.scan;

import vedette.flow.Probe;

/** Segments that no connection begins with, and with which ports are tried unnoticed. */
enum Stealth {
    NULL(0, "NULL", 3),
    XMAS(1, "XMAS", 3),
    CONTRADICTORY(2, "contradictory", 3),
    FIN(3, "FIN", 8),
    FIN_ACK(4, "FIN-ACK", 10),
    ACK(5, "ACK", 15);

    private static final Stealth[] ALL = values();

    private final int code;
    private final String label;
    private final int targets;

    Stealth(int code, String label, int targets) {
        this.code = code;
        this.label = label;
        this.targets = targets;
    }

    static Stealth of(Probe probe) {
        return switch (probe) {
            case NULL -> NULL;
            case XMAS -> XMAS;
            case FIN -> FIN;
            case FIN_ACK -> FIN_ACK;
            case ACK -> ACK;
            default -> CONTRADICTORY;
        };
    }

    /** The kind of which a source in this place of a protocol is one: of the blatant ones, which share it, the first. */
    static Stealth ofProtocol(int protocol) {
        return ALL[protocol - ScanDetector.STEALTH];
    }

    /** Its number among these. */
    int code() {
        return code;
    }

    String label() {
        return label;
    }

    /** How many targets make a scan. */
    int targets() {
        return targets;
    }

    /** How much one tells, in steps of the random walk: connections leave FIN-ACK and ACK behind, and never the others. */
    double weight() {
        return isBlatant() ? 2 : this == FIN ? 1 : 0;
    }

    /** Whether no host ever sends such a segment, but to try ports. */
    boolean isBlatant() {
        return code <= 2;
    }
}
