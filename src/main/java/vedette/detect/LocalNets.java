package vedette.detect;

import java.util.List;
import vedette.net.IpPrefix;

/** Which addresses are this site's own. */
public final class LocalNets {
    private final IpPrefix[] prefixes;

    LocalNets(List<IpPrefix> prefixes) {
        this.prefixes = prefixes.toArray(IpPrefix[]::new);
    }

    public boolean contains(int ipVersion, long hi, long lo) {
        for (IpPrefix prefix : prefixes) {
            if (prefix.contains(ipVersion, hi, lo)) {
                return true;
            }
        }
        return false;
    }
}
