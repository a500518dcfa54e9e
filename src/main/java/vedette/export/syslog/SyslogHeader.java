package vedette.export.syslog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import vedette.detect.Alert;
import vedette.detect.Level;
import vedette.export.SyslogConfig;

/** What every message begins with (RFC 5424 §6.2), whatever its format. */
final class SyslogHeader {
    static final String FLOW = "FLOW";

    /** Of a flow record. */
    static final int INFORMATIONAL = 6;

    private static final String ALERT = "ALERT";
    private static final String HEALTH = "HEALTH";
    private static final int FACILITY_FACTOR = 8;
    private static final int LONGEST_HOSTNAME = 255;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final int facility;
    private final String sender;

    SyslogHeader(SyslogConfig.Facility facility, SyslogIdentity identity) {
        this.facility = facility.code();
        this.sender = ' ' + hostname(identity.sensorName()) + " vedette " + identity.processId() + ' ';
    }

    private static String hostname(String name) {
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < Math.min(name.length(), LONGEST_HOSTNAME); i++) {
            char c = name.charAt(i);
            printable.append(c > ' ' && c < 0x7F ? c : '-');
        }
        return printable.isEmpty() ? "-" : printable.toString();
    }

    /** With the space before the structured data. */
    byte[] of(Alert alert) {
        boolean isHealth = alert.type().category().equals("health");
        return of(severity(alert.level()), alert.publishedNs(), isHealth ? HEALTH : ALERT);
    }

    byte[] of(int severity, long timeNs, String messageId) {
        String header = "<" + (facility * FACILITY_FACTOR + severity) + ">1 " + time(timeNs) + sender + messageId + ' ';
        return header.getBytes(StandardCharsets.US_ASCII);
    }

    /** With microseconds: receivers need not take more digits. */
    static String time(long ns) {
        return TIME.format(Instant.ofEpochSecond(0, ns));
    }

    /** As RFC 5424 §6.2.1 counts. */
    private static int severity(Level level) {
        return switch (level) {
            case CRITICAL -> 2;
            case HIGH -> 3;
            case MEDIUM -> 4;
            case LOW -> 5;
            case INFO -> 6;
        };
    }
}
