package vedette.detect.tunnel;

import java.util.Locale;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Level;

/** Says how a tunnel stands. */
final class TunnelReport {
    /** Where so many ask for what carries, both ways are used. */
    private static final double BOTH_WAYS = 0.5;

    private static final double SECOND = 1e-9;

    private final DnsTunnelConfig config;
    private final Domains domains;

    TunnelReport(DnsTunnelConfig config, Domains domains) {
        this.config = config;
        this.domains = domains;
    }

    /** Whether the domain's names are many and long by design. */
    boolean isIgnored(int slot) {
        String domain = domains.domain(slot);
        for (String ignored : config.ignore()) {
            if (domain.equals(ignored) || domain.endsWith("." + ignored)) {
                return true;
            }
        }
        return false;
    }

    /** @param most names, or queries that could not be read, at the most */
    Finding of(int slot, Rule rule, double most) {
        int span = rule.span();
        int queries = domains.queries(slot, span);
        Evidence evidence =
                new Evidence().crossing(most, threshold(rule)).across(1, 1).put("rule", rule.label());
        if (rule == Rule.SIZES) {
            evidence.put("queries", queries).put("large_share", domains.largeShare(slot, span));
        } else {
            evidence.put("domain", domains.domain(slot))
                    .put("names", domains.names(slot, span))
                    .put("queries", queries)
                    .put("mean_name_octets", domains.meanName(slot, span))
                    .put("mean_label_octets", domains.meanLabel(slot, span))
                    .put("types", domains.types(slot))
                    .put("carrying_share", domains.carryingShare(slot, span));
        }
        evidence.put("octets_up", domains.octetsUp(slot, span))
                .put("octets_down", domains.octetsDown(slot, span))
                .put("seconds", (domains.lastNs(slot) - domains.beganNs(slot, span)) * SECOND)
                .put("window_s", (long) (Domains.SPAN_NS[span] * SECOND));
        thresholds(rule, evidence);
        return new Finding(
                level(slot, rule),
                rule.confidence(),
                rule == Rule.SIZES ? "T1572" : "T1071.004",
                domains.beganNs(slot, span),
                domains.lastNs(slot),
                queries,
                message(slot, rule, queries),
                evidence);
    }

    private Level level(int slot, Rule rule) {
        boolean ofNames = rule == Rule.NAMES || rule == Rule.NAMES_OF_A_DAY || rule == Rule.LONG_NAMES;
        return ofNames && domains.carryingShare(slot, rule.span()) >= BOTH_WAYS ? Level.HIGH : Level.MEDIUM;
    }

    private int threshold(Rule rule) {
        return switch (rule) {
            case NAMES -> config.hourNames();
            case NAMES_OF_A_DAY -> config.dayNames();
            case LONG_NAMES, TYPES -> config.hourNames() / 2;
            case SIZES -> DnsTunnelDetector.LEAST_UNREADABLE;
        };
    }

    private void thresholds(Rule rule, Evidence evidence) {
        if (rule == Rule.SIZES) {
            evidence.put("threshold_queries", threshold(rule));
            return;
        }
        evidence.put("threshold_names", threshold(rule));
        switch (rule) {
            case LONG_NAMES -> evidence.put("threshold_name_octets", DnsTunnelDetector.LONG_NAME);
            case TYPES -> evidence.put("threshold_carrying_share", DnsTunnelDetector.LEAST_CARRYING);
            default -> evidence.put("threshold_name_octets", config.nameOctets());
        }
    }

    private String message(int slot, Rule rule, int queries) {
        if (rule == Rule.SIZES) {
            return "sent " + queries + " datagrams, " + percent(domains.largeShare(slot, rule.span()))
                    + " of them longer than questions are, to a name server in "
                    + time(slot, rule) + "; they cannot be read as DNS";
        }
        return "asked for " + domains.names(slot, rule.span()) + " different names "
                + (domains.domain(slot).isEmpty() ? "below no domain" : "below one domain") + " in " + time(slot, rule)
                + ", "
                + Math.round(domains.meanName(slot, rule.span())) + " octets long in the mean, "
                + percent(domains.carryingShare(slot, rule.span())) + " for records that carry more than an address";
    }

    private static String percent(double share) {
        return Math.round(100 * share) + " %";
    }

    private String time(int slot, Rule rule) {
        double seconds = (domains.lastNs(slot) - domains.beganNs(slot, rule.span())) * SECOND;
        return seconds < 120
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : seconds < 7200
                        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }
}
