package vedette.detect.beacon;

import vedette.content.Field;
import vedette.content.Findings;

/**
 * By what name servers were called lately, for each series: that of TLS or QUIC, else that of HTTP. Bounded: a name may have to make
 * way for that of another series, which then is not known until the next call.
 */
final class ServerNames {
    private static final int PLACES = 1 << 12;

    private final long[] keys = new long[PLACES];
    private final Findings[] findings = new Findings[PLACES];

    /** What was found out of a call of the series. */
    void note(long key, Findings found) {
        if (found.has(Field.TLS_SNI) || found.has(Field.HTTP_HOST)) {
            keys[place(key)] = key;
            findings[place(key)] = found;
        }
    }

    /** The name, with a question mark for whatever no name has; empty if none is known. */
    String of(long key) {
        if (keys[place(key)] != key) {
            return "";
        }
        Findings found = findings[place(key)];
        String name = found.text(found.has(Field.TLS_SNI) ? Field.TLS_SNI : Field.HTTP_HOST);
        return name == null ? "" : name.replaceAll("[^A-Za-z0-9._:\\[\\]-]", "?");
    }

    private static int place(long key) {
        return (int) (key ^ key >>> 32) & PLACES - 1;
    }
}
