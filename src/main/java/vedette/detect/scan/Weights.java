package vedette.detect.scan;

import org.jspecify.annotations.Nullable;
import vedette.detect.Feed;
import vedette.detect.Surroundings;
import vedette.flow.Flow;
import vedette.flow.Outcome;
import vedette.net.IpProtocol;

/** How much the outcome of a first contact tells, in steps of the random walk: less where it has an innocent explanation. */
final class Weights {
    /** A datagram without answer is nothing special. */
    private static final double SILENT_DATAGRAM = 0.25;

    /** A proxy or resolver fails now and then. */
    private static final int PROXY_CONTACTS = 200;

    private static final double PROXY_SHARE = 0.8;
    private static final double LEAST_PROXY_FACTOR = 0.25;

    /** A browser that was told of an address which cannot be reached from here. */
    private static final double WEB_FACTOR = 0.25;

    /** The same where no IPv6 address was ever reached: it does not work there, and a day's browsing finds that out a hundred times. */
    private static final double BROKEN_IPV6_FACTOR = 0.05;

    /** A target that has neither host nor port in common with what was tried before, as peers have it. */
    private static final double STRAY_FACTOR = 0.25;

    private static final int HIGH_PORTS = 1024;

    private final Surroundings surroundings;

    Weights(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** What a failure weighs; 0 if it tells nothing. */
    double ofFailure(Source source, @Nullable Targets known, Flow flow, Outcome outcome) {
        double weight = outcome.isSilence() ? ofSilence(flow) : 1;
        if (source.contacts >= PROXY_CONTACTS && source.successShare() >= PROXY_SHARE) {
            weight *= Math.max(LEAST_PROXY_FACTOR, 1 - source.successShare());
        }
        if (!surroundings.isResponderLocal(flow)) {
            long host = surroundings.partiesOf(flow).responder();
            weight *= outside(source, known, host, flow, outcome);
        }
        return weight;
    }

    private double ofSilence(Flow flow) {
        Feed feed = surroundings.feed();
        double weight = 1;
        if (flow.protocol() == IpProtocol.UDP) {
            weight = feed.visibility() == Feed.Visibility.FULL ? SILENT_DATAGRAM : 0;
        }
        return weight * feed.weightOfSilence();
    }

    private static double outside(Source source, @Nullable Targets known, long host, Flow flow, Outcome outcome) {
        int port = flow.responderPort();
        if (isPeerPort(port)) {
            return 0;
        }
        boolean isUnreachable = flow.icmpErrors() > 0
                || outcome.isSilence() && (flow.synCount(Flow.FORWARD) > 1 || flow.ipVersion() == 6);
        if ((port == 80 || port == 443) && isUnreachable) {
            return flow.ipVersion() == 6 && source.successes == 0 ? BROKEN_IPV6_FACTOR : WEB_FACTOR;
        }
        boolean isStray = port >= HIGH_PORTS
                && !SensitivePorts.contains(port)
                && known != null
                && !known.knowsPort(port)
                && !known.knowsHost(host);
        return isStray ? STRAY_FACTOR : 1;
    }

    /** Where peers of file sharing and of currencies listen, which come and go: eDonkey, Gnutella, BitTorrent, Bitcoin, Ethereum. */
    private static boolean isPeerPort(int port) {
        return switch (port) {
            case 4662, 4672, 6346, 6347, 6881, 6882, 6883, 6884, 6885, 6886, 6887, 6888, 6889, 8333, 30303, 51413 ->
                true;
            default -> false;
        };
    }
}
