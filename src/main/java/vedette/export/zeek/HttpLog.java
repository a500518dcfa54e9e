package vedette.export.zeek;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import vedette.content.Field;
import vedette.content.Findings;
import vedette.content.Service;

/** {@code http.log}: the first request and response of a connection. */
final class HttpLog {
    private static final Columns COLUMNS = Columns.ofConnection()
            .add("count", "trans_depth")
            .add("string", "method", "host", "uri", "referrer", "version", "user_agent", "origin")
            .add("count", "request_body_len", "response_body_len", "status_code")
            .add("string", "status_msg")
            .add("count", "info_code")
            .add("string", "info_msg")
            .add("set[enum]", "tags")
            .add("string", "username", "password")
            .add("set[string]", "proxied")
            .add("vector[string]", "orig_fuids", "orig_filenames", "orig_mime_types")
            .add("vector[string]", "resp_fuids", "resp_filenames", "resp_mime_types");

    private static final String NAME = "HTTP/";

    private final Log log;
    private final ContentText text = new ContentText();

    HttpLog(LogFormat format, LogFiles files) {
        this.log = new Log("http", COLUMNS, format, files);
    }

    Log log() {
        return log;
    }

    void write(Connection connection) throws IOException {
        Findings findings = connection.flow().findings();
        boolean told = findings.has(Field.HTTP_METHOD) || findings.has(Field.HTTP_STATUS);
        if (findings.service() != Service.HTTP || !told) {
            return;
        }
        Row row = log.begin(connection.flow().closedNs());
        connection.identify(row);
        row.count(1);
        text.field(findings, Field.HTTP_METHOD, row);
        host(findings, row);
        row.unset(2);
        version(findings, row);
        text.field(findings, Field.HTTP_USER_AGENT, row);
        row.unset(3);
        status(findings.text(Field.HTTP_STATUS), row);
        row.unset(3);
        row.emptyList();
        row.unset(9);
        row.end();
    }

    /** Zeek leaves out the port. */
    private void host(Findings findings, Row row) {
        Octets host = text.find(findings, Field.HTTP_HOST);
        if (host == null) {
            row.unset();
            return;
        }
        int end = host.length();
        while (end > 0 && host.at(end - 1) >= '0' && host.at(end - 1) <= '9') {
            end--;
        }
        boolean port = end > 0 && host.at(end - 1) == ':';
        row.text(port ? host.cutTo(end - 1) : host);
    }

    private static void status(@Nullable String digits, Row row) {
        if (digits == null) {
            row.unset();
        } else {
            row.count(Long.parseLong(digits));
        }
    }

    private void version(Findings findings, Row row) {
        String version = findings.text(Field.HTTP_PROTOCOL);
        if (version == null) {
            row.unset();
        } else {
            row.text(new Octets().of(version.startsWith(NAME) ? version.substring(NAME.length()) : version));
        }
    }
}
