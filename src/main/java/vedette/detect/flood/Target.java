package vedette.detect.flood;

import org.jspecify.annotations.Nullable;
import vedette.detect.AlertDesk;
import vedette.net.IpPrefix;

/** Somebody who may be flooded: a host, a prefix or the whole link. Made once and given to one after another. */
abstract class Target {
    /** Hash by which a {@link TargetTable} finds it. */
    long key;

    int ipVersion;
    long hi;
    long lo;
    /** Bits of the prefix; the address's length for a host. */
    int prefixLength;
    /** Packet time of the last event. */
    long lastNs;
    /** Whether it stands in its table's list of those to be looked at. */
    boolean awake;
    /** What its packets look like, while it may be under attack. */
    @Nullable
    Portrait portrait;

    /** Which of the pool's it is. */
    int portraitNumber;

    /** Whether it was counted that there was none left for it. */
    boolean isPortraitRefused;
    /** The alert told of it. */
    long alert = AlertDesk.NONE;
    /** Whether it is under attack, be the alert allowed or not. */
    boolean attacked;

    /** Is given to another. */
    final void assign(long key, int ipVersion, long hi, long lo, int prefixLength, long nowNs) {
        this.key = key;
        this.ipVersion = ipVersion;
        this.hi = hi;
        this.lo = lo;
        this.prefixLength = prefixLength;
        this.lastNs = nowNs;
        alert = AlertDesk.NONE;
        attacked = false;
        clear(nowNs);
    }

    /** Forgets what was counted. */
    abstract void clear(long nowNs);

    /** What it is worth to be kept: the least goes first. */
    abstract double weight();

    /** How much of what may be an attack it was sent in the last second: who is sent least loses his portrait first. */
    abstract double pace(long nowNs);

    /** Whether its portrait must not be given to another now. */
    boolean keepsPortrait() {
        return attacked;
    }

    /** Must not be given to another now. */
    boolean isPinned() {
        return attacked;
    }

    final boolean isHost() {
        return prefixLength == (ipVersion == 4 ? Integer.SIZE : 2 * Long.SIZE);
    }

    /** Address or prefix; null if it is the whole link. */
    final @Nullable IpPrefix prefix() {
        return prefixLength == 0 ? null : new IpPrefix(ipVersion, hi, lo, prefixLength);
    }
}
