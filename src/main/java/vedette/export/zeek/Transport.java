package vedette.export.zeek;

import vedette.net.IpProtocol;

/** What Zeek calls protocols above IP. */
final class Transport {
    private Transport() {}

    static String name(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> "tcp";
            case IpProtocol.UDP -> "udp";
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> "icmp";
            default -> "unknown_transport";
        };
    }
}
