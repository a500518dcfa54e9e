package vedette.report;

import java.util.Comparator;
import vedette.flow.Flow;
import vedette.net.IpAddress;

/** An address as a key. */
record Host(int ipVersion, long hi, long lo) implements Comparable<Host> {
    private static final Comparator<Host> ORDER = Comparator.comparingInt(Host::ipVersion)
            .thenComparing(Host::hi, Long::compareUnsigned)
            .thenComparing(Host::lo, Long::compareUnsigned);

    static Host initiator(Flow flow) {
        return new Host(flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo());
    }

    static Host responder(Flow flow) {
        return new Host(flow.ipVersion(), flow.responderHi(), flow.responderLo());
    }

    @Override
    public int compareTo(Host other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return IpAddress.text(ipVersion, hi, lo);
    }
}
