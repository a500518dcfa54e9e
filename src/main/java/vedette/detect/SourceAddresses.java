package vedette.detect;

import vedette.detect.memory.Fields;
import vedette.net.IpAddress;
import vedette.net.IpPrefix;

/**
 * Which addresses each of many sources has used: one, or several of a /64 (see {@link Surroundings#sourceLo}). It is told of by its
 * address while it has used no other, and by its /64 then. Takes 18 octets for each. Not thread-safe.
 */
public final class SourceAddresses {
    private static final int SITE = 64;

    private final long[] hi;
    private final long[] lo;
    private final byte[] ipVersion;
    private final boolean[] several;

    public SourceAddresses(int sources) {
        hi = new long[sources];
        lo = new long[sources];
        ipVersion = new byte[sources];
        several = new boolean[sources];
    }

    /** A source is met for the first time. */
    public void begin(int source, int ipVersion, long hi, long lo) {
        this.hi[source] = hi;
        this.lo[source] = lo;
        this.ipVersion[source] = (byte) ipVersion;
        several[source] = false;
    }

    /** It is met again, perhaps at another address. */
    public void again(int source, long lo) {
        several[source] |= this.lo[source] != lo;
    }

    /** Names what is known of a source. */
    public void name(int source, Fields fields) {
        fields.of(hi, source);
        fields.of(lo, source);
        fields.of(ipVersion, source);
        fields.of(several, source);
    }

    public int ipVersion(int source) {
        return ipVersion[source];
    }

    /** High half of its first address. */
    public long hi(int source) {
        return hi[source];
    }

    /** Low half of its first address. */
    public long lo(int source) {
        return lo[source];
    }

    /** Whom an alert is about. */
    public IpPrefix told(int source) {
        return told(ipVersion[source], hi[source], lo[source], several[source]);
    }

    /** Puts its first address down where the alert is about more than that. */
    public void describe(int source, Evidence evidence) {
        describe(ipVersion[source], hi[source], lo[source], several[source], evidence);
    }

    /** Whom an alert is about, of a source that keeps its first address itself. */
    public static IpPrefix told(int ipVersion, long hi, long lo, boolean several) {
        return several ? new IpPrefix(ipVersion, hi, lo, SITE) : IpPrefix.of(ipVersion, hi, lo);
    }

    /** {@link #describe(int, Evidence)} of a source that keeps its first address itself. */
    public static void describe(int ipVersion, long hi, long lo, boolean several, Evidence evidence) {
        if (several) {
            evidence.put("first_source", IpAddress.text(ipVersion, hi, lo));
        }
    }
}
