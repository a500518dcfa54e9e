package vedette.export.netflow;

import vedette.export.IcmpAnswers;
import vedette.export.ObservationPoints;
import vedette.flow.Flow;
import vedette.net.IpProtocol;

/** One direction of a flow, as a record of its own: what sends in it is the source. Wrapped round one after the other. */
final class Uniflow {
    private static final long NS_PER_MS = 1_000_000;

    private final ObservationPoints points;
    private Flow flow = new Flow();
    private int own;
    private int other;

    Uniflow(ObservationPoints points) {
        this.points = points;
    }

    Uniflow wrap(Flow flow, int direction) {
        this.flow = flow;
        own = direction;
        other = Flow.FORWARD + Flow.REVERSE - direction;
        return this;
    }

    Flow flow() {
        return flow;
    }

    long sourceHi() {
        return hi(own);
    }

    long sourceLo() {
        return lo(own);
    }

    long destinationHi() {
        return hi(other);
    }

    long destinationLo() {
        return lo(other);
    }

    private long hi(int side) {
        return side == Flow.FORWARD ? flow.initiatorHi() : flow.responderHi();
    }

    private long lo(int side) {
        return side == Flow.FORWARD ? flow.initiatorLo() : flow.responderLo();
    }

    private boolean isIcmp() {
        return IpProtocol.isIcmp(flow.protocol());
    }

    int sourcePort() {
        return isIcmp() ? 0 : port(own);
    }

    /** Of ICMP, type and code. */
    int destinationPort() {
        return isIcmp() ? IcmpAnswers.type(flow, own) << Byte.SIZE | flow.responderPort() : port(other);
    }

    private int port(int side) {
        return side == Flow.FORWARD ? flow.initiatorPort() : flow.responderPort();
    }

    long firstMs() {
        return Math.floorDiv(flow.firstNs(own), NS_PER_MS);
    }

    long lastMs() {
        return Math.floorDiv(flow.lastNs(own), NS_PER_MS);
    }

    long packets() {
        return flow.packets(own);
    }

    long octets() {
        return flow.octets(own);
    }

    int tcpFlags() {
        return flow.tcpFlags(own);
    }

    int trafficClass() {
        return flow.trafficClass(own);
    }

    int minTtl() {
        return flow.minTtl(own);
    }

    int maxTtl() {
        return flow.maxTtl(own);
    }

    long sourceMac() {
        return flow.mac(own);
    }

    long destinationMac() {
        return flow.mac(other);
    }

    int ifIndex() {
        return points.ifIndex(flow.observationPoint());
    }
}
