package vedette.content;

/** What is spoken above the transport, by the name that Suricata's EVE has for it, where it has one. */
public enum Service {
    HTTP,
    HTTP2,
    TLS,
    QUIC,
    DTLS,
    DNS,
    MDNS,
    LLMNR,
    NETBIOS_NS,
    SSH,
    SMTP,
    FTP,
    POP3,
    IMAP,
    SMB,
    RDP,
    NTP,
    DHCP,
    DHCPV6,
    MQTT,
    SSDP,
    SIP,
    RTSP,
    SNMP,
    STUN,
    RFB,
    TELNET,
    TFTP,
    SYSLOG,
    LDAP,
    KRB5,
    IKE,
    RADIUS,
    IRC,
    MYSQL,
    PGSQL,
    REDIS,
    SOCKS,
    BGP,
    MODBUS,
    DNP3,
    BITTORRENT;

    private static final Service[] ALL = values();

    private final String text = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');

    /** As outputs spell it. */
    @Override
    public String toString() {
        return text;
    }

    static Service of(int ordinal) {
        return ALL[ordinal];
    }

    static int count() {
        return ALL.length;
    }
}
