package vedette.detect.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import vedette.detect.AlertType;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Level;
import vedette.detect.SourceAddresses;
import vedette.detect.Subject;
import vedette.net.IpPrefix;
import vedette.net.IpProtocol;
import vedette.net.ProtocolName;

/** What is told of a scan. */
final class ScanReport {
    private static final int SURE = 95;
    private static final int LIKELY = 85;

    private ScanReport() {}

    static AlertType type(Source source, Targets targets) {
        if (source.protocol >= ScanDetector.STEALTH) {
            return AlertType.SCAN_STEALTH;
        }
        return source.protocol == IpProtocol.UDP
                ? AlertType.SCAN_UDP
                : targets.shape().type();
    }

    static Subject subject(Source source, Targets targets) {
        IpPrefix from = SourceAddresses.told(source.ipVersion, source.hi, source.lo, source.hasSeveralAddresses);
        Shape shape = targets.shape();
        return new Subject(
                from,
                shape == Shape.VERTICAL ? targets.topHost() : null,
                protocol(source),
                shape == Shape.HORIZONTAL ? targets.topPort() : Subject.NONE);
    }

    private static int protocol(Source source) {
        return source.protocol >= ScanDetector.STEALTH ? IpProtocol.TCP : source.protocol;
    }

    static Finding finding(Source source, Source.Told told, Targets targets, ScanConfig config) {
        Shape shape = targets.shape();
        String message = message(source, targets, shape);
        return finding(source, told, shape, message, evidence(source, told, targets, shape, config));
    }

    /** The last that is told under one name of a scan which has become another. */
    static Finding closing(Source source, Source.Told told, Targets targets, ScanConfig config) {
        Shape shape = targets.shape();
        String now = type(source, targets).label();
        String message = message(source, targets, shape) + "; goes on as " + now;
        Evidence evidence = evidence(source, told, targets, shape, config).put("goes_on_as", now);
        return finding(source, told, shape, message, evidence);
    }

    private static Finding finding(Source source, Source.Told told, Shape shape, String message, Evidence evidence) {
        boolean isSure =
                told.rule == Rule.WALK || source.score >= source.profile().threshold();
        boolean isOutsider = !source.isLocal && shape != Shape.VERTICAL;
        return new Finding(
                source.isLocal ? Level.MEDIUM : Level.LOW,
                isSure ? SURE : LIKELY,
                isOutsider ? "T1595.001" : "T1046",
                source.triedFromNs,
                source.triedToNs,
                source.targets(),
                message,
                evidence);
    }

    private static String message(Source source, Targets targets, Shape shape) {
        String protocol = ProtocolName.of(protocol(source)).toUpperCase(Locale.ROOT);
        String hosts = (targets.isHostsEstimated() ? "about " : "") + targets.hosts();
        String ports = (targets.isPortsEstimated() ? "about " : "") + targets.ports();
        String range = " hosts from " + targets.lowestText() + " to " + targets.highestText();
        String tried = switch (shape) {
            case VERTICAL ->
                ports + " " + protocol + " ports of " + targets.topHost() + others(targets.hosts(), "host");
            case HORIZONTAL ->
                protocol + " port " + targets.topPort() + others(targets.ports(), "port") + " of " + hosts + range;
            default -> ports + " " + protocol + " ports of " + hosts + range;
        };
        return "tried " + tried + kinds(source) + ": " + answers(source);
    }

    private static String others(long all, String what) {
        return all == 1 ? "" : " and " + (all - 1) + " other " + what + (all == 2 ? "" : "s");
    }

    private static String kinds(Source source) {
        return source.kinds == 0 ? "" : " by " + String.join(", ", kindNames(source)) + " segments";
    }

    private static List<String> kindNames(Source source) {
        List<String> names = new ArrayList<>();
        for (Stealth kind : Stealth.values()) {
            if ((source.kinds & 1 << kind.code()) != 0) {
                names.add(kind.label());
            }
        }
        return names;
    }

    private static String answers(Source source) {
        List<String> parts = new ArrayList<>();
        if (source.rejected > 0) {
            parts.add(source.rejected + " refused");
        }
        if (source.silent > 0) {
            parts.add(source.silent + " did not answer");
        }
        if (source.open > 0) {
            parts.add(source.open + " open and left at once");
        }
        return String.join(", ", parts);
    }

    private static Evidence evidence(Source source, Source.Told told, Targets targets, Shape shape, ScanConfig config) {
        Profile profile = source.profile();
        Evidence evidence = new Evidence()
                .crossing(rounded(told.figure(source, targets)), rounded(told.threshold))
                .across(targets.hosts(), targets.ports())
                .put("class", shape.label())
                .put("rule", told.rule.label())
                .put("hosts", targets.hosts())
                .put("ports", targets.ports())
                .put("estimated", targets.isHostsEstimated() || targets.isPortsEstimated())
                .put("first_contacts", source.contacts)
                .put("refused", source.rejected)
                .put("silent", source.silent)
                .put("open_left", source.open)
                .put("successful", source.successes)
                .put("contacts_at_detection", told.contactsAtDetection);
        if (source.kinds == 0) {
            evidence.put("score", rounded(source.score))
                    .put("score_threshold", rounded(profile.threshold()))
                    .put("min_failed_targets", profile.minTargets(config))
                    .put("false_alarm_rate", profile.falseAlarms());
        } else {
            evidence.put("kinds", kindNames(source));
        }
        double seconds = Math.max(1, (source.triedToNs - source.triedFromNs) / 1e9);
        evidence.put("targets_per_second", rounded(source.targets() / seconds))
                .put("lowest_target", targets.lowestText())
                .put("highest_target", targets.highestText())
                .put("top_ports", targets.topPorts());
        if (source.open > 0) {
            evidence.put("open_ports", targets.openPorts());
        }
        SourceAddresses.describe(source.ipVersion, source.hi, source.lo, source.hasSeveralAddresses, evidence);
        return evidence.put("samples", targets.samples());
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
