package vedette.features;

import java.util.HashMap;
import java.util.Map;
import vedette.flow.Flow;
import vedette.net.IpProtocol;

/** Services by the names of the KDD Cup 1999 data, told by the responder's port, or by the type of ICMP. */
final class KddService {
    private static final int PRIVATE_PORTS = 49_152;
    private static final int FTP_DATA = 20;

    private static final int ECHO_REPLY = 0;
    private static final int UNREACHABLE = 3;
    private static final int HOST_UNREACHABLE = 1;
    private static final int PORT_UNREACHABLE = 3;
    private static final int REDIRECT = 5;
    private static final int ECHO = 8;
    private static final int TIME_EXCEEDED = 11;
    private static final int V6_UNREACHABLE = 1;
    private static final int V6_PORT_UNREACHABLE = 4;
    private static final int V6_TIME_EXCEEDED = 3;
    private static final int V6_ECHO = 128;
    private static final int V6_ECHO_REPLY = 129;
    private static final int V6_REDIRECT = 137;

    private static final Map<Integer, String> TCP = ports("""
            rje 5, echo 7, discard 9, systat 11, daytime 13, netstat 15, ftp_data 20, ftp 21, ssh 22, telnet 23, smtp 25, time 37,
            name 42, whois 43, domain 53, sql_net 66, gopher 70, remote_job 71, remote_job 72, remote_job 73, remote_job 74, rje 77,
            finger 79, http 80, ctf 84, supdup 95, hostnames 101, iso_tsap 102, csnet_ns 105, pop_2 109, pop_3 110, sunrpc 111,
            auth 113, uucp_path 117, nntp 119, netbios_ns 137, netbios_dgm 138, netbios_ssn 139, imap4 143, sql_net 150,
            courier 165, vmnet 175, bgp 179, IRC 194, Z39_50 210, link 245, ldap 389, nnsp 433, http_443 443, exec 512,
            login 513, shell 514, printer 515, efs 520, courier 530, aol 531, uucp 540, klogin 543, kshell 544, nntp 563,
            ldap 636, imap4 993, mtp 1911, http_2784 2784, whois 4321, aol 5190, aol 5191, aol 5192, aol 5193, IRC 6665,
            IRC 6666, IRC 6667, IRC 6668, IRC 6669, IRC 6697, http_8001 8001, http 8008, http 8080""");
    private static final Map<Integer, String> UDP = ports("domain_u 53, tftp_u 69, ntp_u 123");

    private static final int FIRST_DISPLAY = 6000;
    private static final int LAST_DISPLAY = 6063;

    private KddService() {}

    private static Map<Integer, String> ports(String table) {
        Map<Integer, String> ports = new HashMap<>();
        for (String entry : table.split("[,\\s]+(?=[A-Za-z])", -1)) {
            String[] words = entry.strip().split(" ", -1);
            ports.put(Integer.valueOf(words[1]), words[0]);
        }
        return ports;
    }

    static String of(Flow flow) {
        return switch (flow.protocol()) {
            case IpProtocol.TCP -> tcp(flow.initiatorPort(), flow.responderPort());
            case IpProtocol.UDP -> UDP.getOrDefault(flow.responderPort(), other(flow.responderPort()));
            case IpProtocol.ICMP -> icmp(flow.initiatorPort(), flow.responderPort());
            case IpProtocol.ICMPV6 -> icmpV6(flow.initiatorPort(), flow.responderPort());
            default -> "other";
        };
    }

    private static String tcp(int initiatorPort, int responderPort) {
        if (initiatorPort == FTP_DATA) {
            return "ftp_data";
        }
        return responderPort >= FIRST_DISPLAY && responderPort <= LAST_DISPLAY
                ? "X11"
                : TCP.getOrDefault(responderPort, other(responderPort));
    }

    private static String other(int port) {
        return port >= PRIVATE_PORTS ? "private" : "other";
    }

    private static String icmp(int type, int code) {
        return switch (type) {
            case ECHO -> "eco_i";
            case ECHO_REPLY -> "ecr_i";
            case REDIRECT -> "red_i";
            case TIME_EXCEEDED -> "tim_i";
            case UNREACHABLE -> code == HOST_UNREACHABLE ? "urh_i" : code == PORT_UNREACHABLE ? "urp_i" : "oth_i";
            default -> "oth_i";
        };
    }

    private static String icmpV6(int type, int code) {
        return switch (type) {
            case V6_ECHO -> "eco_i";
            case V6_ECHO_REPLY -> "ecr_i";
            case V6_REDIRECT -> "red_i";
            case V6_TIME_EXCEEDED -> "tim_i";
            case V6_UNREACHABLE -> code == V6_PORT_UNREACHABLE ? "urp_i" : "urh_i";
            default -> "oth_i";
        };
    }
}
