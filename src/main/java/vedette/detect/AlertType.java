package vedette.detect;

import vedette.detect.beacon.BeaconDetector;
import vedette.detect.bruteforce.BruteForceDetector;
import vedette.net.IpProtocol;

/** What an alert says has happened. A code never changes its meaning; a new type takes a new one. */
public enum AlertType {
    /** One source tries many ports of one target, or of a few. */
    SCAN_VERTICAL(1001, "scan.vertical", "scan"),
    /** One source tries one port, or a few, of many targets. */
    SCAN_HORIZONTAL(1002, "scan.horizontal", "scan"),
    /** One source tries many ports of many targets. */
    SCAN_BLOCK(1003, "scan.block", "scan"),
    /** One source looks for hosts by ICMP requests. */
    SCAN_ICMP_SWEEP(1004, "scan.icmp-sweep", "scan"),
    /** One station asks for the link addresses of many hosts that do not answer. */
    SCAN_ARP_SWEEP(1005, "scan.arp-sweep", "scan"),
    /** One source tries many UDP ports. */
    SCAN_UDP(1006, "scan.udp", "scan"),
    /** One source sends segments that no connection begins with. */
    SCAN_STEALTH(1007, "scan.stealth", "scan"),
    /** Several sources of one prefix scan together. */
    SCAN_DISTRIBUTED(1008, "scan.distributed", "scan"),
    /** More sources than ever try one port of the site. */
    SCAN_PORT_SURGE(1009, "scan.port-surge", "scan"),
    /** One source tries many IP protocols. */
    SCAN_IP_PROTOCOL(1010, "scan.ip-protocol", "scan"),

    FLOOD_SYN(1101, "flood.syn", "flood"),
    FLOOD_UDP(1102, "flood.udp", "flood"),
    FLOOD_ICMP(1103, "flood.icmp", "flood"),
    /** Answers, larger than any question, of servers that were asked in the victim's name. */
    FLOOD_AMPLIFICATION(1104, "flood.amplification", "flood"),
    /** TCP segments that belong to no connection: ACK, RST, SYN-ACK. */
    FLOOD_TCP(1105, "flood.tcp", "flood"),

    /** A host calls another as regularly as a program does. */
    BEACON_PERIODIC(1201, "beacon.periodic", "beacon"),
    /** The same, through DNS. */
    BEACON_DNS(1202, "beacon.dns", "beacon"),

    /** Many short connections of one size, as when passwords are tried. */
    BRUTE_FORCE(1301, "brute-force", "brute-force"),

    /** A host sends much more to an address outside than is usual. */
    EXFILTRATION_VOLUME(1401, "exfiltration.volume", "exfiltration"),
    /** A host reaches others of the site that it never reached before, one after another. */
    LATERAL_FAN_OUT(1402, "lateral.fan-out", "lateral"),
    /** A host asks for many long names below one domain, which carry something else. */
    DNS_TUNNEL(1403, "dns.tunnel", "dns-tunnel"),
    /** A station says that it has an address which another has. */
    ARP_SPOOF(1404, "arp.spoof", "arp-spoof"),

    /** Answers to what somebody else sent in this network's name. */
    BACKSCATTER(1801, "backscatter", "info"),
    /** One host tries one service that fails, again and again. */
    RETRY_STORM(1802, "retry-storm", "info"),
    /** A service that used to answer does so no more. */
    SERVICE_UNRESPONSIVE(1803, "service-unresponsive", "info"),
    /** A connection has been open for hours. */
    LONG_CONNECTION(1804, "long-connection", "info"),

