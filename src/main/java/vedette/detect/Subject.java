package vedette.detect;

import org.jspecify.annotations.Nullable;
import vedette.flow.Flow;
import vedette.net.IpPrefix;

/**
 * Whom an alert is about; what does not apply is null or -1.
 *
 * @param source whom it comes from
 * @param destination whom it is done to
 * @param protocol IP protocol number
 * @param destinationPort of TCP, UDP and SCTP
 * @param sourcePort where it is about a single connection
 */
public record Subject(
        @Nullable IpPrefix source, @Nullable IpPrefix destination, int protocol, int destinationPort, int sourcePort) {
    public static final int NONE = -1;

    /** Nobody in particular. */
    public static final Subject ALL = new Subject(null, null, NONE, NONE);

    /** About more than a single connection. */
    public Subject(@Nullable IpPrefix source, @Nullable IpPrefix destination, int protocol, int destinationPort) {
        this(source, destination, protocol, destinationPort, NONE);
    }

    /** A source, whoever it turns to. */
    public static Subject source(int ipVersion, long hi, long lo, int protocol) {
        return new Subject(IpPrefix.of(ipVersion, hi, lo), null, protocol, NONE);
    }

    /** A destination, whoever turns to it. */
    public static Subject destination(int ipVersion, long hi, long lo, int protocol, int port) {
        return new Subject(null, IpPrefix.of(ipVersion, hi, lo), protocol, port);
    }

    /** The same, done to another. */
    public Subject to(IpPrefix other) {
        return new Subject(source, other, protocol, destinationPort, sourcePort);
    }

    /** A flow's initiator, responder and service. */
    public static Subject service(Flow flow) {
        return new Subject(
                IpPrefix.of(flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo()),
                IpPrefix.of(flow.ipVersion(), flow.responderHi(), flow.responderLo()),
                flow.protocol(),
                flow.responderPort());
    }

    /** A flow's initiator, responder and both ports. */
    public static Subject connection(Flow flow) {
        return new Subject(
                IpPrefix.of(flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo()),
                IpPrefix.of(flow.ipVersion(), flow.responderHi(), flow.responderLo()),
                flow.protocol(),
                flow.responderPort(),
                flow.initiatorPort());
    }
}
