package vedette.report;

import vedette.decode.ArpMessage;
import vedette.decode.Packet;
import vedette.flow.Flow;
import vedette.report.plot.Plot;

/** Gathers what shows an alert, of the flows that it is about and within its time, in bounded memory. */
interface Picture {
    /** A packet of such a flow, within its time. */
    default void onPacket(Flow flow, int direction, Packet packet, long timeNs) {}

    /** The record of such a flow. */
    default void onFlow(Flow flow) {}

    /** Any ARP message within its time. */
    default void onArp(ArpMessage message, long timeNs) {}

    /** Empty if nothing was seen. */
    Plot plot();

    /** What is to be seen in it, and what was left out. */
    String caption();
}
