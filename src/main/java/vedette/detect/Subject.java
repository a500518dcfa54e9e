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
 */
public record Subject(@Nullable IpPrefix source, @Nullable IpPrefix destination, int protocol, int destinationPort) {
    public static final int NONE = -1;

    /** A source, whoever it turns to. */
    public static Subject source(int ipVersion, long hi, long lo, int protocol) {
        return new Subject(IpPrefix.of(ipVersion, hi, lo), null, protocol, NONE);
    }

    /** A destination, whoever turns to it. */
    public static Subject destination(int ipVersion, long hi, long lo, int protocol, int port) {
        return new Subject(null, IpPrefix.of(ipVersion, hi, lo), protocol, port);
    }

    /** A flow's initiator, responder and service. */
    public static Subject service(Flow flow) {
        return new Subject(
                IpPrefix.of(flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo()),
                IpPrefix.of(flow.ipVersion(), flow.responderHi(), flow.responderLo()),
                flow.protocol(),
                flow.responderPort());
    }
}
