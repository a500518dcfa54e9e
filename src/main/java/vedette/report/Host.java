package vedette.report;

import vedette.flow.Flow;
import vedette.net.IpAddress;

/** An address as a key. */
record Host(int ipVersion, long hi, long lo) implements Comparable<Host> {
    static Host initiator(Flow flow) {
        return new Host(flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo());
    }

    static Host responder(Flow flow) {
        return new Host(flow.ipVersion(), flow.responderHi(), flow.responderLo());
    }

    @Override
    public int compareTo(Host other) {
        if (ipVersion != other.ipVersion) {
            return Integer.compare(ipVersion, other.ipVersion);
        }
        return hi != other.hi ? Long.compareUnsigned(hi, other.hi) : Long.compareUnsigned(lo, other.lo);
    }

    @Override
    public String toString() {
        return IpAddress.text(ipVersion, hi, lo);
    }
}
