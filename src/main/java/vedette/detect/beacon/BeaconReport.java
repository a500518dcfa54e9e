package vedette.detect.beacon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Level;
import vedette.flow.Flow;
import vedette.net.IpAddress;
import vedette.net.IpProtocol;

/** Puts what was found into words and figures. */
final class BeaconReport {
    private static final int SAMPLES = 8;
    private static final int PERCENT = 100;

    private BeaconReport() {}

    static Finding of(
            Series series,
            Judgement judgement,
            Circumstances circumstances,
            Flow flow,
            String serverName,
            double minScore,
            long nowNs) {
        boolean answered = series.answers() > 0 || series.bursts() > 0;
        Level level = circumstances.level(judgement, Services.isCommon(flow), answered);
        return new Finding(
                level,
                (int) Math.round(judgement.score * PERCENT),
                technique(flow),
                Ticks.timeNs(series.firstTick(), nowNs),
                nowNs,
                series.calls(),
                message(series, judgement, flow),
                evidence(series, judgement, circumstances, serverName, minScore, nowNs));
    }

    private static String technique(Flow flow) {
        if (Services.isDns(flow)) {
            return "T1071.004";
        }
        return switch (flow.responderPort()) {
            case 80, 443, 8000, 8080, 8443 -> "T1071.001";
            default -> Services.isCommon(flow) ? "T1071" : "T1571";
        };
    }

    private static String message(Series series, Judgement judgement, Flow flow) {
        String service = IpAddress.text(flow.ipVersion(), flow.responderHi(), flow.responderLo()) + " " + protocol(flow)
                + " port " + flow.responderPort();
        String how = series.bursts() * 2 > series.calls() ? ", mostly inside open connections" : "";
        String answer =
                series.attempts() > 0 && series.answers() == 0 && series.bursts() == 0 ? ", never answered" : "";
        return String.format(
                Locale.ROOT,
                "calls %s about every %s (jitter %d %%), %d times in %s%s%s",
                service,
                duration(judgement.period),
                Math.round(judgement.jitter * PERCENT),
                series.calls(),
                duration(judgement.span),
                how,
                answer);
    }

    private static String protocol(Flow flow) {
        return switch (flow.protocol()) {
            case IpProtocol.TCP -> "TCP";
            case IpProtocol.UDP -> "UDP";
            default -> "SCTP";
        };
    }

    /** Seconds in the unit a person would choose. */
    static String duration(double seconds) {
        if (seconds < 100) {
            return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
        }
        return seconds < 2 * 3600
                ? String.format(Locale.ROOT, seconds < 600 ? "%.1f min" : "%.0f min", seconds / 60)
                : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }

    private static Evidence evidence(
            Series series,
            Judgement judgement,
            Circumstances circumstances,
            String serverName,
            double minScore,
            long nowNs) {
        Evidence evidence = new Evidence()
                .crossing(
                        judgement.slow ? judgement.regular : judgement.score,
                        judgement.slow ? judgement.leastRegular : minScore)
                .across(1, 1)
                .put("period_s", rounded(judgement.period))
                .put("period_mode_s", rounded(judgement.mode))
                .put("jitter_percent", Math.round(judgement.jitter * PERCENT))
                .put("calls", series.calls())
                .put("intervals", judgement.intervals)
                .put("span_s", Math.round(judgement.span))
                .put("dead_time_s", Scale.of(judgement.scale).deadSeconds())
                .put("score", rounded(judgement.score))
                .put("score_threshold", judgement.slow ? 0 : minScore)
                .put("l80", rounded(judgement.l80))
                .put("l80_threshold", rounded(judgement.critical))
                .put("regularity", rounded(judgement.regular))
                .put("size_stability", rounded(judgement.alike))
                .put("persistence", rounded(judgement.persistence))
                .put("duty", rounded(judgement.duty))
                .put("missed_percent", Math.round((1 - judgement.duty) * PERCENT))
                .put("calls_in_connections", series.bursts())
                .put("attempts", series.attempts())
                .put("answered", series.answers());
        if (series.sized() > 0) {
            evidence.put("client_octets_usual", series.topSize())
                    .put("client_octets_usual_percent", Math.round(100.0 * series.topSizeCount() / series.sized()));
        }
        if (!serverName.isEmpty()) {
            evidence.put("server_name", serverName);
        }
        return evidence.put("hours_of_day", hours(series.hours()))
                .put("sources_since_yesterday", circumstances.sources)
                .put("hosts_since_yesterday", circumstances.hosts)
                .put("other_services_alike", circumstances.otherServices)
                .put("destination_known_days", circumstances.knownDays)
                .put("source_scans", circumstances.scanner)
                .put("suppressed_by", circumstances.bruteForce ? "brute-force" : "")
                .put("latest", latest(series, nowNs));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    /** "0,8-17": hours of the day, UTC. */
    private static String hours(int bits) {
        StringBuilder text = new StringBuilder();
        for (int hour = 0; hour < 24; hour++) {
            if ((bits >>> hour & 1) != 0) {
                text.append(text.isEmpty() ? "" : ",").append(hour);
                int from = hour;
                while (hour < 23 && (bits >>> hour + 1 & 1) != 0) {
                    hour++;
                }
                text.append(hour > from ? "-" + hour : "");
            }
        }
        return text.toString();
    }

    private static List<String> latest(Series series, long nowNs) {
        List<String> times = new ArrayList<>();
        for (int back = Math.min(SAMPLES, series.kept()) - 1; back >= 0; back--) {
            long timeNs = Ticks.timeNs(series.tickBack(back), nowNs);
            times.add(Instant.ofEpochSecond(timeNs / 1_000_000_000, timeNs % 1_000_000_000 / 1_000_000 * 1_000_000)
                    .toString());
        }
        return times;
    }
}
