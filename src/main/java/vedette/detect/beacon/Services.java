package vedette.detect.beacon;

import java.util.BitSet;
import java.util.List;
import vedette.flow.Flow;
import vedette.net.IpPrefix;
import vedette.net.IpProtocol;
import vedette.net.WellKnownPorts;

/** What is known of services: which are never looked at, which are names, and which half the world polls. */
final class Services {
    private static final int DNS = 53;
    private static final int DNS_TLS = 853;

    private final BitSet ignoredTcp = new BitSet();
    private final BitSet ignoredUdp = new BitSet();
    private final IpPrefix[] resolvers;

    Services(List<String> ignored, List<String> resolvers) {
        for (String service : ignored) {
            BitSet ports = service.startsWith("tcp/") ? ignoredTcp : ignoredUdp;
            ports.set(Integer.parseInt(service.substring(4)));
        }
        this.resolvers = resolvers.stream().map(IpPrefix::parse).toArray(IpPrefix[]::new);
    }

    /** Refuses what is not a protocol and a port. */
    static void check(String service) {
        boolean isService = service.matches("(tcp|udp)/\\d{1,5}") && Integer.parseInt(service.substring(4)) <= 65535;
        if (!isService) {
            throw new IllegalArgumentException(
                    "detect.beacon.ignore: " + service + " is no service such as udp/123 or tcp/514");
        }
    }

    /** Whether the flow's service is never looked at. */
    boolean isIgnored(Flow flow) {
        int port = flow.responderPort();
        boolean ignored = switch (flow.protocol()) {
            case IpProtocol.TCP -> ignoredTcp.get(port);
            case IpProtocol.UDP -> ignoredUdp.get(port);
            default -> false;
        };
        return ignored || isDns(flow) && isResolver(flow);
    }

    static boolean isDns(int port) {
        return port == DNS || port == DNS_TLS;
    }

    static boolean isDns(Flow flow) {
        return isDns(flow.responderPort());
    }

    /** A service that programs of all kinds call; name servers apart, which are called through resolvers. */
    static boolean isCommon(Flow flow) {
        return WellKnownPorts.contains(flow.responderPort()) && !isDns(flow);
    }

    private boolean isResolver(Flow flow) {
        for (IpPrefix resolver : resolvers) {
            if (resolver.contains(flow.ipVersion(), flow.responderHi(), flow.responderLo())) {
                return true;
            }
        }
        return false;
    }
}
