package vedette.detect;

import org.jspecify.annotations.Nullable;
import vedette.content.Field;
import vedette.content.Findings;
import vedette.flow.Flow;

/** By which name a server was called: that of TLS or QUIC, else that of HTTP, else that for which DNS answered with its address. */
public final class ServerName {
    private ServerName() {}

    /** What of a closed record tells the name; nothing if none of it does. */
    public static Findings in(Flow record) {
        return isCalled(record.findings()) ? record.findings() : record.named();
    }

    private static boolean isCalled(Findings found) {
        return found.has(Field.TLS_SNI) || found.has(Field.HTTP_HOST);
    }

    /** The name that is told, with a question mark for whatever no name has; empty if there is none. */
    public static String of(Findings told) {
        String name = name(told);
        return name == null ? "" : name.replaceAll("[^A-Za-z0-9._:\\[\\]-]", "?");
    }

    private static @Nullable String name(Findings told) {
        if (told.has(Field.TLS_SNI)) {
            return told.text(Field.TLS_SNI);
        }
        return told.text(told.has(Field.HTTP_HOST) ? Field.HTTP_HOST : Field.DNS_NAME);
    }
}
