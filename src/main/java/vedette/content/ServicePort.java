package vedette.content;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import vedette.net.IpProtocol;

/** The service that a port is known for (IANA's registry, and what is common): no more than a guess. */
final class ServicePort {
    private static final int PORTS = 1 << 16;

    private static final byte[] TCP = new byte[PORTS];
    private static final byte[] UDP = new byte[PORTS];

    static {
        Arrays.fill(TCP, (byte) -1);
        Arrays.fill(UDP, (byte) -1);
        tcp(Service.HTTP, 80, 591, 3128, 8000, 8008, 8080, 8081, 8888);
        tcp(
                Service.TLS,
                443,
                465,
                563,
                636,
                853,
                989,
                990,
                992,
                993,
                994,
                995,
                5061,
                5223,
                5671,
                6514,
                6697,
                8443,
                8883);
        tcp(Service.SMTP, 25, 587, 2525);
        tcp(Service.SMB, 139, 445);
        tcp(Service.SSH, 22);
        tcp(Service.FTP, 21);
        tcp(Service.TELNET, 23);
        tcp(Service.POP3, 110);
        tcp(Service.IMAP, 143);
        tcp(Service.RDP, 3389);
        tcp(Service.MQTT, 1883);
        tcp(Service.RTSP, 554, 8554);
        tcp(Service.RFB, 5900, 5901);
        tcp(Service.LDAP, 389, 3268);
        tcp(Service.IRC, 6666, 6667, 6668, 6669);
        tcp(Service.MYSQL, 3306);
        tcp(Service.PGSQL, 5432);
        tcp(Service.REDIS, 6379);
        tcp(Service.SOCKS, 1080);
        tcp(Service.BGP, 179);
        tcp(Service.MODBUS, 502);
        tcp(Service.DNP3, 20000);
        udp(Service.QUIC, 443);
        udp(Service.MDNS, 5353);
        udp(Service.LLMNR, 5355);
        udp(Service.NETBIOS_NS, 137);
        udp(Service.NTP, 123);
        udp(Service.DHCP, 67, 68);
        udp(Service.DHCPV6, 546, 547);
        udp(Service.SSDP, 1900);
        udp(Service.SNMP, 161, 162);
        udp(Service.TFTP, 69);
        udp(Service.IKE, 500);
        udp(Service.RADIUS, 1645, 1646, 1812, 1813);
        udp(Service.STUN, 3478);
        both(Service.DNS, 53);
        both(Service.SYSLOG, 514);
        both(Service.SIP, 5060);
        both(Service.KRB5, 88);
    }

    private ServicePort() {}

    private static void tcp(Service service, int... ports) {
        set(TCP, service, ports);
    }

    private static void udp(Service service, int... ports) {
        set(UDP, service, ports);
    }

    private static void both(Service service, int... ports) {
        tcp(service, ports);
        udp(service, ports);
    }

    @SuppressWarnings("EnumOrdinal") // Never leaves the class.
    private static void set(byte[] table, Service service, int... ports) {
        for (int port : ports) {
            table[port] = (byte) service.ordinal();
        }
    }

    /** The service that the port of this protocol is known for, or null. */
    static @Nullable Service of(int protocol, int port) {
        int ordinal = protocol == IpProtocol.TCP ? TCP[port] : protocol == IpProtocol.UDP ? UDP[port] : -1;
        return ordinal < 0 ? null : Service.of(ordinal);
    }
}
