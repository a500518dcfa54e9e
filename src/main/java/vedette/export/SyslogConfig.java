package vedette.export;

/**
 * How a collector takes syslog messages.
 *
 * @param format what a message holds
 * @param framing how messages are told apart in a stream, TCP or TLS; a datagram is always one message
 * @param facility under which they are filed
 */
public record SyslogConfig(Format format, Framing framing, Facility facility) {
    public static final SyslogConfig DEFAULT = new SyslogConfig(Format.RFC5424, Framing.OCTETS, Facility.LOCAL0);

    public SyslogConfig withFormat(Format other) {
        return new SyslogConfig(other, framing, facility);
    }

    public SyslogConfig withFraming(Framing other) {
        return new SyslogConfig(format, other, facility);
    }

    public SyslogConfig withFacility(Facility other) {
        return new SyslogConfig(format, framing, other);
    }

    /** What stands behind the header, which is that of RFC 5424 either way. */
    public enum Format {
        /** Structured data and a text. */
        RFC5424,
        /** ArcSight's Common Event Format, version 0. */
        CEF
    }

    /** How messages are told apart in a stream (RFC 6587). */
    public enum Framing {
        /** Each has its number of octets before it. */
        OCTETS,
        /** Each has a line feed behind it. */
        LF
    }

    /** Facilities in the order of their codes (RFC 5424 §6.2.1). */
    public enum Facility {
        KERN,
        USER,
        MAIL,
        DAEMON,
        AUTH,
        SYSLOG,
        LPR,
        NEWS,
        UUCP,
        CRON,
        AUTHPRIV,
        FTP,
        NTP,
        AUDIT,
        ALERT,
        CLOCK,
        LOCAL0,
        LOCAL1,
        LOCAL2,
        LOCAL3,
        LOCAL4,
        LOCAL5,
        LOCAL6,
        LOCAL7;

        /** The code, 0 to 23. */
        public int code() {
            return ordinal();
        }
    }
}
