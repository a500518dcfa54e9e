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
        isUsualKnown = window.isUsualKnown;
        usual = window.usual;
        usualOctets = window.usualOctets;
    }
}
