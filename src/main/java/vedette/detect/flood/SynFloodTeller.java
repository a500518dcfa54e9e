package vedette.detect.flood;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vedette.detect.AlertDesk;
import vedette.detect.AlertType;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Level;
import vedette.detect.Subject;
import vedette.net.IpPrefix;
import vedette.net.IpProtocol;

/** Puts attacks on a {@link SynTarget} into words and brings them to the desk. */
final class SynFloodTeller {
    private static final String OS_EXHAUSTION = "T1499.001";
    private static final double ONE = 0.95;
    private static final double MAIN_PORT = 0.8;

    /** Of fewer completed connections a second no figure is told. */
    private static final double LEAST_TOLD = 0.05;

    private final SynFloodConfig config;
    private final AlertDesk desk;

    SynFloodTeller(SynFloodConfig config, AlertDesk desk) {
        this.config = config;
        this.desk = desk;
    }

    void open(SynTarget target, long nowNs) {
        SynAttack attack = target.attack;
        attack.port = port(target);
        AlertType type = attack.isFlood() ? AlertType.FLOOD_SYN : AlertType.SERVICE_UNRESPONSIVE;
        Subject subject = new Subject(source(target), target.prefix(), IpProtocol.TCP, attack.port);
        target.alert = desk.open(type, subject, finding(target), nowNs);
    }

    /** The port that nearly all ask for, or none. */
    static int port(SynTarget target) {
        Portrait portrait = target.portrait;
        return portrait == null ? Subject.NONE : portrait.mainPort(MAIN_PORT);
    }

    private static @Nullable IpPrefix source(SynTarget target) {
        Portrait portrait = target.portrait;
        return target.attack.isFlood() && portrait != null && portrait.hasOneSource(ONE)
                ? portrait.firstSource()
                : null;
    }

    void goesOn(SynTarget target, long nowNs) {
        if (desk.goesOn(target.alert, count(target.attack), nowNs)) {
            desk.update(target.alert, finding(target), nowNs);
        }
    }

    void close(SynTarget target, long nowNs) {
        desk.close(target.alert, finding(target), nowNs);
        target.alert = AlertDesk.NONE;
    }

    private static long count(SynAttack attack) {
        return Math.max(1, attack.incomplete());
    }

    private Finding finding(SynTarget target) {
        SynAttack attack = target.attack;
        return new Finding(
                attack.isFlood() ? Level.HIGH : Level.INFO,
                confidence(attack),
                attack.isFlood() ? OS_EXHAUSTION : "",
                attack.firstNs,
                Math.max(attack.firstNs, target.lastNs),
                count(attack),
                attack.isFlood() ? floodMessage(target) : silenceMessage(attack),
                evidence(target));
    }

    private static int confidence(SynAttack attack) {
        if (attack.rule == SynAttack.Rule.RATE_ONLY) {
            return 60;
        }
        return attack.incompletePercent() >= 95 ? 95 : 80;
    }

    private static String floodMessage(SynTarget target) {
        SynAttack attack = target.attack;
        Portrait portrait = target.portrait;
        return String.format(
                Locale.ROOT,
                "asked for %d connections%s within %.1f s, %d %% of them never completed%s",
                attack.attempts,
                attack.port < 0 ? " on many ports" : " to port " + attack.port,
                seconds(target),
                attack.incompletePercent(),
                portrait == null ? "" : ", " + portrait.senders());
    }

    private static String silenceMessage(SynAttack attack) {
        return String.format(
                Locale.ROOT,
                "completed %d of the last %d connections it was asked for%s, %s",
                attack.completed,
                attack.attempts,
                attack.failed == 0 ? "" : " (" + attack.failed + " refused or reset)",
                attack.usualCompleted < LEAST_TOLD
                        ? "by clients that it used to serve"
                        : String.format(Locale.ROOT, "where it used to complete %.1f a second", attack.usualCompleted));
    }

    private static double seconds(SynTarget target) {
        return Math.max(0.1, (target.lastNs - target.attack.firstNs) / 1e9);
    }

    private Evidence evidence(SynTarget target) {
        SynAttack attack = target.attack;
        Evidence evidence = new Evidence()
                .put("rule", attack.rule.label())
                .put("duration_s", rounded(seconds(target)))
                .put("syns", attack.attempts)
                .put("syns_per_s", rounded(attack.attempts / Math.max(1, seconds(target))))
                .put("peak_syns_per_s", attack.peak)
                .put("completed", attack.completed)
                .put("incomplete_percent", attack.incompletePercent());
        if (attack.isFlood()) {
            evidence.put("syn_acks", attack.answered)
                    .put("refused", attack.refused)
                    .put("given_up", attack.givenUp);
        } else {
            evidence.put("refused_or_reset", attack.failed);
        }
        if (attack.isUsualKnown) {
            evidence.put("usual_syns_per_s", rounded(attack.usualAttempts))
                    .put("usual_completed_per_s", rounded(attack.usualCompleted))
                    .put("usual_incomplete_ratio", rounded(attack.chronic));
        }
        thresholds(evidence, target);
        crossing(evidence, target);
        Portrait portrait = target.portrait;
        evidence.across(portrait == null ? 0 : portrait.distinctSources(), ports(target));
        if (portrait != null && attack.isFlood()) {
            portrait.describe(evidence);
        }
        return evidence;
    }

    private void thresholds(Evidence evidence, SynTarget target) {
        switch (target.attack.rule) {
            case NEW_DESTINATION ->
                evidence.put("threshold_syns_in_3_s", newTargetSyns(target)).put("threshold_incomplete_percent", 80);
            case CUSUM -> cusum(evidence, target).put("threshold_syns_per_s", leastSyns(target));
            case UNRESPONSIVE -> cusum(evidence, target);
            case RATE_ONLY ->
                evidence.put("threshold_syns_per_s", Math.max(200, rounded(5 * target.attack.usualAttempts)));
        }
    }

    private static Evidence cusum(Evidence evidence, SynTarget target) {
        return evidence.put("cusum", rounded(target.baseline.y())).put("threshold_cusum", SynBaseline.ALARM);
    }

    private void crossing(Evidence evidence, SynTarget target) {
        SynAttack attack = target.attack;
        double threshold = switch (attack.rule) {
            case NEW_DESTINATION -> newTargetSyns(target);
            case CUSUM, UNRESPONSIVE -> SynBaseline.ALARM;
            case RATE_ONLY -> Math.max(200, rounded(5 * attack.usualAttempts));
        };
        evidence.crossing(rounded(attack.figure), threshold);
    }

    /** Ports of the host that are asked for; of a prefix that is not counted. */
    private static long ports(SynTarget target) {
        Portrait portrait = target.portrait;
        if (target.attack.port >= 0) {
            return 1;
        }
        return portrait != null && target.isHost() ? portrait.places() : 0;
    }

    private long newTargetSyns(SynTarget target) {
        return target.isHost() ? config.newDestinationSyns() : 3L * leastSyns(target);
    }

    private int leastSyns(SynTarget target) {
        if (target.isHost()) {
            return config.minSyns();
        }
        return target.prefixLength == 0 ? config.linkSyns() : config.prefixSyns();
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
