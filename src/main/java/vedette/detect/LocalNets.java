package vedette.detect;

import java.util.List;
import java.util.stream.Stream;
import vedette.net.IpPrefix;

/** Which addresses are this site's own: those of its prefixes, and link-local ones, which no router lets in. */
public final class LocalNets {
    private static final List<IpPrefix> LINK_LOCAL =
            List.of(IpPrefix.parse("169.254.0.0/16"), IpPrefix.parse("fe80::/10"));

    private final IpPrefix[] v4;
    private final IpPrefix[] v6;

    public LocalNets(List<IpPrefix> prefixes) {
        v4 = ofVersion(4, prefixes);
        v6 = ofVersion(6, prefixes);
    }

    /** Those of the configuration. */
    public static LocalNets of(List<String> prefixes) {
        return new LocalNets(prefixes.stream().map(IpPrefix::parse).toList());
    }

    private static IpPrefix[] ofVersion(int ipVersion, List<IpPrefix> prefixes) {
        return Stream.concat(prefixes.stream(), LINK_LOCAL.stream())
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
