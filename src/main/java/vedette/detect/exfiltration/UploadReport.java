package vedette.detect.exfiltration;

import java.util.List;
import java.util.Locale;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Level;
import vedette.detect.ServerName;
import vedette.net.IpProtocol;
import vedette.net.ProtocolName;

/** Says how an upload stands. */
final class UploadReport {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** So many flows of one size are no chance. */
    private static final int LEAST_EQUAL_PIECES = 10;

    private final ExfiltrationConfig config;
    private final Uploads uploads;

    UploadReport(ExfiltrationConfig config, Uploads uploads) {
        this.config = config;
        this.uploads = uploads;
    }

    /** Whether the server is one to which hosts may send as much as they like. */
    boolean isIgnored(int slot) {
        String name = serverName(slot).toLowerCase(Locale.ROOT);
        for (String ignored : config.ignore()) {
            if (name.equals(ignored) || name.endsWith("." + ignored)) {
                return true;
            }
        }
        return false;
    }

    private String serverName(int slot) {
        return ServerName.of(uploads.findings(slot));
    }

    /**
     * How it stands.
     *
     * @param most that was sent in the time the rule is about
     * @param sources hosts that call the address, of so many that call anybody
     */
    Finding of(int slot, Rule rule, double most, int sources, int hosts) {
        boolean isSlow = rule == Rule.SLOW;
        double sent = uploads.sentInDay(slot);
        double ratio = ExfiltrationDetector.ratio(sent, uploads.receivedInDay(slot));
        Evidence evidence = new Evidence()
                .crossing(most, threshold(rule))
                .across(1, 0)
                .put("rule", rule.label())
                .put(isSlow ? "most_octets_day" : "most_octets_hour", (long) most)
                .put("octets_sent", (long) sent)
                .put("octets_received", (long) uploads.receivedInDay(slot))
                .put("ratio", ratio)
                .put("window_h", (long) Uploads.HOURS)
                .put("hours_of_upload", uploads.hoursOfUpload(slot))
                .put("usual_octets_hour", (long) uploads.usualInHour(slot))
                .put("earlier_most_octets_hour", (long) uploads.mostInHour(slot))
                .put("flows", uploads.flows(slot));
        describe(slot, evidence);
        evidence.put("equal_flows", uploads.equalPieces(slot))
                .put("sources", sources)
                .put("hosts", hosts)
                .put("threshold_octets", (long) threshold(rule))
                .put("threshold_ratio", isSlow ? ExfiltrationDetector.LEAST_SLOW_RATIO : config.minRatio());
        if (isSlow) {
            evidence.put("threshold_hours", ExfiltrationDetector.LEAST_SLOW_HOURS);
        }
        return new Finding(
                rule == Rule.VOLUME && most >= config.unlearntSize() ? Level.HIGH : Level.MEDIUM,
                rule == Rule.VOLUME ? 70 : 50,
                technique(slot),
                uploads.firstNs(slot),
                uploads.lastNs(slot),
                (long) sent,
                message(slot, rule, most, sent, ratio),
                evidence);
    }

    /** What is asked for, whatever is usual. */
    private double threshold(Rule rule) {
        return switch (rule) {
            case VOLUME -> config.hourSize();
            case UNLEARNT -> config.unlearntSize();
            case SLOW -> config.daySize();
        };
    }

    private void describe(int slot, Evidence evidence) {
        String service = service(slot);
        if (!service.isEmpty()) {
            evidence.put("services", List.of(service));
        }
        String name = serverName(slot);
        if (!name.isEmpty()) {
            evidence.put("server_name", name);
        }
    }

    private String service(int slot) {
        int protocol = uploads.protocol(slot);
        return IpProtocol.hasPorts(protocol) ? ProtocolName.of(protocol) + "/" + uploads.port(slot) : "";
    }

    private String technique(int slot) {
        if (uploads.equalPieces(slot) >= LEAST_EQUAL_PIECES) {
            return "T1030";
        }
        int port = uploads.port(slot);
        return port == HTTP || port == HTTPS ? "T1567" : "T1048";
    }

    private String message(int slot, Rule rule, double most, double sent, double ratio) {
        String much = rule == Rule.SLOW
                ? "sent " + mebibytes(sent) + " within a day, in " + uploads.hoursOfUpload(slot) + " hours of it"
                : "sent " + mebibytes(most) + " within an hour, " + usual(slot, rule);
        return much + "; " + String.format(Locale.ROOT, "%.0f", 50 * (1 + ratio)) + " % of what both sent";
    }

    private String usual(int slot, Rule rule) {
        if (rule == Rule.UNLEARNT) {
            return "and it is not known yet what is usual";
        }
        double usual = Math.max(uploads.usualInHour(slot), uploads.mostInHour(slot));
        return usual < 1 << 20 ? "and next to nothing before" : "and " + mebibytes(usual) + " at most before";
    }

    private static String mebibytes(double octets) {
        return Math.round(octets / (1 << 20)) + " MiB";
    }
}
