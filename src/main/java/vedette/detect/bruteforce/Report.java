package vedette.detect.bruteforce;

import java.util.Locale;
import vedette.detect.Evidence;
import vedette.detect.Finding;

/** Puts what a {@link Ledger} holds of a series of attempts into words. */
final class Report {
    private static final int BASE_CONFIDENCE = 50;
    private static final int MOST_CONFIDENCE = 95;

    private final BruteForceConfig config;

    Report(BruteForceConfig config) {
        this.config = config;
    }

    Finding finding(Ledger ledger, int slot) {
        int attempts = ledger.attempts(slot);
        return new Finding(
                ledger.level(slot),
                confidence(ledger, slot),
                ledger.form().technique(),
                ledger.firstNs(slot),
                ledger.lastNs(slot),
                attempts,
                message(ledger, slot),
                evidence(ledger, slot));
    }

    private int confidence(Ledger ledger, int slot) {
        int ofPurpose = Purpose.of(ledger.port(slot)).isLogin() ? 0 : -15;
        int ofRule = ledger.rule(slot).confidence();
        int ofNumber =
                5 * (int) Math.round(Math.log((double) ledger.attempts(slot) / config.minAttempts()) / Math.log(2));
        return Math.max(10, Math.min(MOST_CONFIDENCE, BASE_CONFIDENCE + ofPurpose + ofRule + ofNumber));
    }

    private static String message(Ledger ledger, int slot) {
        StringBuilder text = new StringBuilder();
        int attempts = ledger.attempts(slot);
        int port = ledger.port(slot);
        if (!Purpose.of(port).isLogin()) {
            text.append(attempts).append(" short connections of one size to ").append(Purpose.nameOf(port));
        } else {
            text.append(ledger.form() == Form.TURNS ? ledger.counterparts(slot) + " clients tried " : "tried ")
                    .append(attempts)
                    .append(" times to log in by ")
                    .append(Purpose.nameOf(port));
        }
        if (ledger.form() == Form.SPRAY) {
            text.append(" at ").append(ledger.counterparts(slot)).append(" hosts");
        }
        text.append(" in ").append(span((ledger.lastNs(slot) - ledger.firstNs(slot)) / 1e9));
        text.append(String.format(
                Locale.ROOT,
                ", each with %d octets up (+-%.1f %%), %d down, %.1f s",
                ledger.client().median(slot),
                100 * ledger.client().dispersion(slot),
                ledger.server().median(slot),
                ledger.seconds(slot)));
        if (ledger.isMarked(slot)) {
            text.append("; then came a larger one: a login may have succeeded");
        }
        return text.toString();
    }

    private static String span(double seconds) {
        if (seconds < 120) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        return seconds < 7200
                ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }

    private Evidence evidence(Ledger ledger, int slot) {
        Rule rule = ledger.rule(slot);
        Evidence evidence = new Evidence()
                .crossing(ledger.mostByRule(slot), rule.threshold(ledger.form(), config))
                .across(ledger.form() == Form.PAIR ? 1 : ledger.counterparts(slot), 1)
                .put("rule", ledger.rule(slot).label())
                .put("attempts", ledger.attempts(slot))
                .put("attempts_60s", ledger.inAMinute(slot))
                .put("attempts_40min", ledger.inFortyMinutes(slot))
                .put("attempts_2h", ledger.inTwoHours(slot))
                .put("attempts_24h", ledger.inADay(slot));
        if (ledger.form() == Form.SPRAY) {
            evidence.put("hosts", ledger.counterparts(slot)).put("failed_connections", ledger.failures(slot));
        } else if (ledger.form() == Form.TURNS) {
            evidence.put("clients", ledger.counterparts(slot));
        }
        if (ledger.form() != Form.TURNS) {
            ledger.sources().describe(slot, evidence);
        }
        return evidence.put("client_octets_median", ledger.client().median(slot))
                .put("client_octets_dispersion", round(ledger.client().dispersion(slot)))
                .put("server_octets_median", ledger.server().median(slot))
                .put("server_octets_dispersion", round(ledger.server().dispersion(slot)))
                .put("duration_s", round(ledger.seconds(slot)))
                .put("pause_s", round(Math.max(0, ledger.gapSeconds(slot) - ledger.seconds(slot))))
                .put("packets", round(ledger.packets(slot)))
                .put("share_of_connections", round(ledger.shareOfAttempts(slot)))
                .put("success_suspected", ledger.isMarked(slot))
                .put("min_attempts", config.minAttempts())
                .put("burst_attempts", config.burstAttempts())
                .put("max_dispersion", config.maxDispersion());
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
