package vedette.detect;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vedette.detect.beacon.BeaconConfig;
import vedette.detect.bruteforce.BruteForceConfig;
import vedette.detect.exfiltration.ExfiltrationConfig;
import vedette.detect.flood.FloodConfig;
import vedette.detect.flood.SynFloodConfig;
import vedette.detect.lateral.LateralConfig;
import vedette.detect.scan.ScanConfig;
import vedette.detect.tunnel.DnsTunnelConfig;
import vedette.net.IpPrefix;

/**
 * What is looked for, and where.
 *
 * @param enabled names of the detectors that run
 * @param localNets prefixes of this site's own addresses
 * @param allow what is known and fine, see {@link AllowList}
 * @param bruteForce how attempts to log in are told
 * @param beacon what is called a beacon
 * @param exfiltration what is called too much to send
 * @param lateral how many hosts are too many to reach
 * @param dnsTunnel how many names are too many to ask for
 */
public record DetectConfig(
        List<String> enabled,
        List<String> localNets,
        List<String> allow,
        SynFloodConfig synFlood,
        FloodConfig flood,
        BruteForceConfig bruteForce,
        BeaconConfig beacon,
        ScanConfig scan,
        ExfiltrationConfig exfiltration,
        LateralConfig lateral,
        DnsTunnelConfig dnsTunnel) {
    public static final DetectConfig DEFAULT = new DetectConfig(
            Detectors.names(),
            List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fd00::/8"),
            List.of(),
            SynFloodConfig.DEFAULT,
            FloodConfig.DEFAULT,
            BruteForceConfig.DEFAULT,
            BeaconConfig.DEFAULT,
            ScanConfig.DEFAULT,
            ExfiltrationConfig.DEFAULT,
            LateralConfig.DEFAULT,
            DnsTunnelConfig.DEFAULT);

    public DetectConfig {
        enabled = List.copyOf(enabled);
        localNets = List.copyOf(localNets);
        allow = List.copyOf(allow);
        checkNames(enabled);
        localNets.forEach(DetectConfig::checkPrefix);
        AllowList.of(allow);
    }

    /** The same, with these detectors alone. */
    public DetectConfig only(String... names) {
        return new DetectConfig(
                List.of(names),
                localNets,
                allow,
                synFlood,
                flood,
                bruteForce,
                beacon,
                scan,
                exfiltration,
                lateral,
                dnsTunnel);
    }

    /** The same, with these allowed instead. */
    DetectConfig allowing(List<String> others) {
        return new DetectConfig(
                enabled,
                localNets,
                others,
                synFlood,
                flood,
                bruteForce,
                beacon,
                scan,
                exfiltration,
                lateral,
                dnsTunnel);
    }

    /** The same, with another beacon detector. */
    public DetectConfig withBeacon(BeaconConfig other) {
        return new DetectConfig(
                enabled, localNets, allow, synFlood, flood, bruteForce, other, scan, exfiltration, lateral, dnsTunnel);
    }

    private static void checkNames(List<String> enabled) {
        Set<String> seen = new HashSet<>();
        for (String name : enabled) {
            if (!Detectors.names().contains(name)) {
                throw new IllegalArgumentException("detect.enabled \"" + name + "\": there is no such detector, only "
                        + String.join(", ", Detectors.names()));
            }
            if (!seen.add(name)) {
                throw new IllegalArgumentException("detect.enabled \"" + name + "\" stands there twice");
            }
        }
    }

    private static void checkPrefix(String prefix) {
        try {
            IpPrefix.parse(prefix);
        } catch (IllegalArgumentException bad) {
            throw new IllegalArgumentException("detect.local-nets \"" + prefix + "\": " + bad.getMessage(), bad);
        }
    }
}
