package vedette.detect.beacon;

import vedette.content.Findings;
import vedette.detect.ServerName;

/**
 * By what name servers were called lately, for each series. Bounded: a name may have to make way for that of another series, which
 * then is not known until the next call.
 */
final class ServerNames {
    private static final int PLACES = 1 << 12;

    private final long[] keys = new long[PLACES];
    private final Findings[] findings = new Findings[PLACES];

    /** What tells the name in a call of the series. */
    void note(long key, Findings told) {
        keys[place(key)] = key;
        findings[place(key)] = told;
    }

    /** The name, empty if none is known. */
    String of(long key) {
        return keys[place(key)] == key ? ServerName.of(findings[place(key)]) : "";
    }

    private static int place(long key) {
        return (int) (key ^ key >>> 32) & PLACES - 1;
    }
}
