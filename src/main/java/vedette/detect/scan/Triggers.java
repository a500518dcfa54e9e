package vedette.detect.scan;

import org.jspecify.annotations.Nullable;
import vedette.detect.Feed;
import vedette.net.IpProtocol;

/** When a source is called a scanner: by its score, or, where much of what it finds is open, by its rate. */
final class Triggers {
    static final int MINUTE_ON_HOST = 15;
    static final int HOUR_ON_HOST = 50;
    static final int MINUTE_ON_PORT = 25;
    static final int MINUTE_ON_PORT_LOCAL = 100;
    static final int MINUTE_OPEN = 25;
    static final int SENSITIVE_ON_HOST = 5;
    static final int SENSITIVE_FAILURES = 3;

    static final int DATAGRAM_TARGETS = 10;
    static final int DATAGRAM_REJECTED = 3;
    static final int DATAGRAM_SILENT_TARGETS = 20;
    static final int DATAGRAM_MINUTE_ON_HOST = 30;

    /** So many times more must be tried if they are not ports of one host. */
    private static final int SPREAD = 3;

    /** So many ports of each host are more than what is left of connections. */
    private static final int PORTS_OF_EACH = 4;

    private static final double LOSS_BORNE = 0.02;
    private static final double ORPHAN_SHARE = 0.8;

    private Triggers() {}

    /** Why a source that tries to connect is called a scanner, or null. */
    static @Nullable Rule ofAttempts(Source source, Targets targets, ScanConfig config) {
        if (isSure(source, targets, config)) {
            return Rule.WALK;
        }
        if (targets.busyOnHost() >= MINUTE_ON_HOST) {
            return Rule.MINUTE_ON_HOST;
        }
        if (targets.hourOnHost() >= HOUR_ON_HOST) {
            return Rule.HOUR_ON_HOST;
        }
        if (isSweep(source, targets)) {
            return Rule.MINUTE_ON_PORT;
        }
        if (targets.minuteOpen() >= MINUTE_OPEN && source.successes < source.targets()) {
            return Rule.MINUTE_OPEN;
        }
        return isSensitive(source, targets) ? Rule.SENSITIVE : null;
    }

    private static boolean isSure(Source source, Targets targets, ScanConfig config) {
        Profile profile = source.profile();
        int least = profile.minTargets(config);
        return source.score >= profile.threshold()
                && source.failures() >= least
                && targets.hosts() * targets.ports()
                        >= least; // the same few, tried each day, are no more than they are
    }

    static int minuteOnPort(Source source) {
        return source.isLocal ? MINUTE_ON_PORT_LOCAL : MINUTE_ON_PORT;
    }

    private static boolean isSweep(Source source, Targets targets) {
        return targets.minuteOnPort() >= minuteOnPort(source) && source.successes < source.targets();
    }

    private static boolean isSensitive(Source source, Targets targets) {
        return targets.sensitiveOnHost() >= SENSITIVE_ON_HOST
                && source.failures() >= SENSITIVE_FAILURES
                && source.score > 0;
    }

    /** Why a source that sends datagrams is called a scanner, or null. */
    static @Nullable Rule ofDatagrams(Source source, Targets targets, ScanConfig config) {
        boolean enough = isRefused(source)
                ? source.targets() >= DATAGRAM_TARGETS
                : !source.isLocal && source.targets() >= DATAGRAM_SILENT_TARGETS;
        if (enough && isSure(source, targets, config)) {
            return Rule.WALK;
        }
        if (targets.busyOnHost() >= minuteOnHost(source)) {
            return Rule.MINUTE_ON_HOST;
        }
        return isSweep(source, targets) ? Rule.MINUTE_ON_PORT : null;
    }

    private static boolean isRefused(Source source) {
        return source.rejected >= DATAGRAM_REJECTED;
    }

    /** So many ports of one host in a minute are a scan: of datagrams that nobody answers, more. */
    static int minuteOnHost(Source source) {
        return source.protocol != IpProtocol.UDP || isRefused(source) ? MINUTE_ON_HOST : DATAGRAM_MINUTE_ON_HOST;
    }

    /**
     * Why a source of segments that no connection begins with is called a scanner, or null.
     *
     * @param successes of the source's ordinary connections
     * @param isDoubtful whether the last may be of a connection of which the sensor has not seen enough
     */
    static @Nullable Rule ofSegments(
            Source source, Targets targets, Stealth kind, int successes, boolean isDoubtful, Feed feed) {
        boolean mayBe = switch (kind) {
            case FIN_ACK -> source.targets() > ORPHAN_SHARE * (source.targets() + successes);
            case ACK -> feed.visibility() == Feed.Visibility.FULL && feed.lossRatio() < LOSS_BORNE;
            default -> true;
        };
        if (!mayBe) {
            return null;
        }
        if (!kind.isBlatant() && Rule.SEGMENTS_TO_HOST.figure(source, targets) >= kind.targets()) {
            return Rule.SEGMENTS_TO_HOST;
        }
        // connections that were cut off go to many hosts outside, to a port or two of each
        boolean anywhere = kind.isBlatant() || !isDoubtful && (!source.reachesOut || hasManyPortsOfEach(targets));
        if (anywhere && targets.inSpell() >= segmentsAnywhere(kind, targets)) {
            return Rule.SEGMENTS;
        }
        boolean isSure = source.score >= source.profile().threshold() && source.targets() >= kind.targets();
        return kind.weight() > 0 && isSure ? Rule.WALK : null;
    }

    /** So many are a scan if they are not to ports of one host. */
    static int segmentsAnywhere(Stealth kind, Targets targets) {
        boolean isPlain = kind.isBlatant() || kind == Stealth.FIN && hasManyPortsOfEach(targets);
        return isPlain ? kind.targets() : SPREAD * kind.targets();
    }

    private static boolean hasManyPortsOfEach(Targets targets) {
        return targets.count() >= PORTS_OF_EACH * targets.hosts();
    }

    /** Within which the segments to ports of one host are counted, and anything else. */
    static long hostWindowNs(Source source) {
        boolean isFin = source.protocol >= ScanDetector.STEALTH
                && switch (Stealth.ofProtocol(source.protocol)) {
                    case FIN, FIN_ACK -> true;
                    default -> false;
                };
        return isFin ? Targets.SPELL_NS : Targets.MINUTE_NS;
    }
}
