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
    double usual;
    double usualOctets;

    void start(Flood found, long startNs, RateWindow window) {
        kind = found;
        firstNs = startNs;
        packets = window.packets;
        octets = window.octets;
        flows = window.begun;
        peak = window.packets;
        quietSlots = 0;
        usual = window.usual;
        usualOctets = window.usualOctets;
    }
}
