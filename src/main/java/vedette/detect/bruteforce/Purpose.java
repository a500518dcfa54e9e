package vedette.detect.bruteforce;

/**
 * What connections to a port are for, which says how an attempt to log in looks there and who else makes many short connections
 * of one size. Ranges are of payload octets.
 */
enum Purpose {
    /** People log in: SSH, Telnet, RDP, VNC. */
    PEOPLE(8, 8192),
    /** Programs log in and look for news, as people's mail readers do. */
    NEWS(8, 2048),
    /** Programs log in all day: directories, databases, file and management services. */
    PROGRAMS(20, 4096),
    /** Mail servers deliver, without logging in. */
    RELAY(8, 1200),
    /** Not known: a login service may have been moved here. */
    UNKNOWN(200, 8192),
    /** Short requests of one size are what it is there for: web and DNS. */
    REQUESTS(0, -1);

    private static final int SSH = 22;
    private static final int SSH_TOO = 2222;
    private static final int RDP = 3389;

    /** A client that has agreed on keys with a server has sent this much. */
    private static final int AGREED_ON_KEYS = 200;

    private final int leastClientOctets;
    private final int mostClientOctets;

    Purpose(int leastClientOctets, int mostClientOctets) {
        this.leastClientOctets = leastClientOctets;
        this.mostClientOctets = mostClientOctets;
    }

    static Purpose of(int port) {
        return switch (port) {
            case SSH, SSH_TOO, 23, 2323, RDP, 5900 -> PEOPLE;
            case 21, 110, 143, 465, 587, 993, 995 -> NEWS;
            case 389, 445, 636, 1433, 3306, 5432, 5985, 5986 -> PROGRAMS;
            case 25 -> RELAY;
            case 53, 80, 88, 135, 139, 443, 631, 853, 3128, 5000, 8000, 8008, 8080, 8081, 8443, 8888, 9200 -> REQUESTS;
            default -> UNKNOWN;
        };
    }

    /** Whether one logs in there. */
    boolean isLogin() {
        return this == PEOPLE || this == NEWS || this == PROGRAMS;
    }

    /** Whether a client that tries a password may have sent so much. */
    boolean fits(long clientOctets) {
        return clientOctets >= leastClientOctets && clientOctets <= mostClientOctets;
    }

    /** Octets of a client below which it only looked whether the service is there. */
    static int leastToTryOctets(int port) {
        return port == SSH || port == SSH_TOO || port == RDP ? AGREED_ON_KEYS : 8;
    }

    /** Name of the service at a port, for people. */
    static String nameOf(int port) {
        return switch (port) {
            case SSH, SSH_TOO -> "SSH";
            case 21 -> "FTP";
            case 23, 2323 -> "Telnet";
            case 25 -> "SMTP";
            case 110, 995 -> "POP3";
            case 143, 993 -> "IMAP";
            case 389, 636 -> "LDAP";
            case 445 -> "SMB";
            case 465, 587 -> "mail submission";
            case 1433 -> "MS SQL";
            case 3306 -> "MySQL";
            case RDP -> "RDP";
            case 5432 -> "PostgreSQL";
            case 5900 -> "VNC";
            case 5985, 5986 -> "WinRM";
            default -> "port " + port;
        };
    }
}
