package vedette.detect;

import java.util.List;
import vedette.net.IpPrefix;

/**
 * What is looked for, and where.
 *
 * @param enabled names of the detectors that run
 * @param localNets prefixes of this site's own addresses
 */
public record DetectConfig(List<String> enabled, List<String> localNets) {
    public static final DetectConfig DEFAULT =
            new DetectConfig(Detectors.names(), List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fd00::/8"));

    public DetectConfig {
        enabled = List.copyOf(enabled);
        localNets = List.copyOf(localNets);
        for (String name : enabled) {
            if (!Detectors.names().contains(name)) {
                throw new IllegalArgumentException("detect.enabled: there is no detector " + name + ", only "
                        + String.join(", ", Detectors.names()));
            }
        }
        for (String prefix : localNets) {
            try {
                IpPrefix.parse(prefix);
            } catch (IllegalArgumentException bad) {
                throw new IllegalArgumentException("detect.local-nets: " + bad.getMessage(), bad);
            }
        }
    }
}
