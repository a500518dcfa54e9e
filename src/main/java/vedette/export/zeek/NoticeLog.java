package vedette.export.zeek;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Subject;
import vedette.export.AlertFigures;
import vedette.export.AlertText;

/** {@code notice.log}: alerts as they were opened. */
final class NoticeLog {
    private static final int SSH = 22;
    private static final int FTP = 21;

    private static final Columns COLUMNS = Columns.ofConnection()
            .add("string", "fuid", "file_mime_type", "file_desc")
            .add("enum", "proto", "note")
            .add("string", "msg", "sub")
            .add("addr", "src", "dst")
            .add("port", "p")
            .add("count", "n")
            .add("string", "peer_descr")
            .add("set[enum]", "actions")
            .add("set[string]", "email_dest")
            .add("interval", "suppress_for")
            .add("string", "remote_location.country_code", "remote_location.region", "remote_location.city")
            .add("double", "remote_location.latitude", "remote_location.longitude");

    private static final Octets LOGGED = new Octets().of("Notice::ACTION_LOG");

    private final Log log;
    private final String sensorName;
    private final Octets text = new Octets();

    NoticeLog(LogFormat format, LogFiles files, String sensorName) {
        this.log = new Log("notice", COLUMNS, format, files);
        this.sensorName = sensorName;
    }

    Log log() {
        return log;
    }

    void write(Alert alert) throws IOException {
        Subject subject = alert.subject();
        Row row = log.begin(alert.publishedNs());
        row.time(alert.publishedNs());
        Long flowId = AlertFigures.of(alert).flowId();
        row.name(flowId == null ? null : Uid.of(flowId));
        ends(subject, row);
        row.unset(3);
        row.name(subject.protocol() < 0 ? null : Transport.name(subject.protocol()));
        row.name(note(alert.type(), subject));
        row.text(text.of(message(alert)));
        row.text(text.of(evidence(alert)));
        row.single(subject.source());
        row.single(subject.destination());
        portOrUnset(subject.destinationPort(), row);
        row.count(alert.count());
        row.text(text.of(sensorName));
        row.beginList();
        row.item(LOGGED);
        row.endList();
        row.emptyList();
        row.unset(6);
        row.end();
    }

    /** Only of a single connection. */
    private static void ends(Subject subject, Row row) {
        if (subject.sourcePort() < 0) {
            row.unset(4);
            return;
        }
        row.single(subject.source());
        portOrUnset(subject.sourcePort(), row);
        row.single(subject.destination());
        portOrUnset(subject.destinationPort(), row);
    }

    private static void portOrUnset(int port, Row row) {
        if (port < 0) {
            row.unset();
        } else {
            row.port(port);
        }
    }

    /** Zeek's own name for it where there is one. */
    private static String note(AlertType type, Subject subject) {
        String own = switch (type) {
            case SCAN_VERTICAL -> "Scan::Port_Scan";
            case SCAN_HORIZONTAL -> "Scan::Address_Scan";
            case BRUTE_FORCE -> guessing(subject.destinationPort());
            default -> null;
        };
        return own == null ? "Vedette::" + capitalized(type.label()) : own;
    }

    private static @Nullable String guessing(int port) {
        return switch (port) {
            case SSH -> "SSH::Password_Guessing";
            case FTP -> "FTP::Bruteforcing";
            default -> null;
        };
    }

    private static String capitalized(String label) {
        StringBuilder name = new StringBuilder();
        for (String word : label.split("[.-]", -1)) {
            name.append(name.isEmpty() ? "" : "_");
            name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return name.toString();
    }

    private static String message(Alert alert) {
        String whom = AlertText.whom(alert.subject());
        return (whom.isEmpty() ? "" : whom + ": ") + alert.message();
    }

    private static String evidence(Alert alert) {
        StringBuilder text = new StringBuilder(alert.type().label());
        for (Map.Entry<String, Object> entry : alert.evidence().values().entrySet()) {
            text.append("; ").append(entry.getKey()).append(' ').append(AlertText.value(entry.getValue()));
        }
        return text.toString();
    }
}
