package vedette.detect.lateral;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vedette.detect.Sized;
import vedette.detect.TableSize;

/**
 * How many hosts that were never reached before are too many.
 *
 * @param minHosts reached for the first time within an hour
 * @param chainHosts the same, of a host that was itself reached for the first time within the hour before
 * @param services by which hosts are administered, as {@code tcp/22}
 * @param maxHosts hosts of this site that reach others, remembered at once
 */
public record LateralConfig(int minHosts, int chainHosts, List<String> services, int maxHosts) implements Sized {
    /** What {@link Hosts#TARGETS} can tell apart. */
    private static final int MOST_HOSTS = 48;

    private static final int MOST_SERVICES = 64;
    private static final String PREFIX = "tcp/";

    public static final LateralConfig DEFAULT = new LateralConfig(
            8,
            3,
            List.of("tcp/22", "tcp/135", "tcp/139", "tcp/445", "tcp/1433", "tcp/3389", "tcp/5985", "tcp/5986"),
            2048);

    public LateralConfig {
        if (minHosts < 3 || minHosts > MOST_HOSTS) {
            throw new IllegalArgumentException(
                    "detect.lateral.min-hosts must be 3 to " + MOST_HOSTS + ", was " + minHosts);
        }
        if (chainHosts < 2 || chainHosts > minHosts) {
            throw new IllegalArgumentException(
                    "detect.lateral.chain-hosts must be 2 to min-hosts (" + minHosts + "), was " + chainHosts);
        }
        if (maxHosts < 64 || maxHosts > 1 << 20) {
            throw new IllegalArgumentException("detect.lateral.max-hosts must be 64 to 1048576, was " + maxHosts);
        }
        services = List.copyOf(services);
        check(services);
    }

    private static void check(List<String> services) {
        if (services.isEmpty() || services.size() > MOST_SERVICES) {
            throw new IllegalArgumentException(
                    "detect.lateral.services must be 1 to " + MOST_SERVICES + ", were " + services.size());
        }
        Set<Integer> seen = new HashSet<>();
        for (String service : services) {
            if (!seen.add(port(service))) {
                throw new IllegalArgumentException("detect.lateral.services \"" + service + "\" stands there twice");
            }
        }
    }

    /** The port of a service. */
    static int port(String service) {
        String digits = service.startsWith(PREFIX) ? service.substring(PREFIX.length()) : "";
        if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 65_535) {
            throw new IllegalArgumentException(
                    "detect.lateral.services \"" + service + "\" is not of the form tcp/PORT, 0 to 65535");
        }
        return Integer.parseInt(digits);
    }

    @Override
    public List<TableSize> tables() {
        return List.of(
                TableSize.fixed("detect.lateral.max-hosts = " + maxHosts, Hosts.octets(maxHosts)),
                TableSize.fixed("the other tables of lateral", LateralDetector.OTHER_OCTETS));
    }
}
