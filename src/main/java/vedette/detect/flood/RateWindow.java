package vedette.detect.flood;

/** A second of packets of one kind to one host. */
final class RateWindow {
    int packets;
    long octets;
    /** Flows that began, and flows that were answered. */
    int begun;

    int answered;
    /** Packets and octets a second, usual. */
    double usual;

    double usualOctets;

    /** Whether hardly any of the flows was answered. */
    boolean isUnanswered() {
        return 5L * answered <= begun;
    }
}
