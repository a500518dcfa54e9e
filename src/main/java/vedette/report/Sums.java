package vedette.report;

import vedette.flow.EndReason;
import vedette.flow.Flow;

/** Flows, packets and IP octets of something. */
final class Sums {
    long flows;
    long packets;
    long octetsUp;
    long octetsDown;

    /** Adds a record; up is the initiator's direction. */
    void add(Flow flow) {
        flows += flow.endReason() == EndReason.ACTIVE ? 0 : 1;
        packets += flow.packets(Flow.FORWARD) + flow.packets(Flow.REVERSE);
        octetsUp += flow.octets(Flow.FORWARD);
        octetsDown += flow.octets(Flow.REVERSE);
    }

    long octets() {
        return octetsUp + octetsDown;
    }

    long flows() {
        return flows;
    }
}
