package vedette.detect.flood;

/** UDP services known to answer a small question with much more, by port (US-CERT alert TA14-017A, and those found since). */
final class Amplifiers {
    private static final int[] PORTS = {
        17, // QOTD
        19, // chargen
        53, // DNS
        69, // TFTP
        111, // portmapper
        123, // NTP
        137, // NetBIOS
        161, // SNMP
        177, // XDMCP
        389, // CLDAP
        427, // SLP
        520, // RIP
        623, // IPMI
        1434, // SQL Server's resolution service
        1604, // Citrix
        1645, // RADIUS, old
        1812, // RADIUS
        1900, // SSDP
        2302, // games
        3283, // Apple Remote Management
        3478, // STUN
        3702, // WS-Discovery
        5060, // SIP
        5093, // Sentinel licences
        5351, // NAT-PMP
        5353, // mDNS
        5683, // CoAP
        7001, // games
        9987, // TeamSpeak
        10001, // Ubiquiti discovery
        11211, // memcached
        17185, // VxWorks debugger
        20800, // games
        27015, // games
        27960, // games
        30120, // games
        32414, // Plex
        33848, // Jenkins
        37810, // DVR discovery
        47808 // BACnet
    };

    private static final long[] SET = new long[(1 << 16) / Long.SIZE];

    static {
        for (int port : PORTS) {
            SET[port >> 6] |= 1L << port;
        }
    }

    private Amplifiers() {}

    static boolean isPort(int port) {
        return (SET[port >> 6] & 1L << port) != 0;
    }
}
