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

    /** Where a receiver files messages (RFC 5424 §6.2.1), under rsyslog's names. */
    public enum Facility {
        KERN(0),
        USER(1),
        MAIL(2),
        DAEMON(3),
        AUTH(4),
        SYSLOG(5),
        LPR(6),
        NEWS(7),
        UUCP(8),
        CRON(9),
        AUTHPRIV(10),
        FTP(11),
        NTP(12),
        AUDIT(13),
        ALERT(14),
        CLOCK(15),
        LOCAL0(16),
        LOCAL1(17),
        LOCAL2(18),
        LOCAL3(19),
        LOCAL4(20),
        LOCAL5(21),
        LOCAL6(22),
        LOCAL7(23);

        private final int code;

        Facility(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }
}
