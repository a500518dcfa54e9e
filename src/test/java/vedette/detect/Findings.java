package vedette.detect;

import java.util.List;
import vedette.net.IpPrefix;

/** Made-up findings for tests of what becomes of them. */
public final class Findings {
    public static final long MIDNIGHT_NS = 1_700_000_000_000_000_000L;
    public static final long SECOND_NS = 1_000_000_000L;

    private Findings() {}

    public static Finding of(long count, long nowNs) {
        Evidence evidence = new Evidence()
                .across(1, count)
                .crossing((double) count, 5)
                .put("targets", count)
                .put("min_targets", 5)
                .put("failed_ratio", 0.997)
                .put("one_way", false)
                .put("port_kind", "tcp")
                .put("samples", List.of("10.0.0.2:22", "10.0.0.2:23"));
        return new Finding(
                Level.MEDIUM,
                90,
                "T1046",
                nowNs - SECOND_NS,
                nowNs,
                count,
                "tried " + count + " TCP ports of 10.0.0.2, " + (count - 1) + " did not answer",
                evidence);
    }

    /** The source 10.0.N.M, whoever it turns to. */
    public static Subject source(int number) {
        return Subject.source(4, 0, 0x0A00_0000L + number, 6);
    }

    public static Subject between(String source, String destination, int port) {
        return new Subject(IpPrefix.parse(source), IpPrefix.parse(destination), 6, port);
    }

    /** An alert that was just opened. */
    public static Alert alert(AlertType type, Subject subject) {
        return alert(type, subject, of(1000, MIDNIGHT_NS));
    }

    public static Alert alert(AlertType type, Subject subject, Finding finding) {
        Alert[] told = new Alert[1];
        new AlertDesk(new Surroundings(DetectConfig.DEFAULT.only(), 1), alert -> told[0] = alert)
                .open(type, subject, finding, MIDNIGHT_NS);
        return told[0];
    }
}
