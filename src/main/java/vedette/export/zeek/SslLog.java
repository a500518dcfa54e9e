package vedette.export.zeek;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import vedette.content.Field;
import vedette.content.Findings;

/** {@code ssl.log}: what the first hellos of TLS, DTLS and QUIC tell. */
final class SslLog {
    private static final Columns COLUMNS = Columns.ofConnection()
            .add("string", "version", "cipher", "curve", "server_name")
            .add("bool", "resumed")
            .add("string", "last_alert", "next_protocol")
            .add("bool", "established")
            .add("string", "ssl_history")
            .add("vector[string]", "cert_chain_fps", "client_cert_chain_fps")
            .add("bool", "sni_matches_cert")
            .add("string", "ja3", "ja3s", "ja4");

    private final Log log;
    private final ContentText text = new ContentText();

    SslLog(LogFormat format, LogFiles files) {
        this.log = new Log("ssl", COLUMNS, format, files);
    }

    Log log() {
        return log;
    }

    void write(Connection connection) throws IOException {
        Findings findings = connection.flow().findings();
        if (!isHello(findings)) {
            return;
        }
        Row row = log.begin(connection.flow().closedNs());
        connection.identify(row);
        row.name(version(findings.text(Field.TLS_VERSION)));
        row.unset(2);
        text.field(findings, Field.TLS_SNI, row);
        row.unset(2);
        text.field(findings, Field.TLS_SERVER_ALPN, row);
        row.unset(5);
        text.field(findings, Field.TLS_JA3, row);
        text.field(findings, Field.TLS_JA3S, row);
        text.field(findings, Field.TLS_JA4, row);
        row.end();
    }

    private static boolean isHello(Findings findings) {
        return findings.has(Field.TLS_VERSION)
                || findings.has(Field.TLS_SNI)
                || findings.has(Field.TLS_JA3)
                || findings.has(Field.TLS_JA3S);
    }

    private static @Nullable String version(@Nullable String ours) {
        return ours == null
                ? null
                : switch (ours) {
                    case "TLSv1" -> "TLSv10";
                    case "SSLv3" -> "SSLv3";
                    default -> ours.replace(" ", "v").replace(".", "");
                };
    }
}
