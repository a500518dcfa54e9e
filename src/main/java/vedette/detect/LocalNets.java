package vedette.detect;

import java.util.List;
import vedette.net.IpPrefix;

/** Which addresses are this site's own. */
public final class LocalNets {
    private final IpPrefix[] v4;
    private final IpPrefix[] v6;

    LocalNets(List<IpPrefix> prefixes) {
        v4 = ofVersion(4, prefixes);
        v6 = ofVersion(6, prefixes);
    }

    private static IpPrefix[] ofVersion(int ipVersion, List<IpPrefix> prefixes) {
        return prefixes.stream()
                .filter(prefix -> prefix.ipVersion() == ipVersion)
                .toArray(IpPrefix[]::new);
    }

    public boolean contains(int ipVersion, long hi, long lo) {
        for (IpPrefix prefix : ipVersion == 4 ? v4 : v6) {
            if (prefix.contains(ipVersion, hi, lo)) {
                return true;
            }
        }
        return false;
    }
}
