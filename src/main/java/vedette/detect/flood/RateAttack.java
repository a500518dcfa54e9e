package vedette.detect.flood;

import vedette.detect.Subject;

/** Figures of an attack while it goes on. */
final class RateAttack {
    Flood kind = Flood.UDP;
    long firstNs;
    long packets;
    long octets;
    long flows;
    long peak;
    int quietSlots;

    /** Whether it was called by its octets and not by its packets; the most of them, in bits or packets, and the threshold. */
    boolean byOctets;

    double figure;
    double threshold;

    int port = Subject.NONE;
    boolean isUsualKnown;
    double usual;
    double usualOctets;

    /**
     * @param startNs when its portrait was begun, which may have been begun anew since the attack began
     * @param window the second in which it was found
     * @param counts what was counted of its kind
     */
    void start(Flood found, long startNs, RateWindow window, RateBins counts) {
        kind = found;
        long rising = counts.risingSince(window.from);
        long from = Math.min(SynBins.of(startNs), rising);
        firstNs = rising < SynBins.of(startNs) ? rising * SynBins.BIN_NS : startNs;
        packets = counts.packets(from, Long.MAX_VALUE);
        octets = counts.octets(from, Long.MAX_VALUE);
        flows = Math.max(0, counts.begun(from, Long.MAX_VALUE));
        peak = window.packets;
        quietSlots = 0;
        byOctets = false;
        figure = 0;
        threshold = 0;
        isUsualKnown = window.isUsualKnown;
        usual = window.usual;
        usualOctets = window.usualOctets;
    }

    /** A second of it: what decides grows with the most there was. */
    void grow(RateWindow window) {
        peak = Math.max(peak, window.packets);
        figure = Math.max(figure, byOctets ? 8.0 * window.octets : window.packets);
    }
}