    /** Frames were lost before they could be metered. */
    CAPTURE_DROPS(1901, "capture-drops", "health"),
    /** The flow table is full: flows are ended before their time. */
    FLOW_TABLE_EMERGENCY(1902, "flow-table-emergency", "health"),
    /** A collector that the sensor sends to over connections cannot be reached. */
    COLLECTOR_DOWN(1903, "collector-down", "health"),
    /** The disk where records wait for collectors is nearly full. */
    DISK_LOW(1904, "disk-low", "health"),
    /** An interface is gone, or nothing comes from any. */
    SOURCE_SILENT(1905, "source-silent", "health"),
    /** Of connections, one direction alone reaches the sensor. */
    ONE_WAY_TRAFFIC(1906, "one-way-traffic", "health"),
    /** The clock that gives packets their times was set. */
    CLOCK_STEP(1907, "clock-step", "health"),
    /** More alerts came in a second than are told, or more than may be open. */
    ALERTS_SUPPRESSED(1908, "alerts-suppressed", "health");

    private final int code;
    private final String label;
    private final String category;

    AlertType(int code, String label, String category) {
        this.code = code;
        this.label = label;
        this.category = category;
    }

    /** The number by which rules and reports refer to it. */
    public int code() {
        return code;
    }

    /** The type of a code that there is. */
    public static AlertType ofCode(int code) {
        for (AlertType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("no type of alert has code " + code);
    }

    /** Its name in outputs: {@code scan.vertical}. */
    public String label() {
        return label;
    }

    /**
     * What kind of thing it is: {@code scan}, {@code flood}, {@code beacon}, {@code brute-force}, {@code exfiltration},
     * {@code lateral}, {@code dns-tunnel}, {@code arp-spoof}, {@code info}, or {@code health} of the sensor itself.
     */
    public String category() {
        return category;
    }

    /** The detector it comes from, as an {@link AllowList} names it; a by-product's family. */
    String detector() {
        return this == FLOOD_SYN ? "syn-flood" : category;
    }

    /** Whether it may be about one source. */
    boolean mayHaveSource() {
        return switch (this) {
            case SCAN_PORT_SURGE, SERVICE_UNRESPONSIVE, ARP_SPOOF -> false;
            default -> !isOfTheSensor();
        };
    }

    /** Whether it may be about one destination, or one prefix of them. */
    boolean mayHaveDestination() {
        return switch (this) {
            case SCAN_ICMP_SWEEP, SCAN_ARP_SWEEP, SCAN_DISTRIBUTED, SCAN_PORT_SURGE, LATERAL_FAN_OUT, BACKSCATTER ->
                false;
            default -> !isOfTheSensor();
        };
    }

    /**
     * Whether it may be about this destination port.
     *
     * @param protocol {@link Subject#NONE} for any
     */
    boolean mayHavePort(int port, int protocol) {
        return switch (this) {
            case SCAN_VERTICAL,
                    SCAN_BLOCK,
                    SCAN_ICMP_SWEEP,
                    SCAN_ARP_SWEEP,
                    SCAN_DISTRIBUTED,
                    SCAN_IP_PROTOCOL,
                    FLOOD_ICMP,
                    EXFILTRATION_VOLUME,
                    LATERAL_FAN_OUT,
                    ARP_SPOOF,
                    BACKSCATTER -> false;
            case SCAN_HORIZONTAL -> protocol != IpProtocol.UDP;
            case SCAN_UDP, FLOOD_UDP, FLOOD_AMPLIFICATION -> isAnyOr(IpProtocol.UDP, protocol);
            case SCAN_STEALTH, FLOOD_SYN, FLOOD_TCP -> isAnyOr(IpProtocol.TCP, protocol);
            case BRUTE_FORCE -> isAnyOr(IpProtocol.TCP, protocol) && BruteForceDetector.looksAt(port);
            case BEACON_DNS -> BeaconDetector.isDns(port);
            case BEACON_PERIODIC -> !BeaconDetector.isDns(port);
            case DNS_TUNNEL -> isAnyOr(IpProtocol.UDP, protocol);
            case RETRY_STORM -> protocol != IpProtocol.SCTP;
            default -> !isOfTheSensor();
        };
    }

    private static boolean isAnyOr(int wanted, int protocol) {
        return protocol == Subject.NONE || protocol == wanted;
    }

    private boolean isOfTheSensor() {
        return category.equals("health");
    }
}
