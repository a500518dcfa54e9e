package vedette.content;

/**
 * What can be found in a payload: where it stands in a record of JSON, which for most is where Suricata's EVE has it, and whether
 * it may tell who talks to whom.
 */
public enum Field {
    TLS_SNI("tls", "sni", Kind.TEXT, true),
    TLS_VERSION("tls", "version", Kind.TEXT, false),
    TLS_CLIENT_ALPN("tls", "client_alpns", Kind.TEXTS, false),
    TLS_SERVER_ALPN("tls", "server_alpns", Kind.TEXTS, false),
    TLS_JA3("tls.ja3", "hash", Kind.TEXT, false),
    TLS_JA3S("tls.ja3s", "hash", Kind.TEXT, false),
    TLS_JA4("tls", "ja4", Kind.TEXT, false),
    QUIC_VERSION("quic", "version", Kind.TEXT, false),
    HTTP_HOST("http", "hostname", Kind.TEXT, true),
    HTTP_METHOD("http", "http_method", Kind.TEXT, false),
    HTTP_PROTOCOL("http", "protocol", Kind.TEXT, false),
    HTTP_PATH_HASH("http", "path_hash", Kind.TEXT, true),
    HTTP_USER_AGENT("http", "http_user_agent", Kind.TEXT, true),
    HTTP_CONTENT_TYPE("http", "http_content_type", Kind.TEXT, true),
    HTTP_SERVER("http", "server", Kind.TEXT, true),
    HTTP_STATUS("http", "status", Kind.NUMBER, false),
    DNS_NAME("dns", "rrname", Kind.TEXT, true),
    DNS_TYPE("dns", "rrtype", Kind.TEXT, false),
    DNS_RCODE("dns", "rcode", Kind.TEXT, false),
    DNS_A("dns.grouped", "A", Kind.TEXTS, true),
    DNS_AAAA("dns.grouped", "AAAA", Kind.TEXTS, true),
    DNS_CNAME("dns.grouped", "CNAME", Kind.TEXTS, true),
    DNS_NS("dns.grouped", "NS", Kind.TEXTS, true),
    DNS_PTR("dns.grouped", "PTR", Kind.TEXTS, true),
    DNS_MX("dns.grouped", "MX", Kind.TEXTS, true),
    SSH_CLIENT_VERSION("ssh.client", "proto_version", Kind.TEXT, false),
    SSH_CLIENT_SOFTWARE("ssh.client", "software_version", Kind.TEXT, true),
    SSH_SERVER_VERSION("ssh.server", "proto_version", Kind.TEXT, false),
    SSH_SERVER_SOFTWARE("ssh.server", "software_version", Kind.TEXT, true),
    SMTP_HELO("smtp", "helo", Kind.TEXT, true),
    FTP_COMMAND("ftp", "command", Kind.TEXT, false),
    FTP_DATA("ftp", "command_data", Kind.TEXT, true),
    SMB_DIALECT("smb", "dialect", Kind.TEXT, false),
    RDP_COOKIE("rdp", "cookie", Kind.TEXT, true),
    NTP_VERSION("ntp", "version", Kind.NUMBER, false),
    NTP_STRATUM("ntp", "stratum", Kind.NUMBER, false),
    DHCP_TYPE("dhcp", "dhcp_type", Kind.TEXT, false),
    DHCP_HOSTNAME("dhcp", "hostname", Kind.TEXT, true),
    DHCP_VENDOR("dhcp", "vendor_class_identifier", Kind.TEXT, true),
    DHCP_ASSIGNED("dhcp", "assigned_ip", Kind.TEXT, true),
    MQTT_VERSION("mqtt.connect", "protocol_version", Kind.NUMBER, false),
    MQTT_CLIENT("mqtt.connect", "client_id", Kind.TEXT, true);

    /** How the octets of a field are to be written. */
    public enum Kind {
        TEXT,
        /** There may be several, each a text. */
        TEXTS,
        /** Decimal digits. */
        NUMBER
    }

    private static final Field[] ALL = values();

    private final String path;
    private final String key;
    private final Kind kind;
    private final boolean isPrivate;

    Field(String path, String key, Kind kind, boolean isPrivate) {
        this.path = path;
        this.key = key;
        this.kind = kind;
        this.isPrivate = isPrivate;
    }

    static Field of(int ordinal) {
        return ALL[ordinal];
    }

    /** The objects that hold it, outermost first, with dots between. */
    public String path() {
        return path;
    }

    public String key() {
        return key;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether it may tell who talks, or to whom. */
    public boolean isPrivate() {
        return isPrivate;
    }
}
