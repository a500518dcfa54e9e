package vedette.detect.tunnel;

import java.util.List;
import java.util.Locale;
import vedette.detect.Sized;
import vedette.detect.TableSize;

/**
 * How many names, how long, below one domain, are no longer those of hosts.
 *
 * @param hourNames different names within an hour
 * @param dayNames different names within a day
 * @param nameOctets octets of a name in the mean
 * @param ignore domains, with all below them, whose names are many and long by design
 * @param maxDomains hosts with a domain they ask about that are remembered, about 815 octets each
 */
public record DnsTunnelConfig(int hourNames, int dayNames, int nameOctets, List<String> ignore, int maxDomains)
        implements Sized {
    public static final DnsTunnelConfig DEFAULT = new DnsTunnelConfig(
            200,
            1000,
            40,
            List.of(
                    "abuseat.org",
                    "akadns.net",
                    "akamai.net",
                    "akamaiedge.net",
                    "akamaihd.net",
                    "akamaized.net",
                    "amazonaws.com",
                    "arpa",
                    "avast.com",
                    "azure.com",
                    "barracudacentral.org",
                    "cloudfront.net",
                    "cymru.com",
                    "dnswl.org",
                    "e5.sk",
                    "edgekey.net",
                    "edgesuite.net",
                    "fastly.net",
                    "googlevideo.com",
                    "kaspersky-labs.com",
                    "mailspike.net",
                    "mcafee.com",
                    "senderbase.org",
                    "sophosxl.net",
                    "spamcop.net",
                    "spamhaus.net",
                    "spamhaus.org",
                    "surbl.org",
                    "trafficmanager.net",
                    "trendmicro.com",
                    "uribl.com",
                    "windows.net"),
            4096);

    public DnsTunnelConfig {
        check("hour-names", hourNames, 50);
        check("day-names", dayNames, hourNames);
        if (nameOctets < 20 || nameOctets > 200) {
            throw new IllegalArgumentException("detect.dns-tunnel.name-octets must be 20 to 200, was " + nameOctets);
        }
        if (maxDomains < 64 || maxDomains > 1 << 20) {
            throw new IllegalArgumentException(
                    "detect.dns-tunnel.max-domains must be 64 to 1048576, was " + maxDomains);
        }
        ignore = List.copyOf(ignore);
        ignore.forEach(DnsTunnelConfig::checkName);
    }

    private static void check(String name, int names, int least) {
        if (names < least) {
            throw new IllegalArgumentException(
                    "detect.dns-tunnel." + name + " must be at least " + least + ", was " + names);
        }
    }

    private static void checkName(String name) {
        if (!name.equals(name.toLowerCase(Locale.ROOT)) || !name.matches("[^.\\s]+(\\.[^.\\s]+)*")) {
            throw new IllegalArgumentException(
                    "detect.dns-tunnel.ignore \"" + name + "\" is no name in lower case without a dot at either end");
        }
    }

    @Override
    public List<TableSize> tables() {
        return List.of(TableSize.fixed("detect.dns-tunnel.max-domains = " + maxDomains, Domains.octets(maxDomains)));
    }
}
