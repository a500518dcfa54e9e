package vedette.detect.scan;

import vedette.detect.Feed;

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

    private static final double LOSS_BORNE = 0.02;
    private static final double ORPHAN_SHARE = 0.8;

    private Triggers() {}

    static boolean isScan(Source source, Targets targets, ScanConfig config) {
        return isSure(source, config) || isFast(source, targets) || isSensitive(source, targets);
    }

    private static boolean isSure(Source source, ScanConfig config) {
        Profile profile = source.profile();
        return source.score >= profile.threshold() && source.failures() >= profile.minTargets(config);
    }

    private static boolean isFast(Source source, Targets targets) {
        return targets.minuteOnHost() >= MINUTE_ON_HOST
                || targets.hourOnHost() >= HOUR_ON_HOST
                || isSweep(source, targets)
                || targets.minuteOpen() >= MINUTE_OPEN && source.successes < source.targets();
    }

    private static boolean isSweep(Source source, Targets targets) {
        int many = source.isLocal ? MINUTE_ON_PORT_LOCAL : MINUTE_ON_PORT;
        return targets.minuteOnPort() >= many && source.successes < source.targets();
    }

    private static boolean isSensitive(Source source, Targets targets) {
        return targets.sensitiveOnHost() >= SENSITIVE_ON_HOST
                && source.failures() >= SENSITIVE_FAILURES
                && source.score > 0;
    }

    static boolean isDatagramScan(Source source, Targets targets, ScanConfig config) {
        boolean refused = source.rejected >= DATAGRAM_REJECTED;
        boolean enough = refused
                ? source.targets() >= DATAGRAM_TARGETS
                : !source.isLocal && source.targets() >= DATAGRAM_SILENT_TARGETS;
        if (enough && isSure(source, config)) {
            return true;
        }
        return targets.minuteOnHost() >= (refused ? MINUTE_ON_HOST : DATAGRAM_MINUTE_ON_HOST)
                || isSweep(source, targets);
    }

    /** @param successes of the source's ordinary connections */
    static boolean isStealth(Source source, Targets targets, Stealth kind, int successes, Feed feed) {
        return switch (kind) {
            case FIN -> isMany(targets.spellOnHost(), targets, kind, source);
            case FIN_ACK ->
                isMany(targets.spellOnHost(), targets, kind, source)
                        && source.targets() > ORPHAN_SHARE * (source.targets() + successes);
            case ACK ->
                isMany(targets.minuteOnHost(), targets, kind, source)
                        && feed.visibility() == Feed.Visibility.FULL
                        && feed.lossRatio() < LOSS_BORNE;
            default -> targets.inSpell() >= kind.targets();
        };
    }

    /** Ports of one host, or else more targets, all of them at home: connections that were cut off go to many hosts outside. */
    private static boolean isMany(int onHost, Targets targets, Stealth kind, Source source) {
        return onHost >= kind.targets() || targets.inSpell() >= SPREAD * kind.targets() && !source.reachesOut;
    }
}
