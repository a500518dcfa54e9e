package vedette.detect.flood;

/** A second of packets of one kind to one host. */
final class RateWindow {
    /** Its first bin. */
    long from;

    int packets;
    long octets;
    /** Flows that began, and flows that were answered. */
    int begun;

    int answered;
    /** Whether it was watched long enough to know what is usual. */
    boolean isUsualKnown;
    /** Packets and octets a second, usual; 0 if not known. */
    double usual;

    double usualOctets;

    /** Whether hardly any of the flows was answered. */
    boolean isUnanswered() {
        return 5L * answered <= begun;
    }
}
