package vedette.export;

/**
 * One collector and how it is fed.
 *
 * @param uri where it listens, see {@link CollectorUri}, or {@code file:DIR}
 * @param profile what a flow becomes
 * @param domain IPFIX observation domain of all flows; 0 for one of its own for each sensor and interface
 * @param queueRecords flow records that may wait for the collector, rounded up to a power of two; 512 octets each
 * @param maxPacket octets of the longest UDP payload
 * @param rate flow records per second a replay sends at most, so that a collector's socket keeps up; 0 for no limit
 * @param syslog how it takes syslog messages
 */
public record CollectorConfig(
        String uri, IpfixProfile profile, long domain, int queueRecords, int maxPacket, int rate, SyslogConfig syslog) {
    public static final CollectorConfig DEFAULT =
            new CollectorConfig("", IpfixProfile.BIFLOW, 0, 4096, 1420, 20_000, SyslogConfig.DEFAULT);

    private static final String FILE = "file:";

    private static final int MOST_QUEUE_RECORDS = 1 << 21;
    private static final int LEAST_PACKET = 512;
    private static final int MOST_PACKET = 65_507;

    public CollectorConfig {
        if (!uri.isEmpty() && !isFile(uri)) {
            CollectorUri.parse(uri);
        }
        if (uri.equals(FILE)) {
            throw new IllegalArgumentException("collector.uri file: names no directory; use file:DIR");
        }
        check("domain", domain, 0, 0xFFFF_FFFFL);
        check("queue-records", queueRecords, 2, MOST_QUEUE_RECORDS);
        check("max-packet", maxPacket, LEAST_PACKET, MOST_PACKET);
        check("rate", rate, 0, Integer.MAX_VALUE);
    }

    private static void check(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "collector." + key + " must be " + least + " to " + most + ", was " + value);
        }
    }

    /** A collector that is fed as the defaults say. */
    public static CollectorConfig of(String uri) {
        return new CollectorConfig(
                uri,
                DEFAULT.profile,
                DEFAULT.domain,
                DEFAULT.queueRecords,
                DEFAULT.maxPacket,
                DEFAULT.rate,
                DEFAULT.syslog);
    }

    public CollectorConfig withProfile(IpfixProfile other) {
        return new CollectorConfig(uri, other, domain, queueRecords, maxPacket, rate, syslog);
    }

    public CollectorConfig withDomain(long other) {
        return new CollectorConfig(uri, profile, other, queueRecords, maxPacket, rate, syslog);
    }

    public CollectorConfig withQueueRecords(int other) {
        return new CollectorConfig(uri, profile, domain, other, maxPacket, rate, syslog);
    }

    public CollectorConfig withMaxPacket(int other) {
        return new CollectorConfig(uri, profile, domain, queueRecords, other, rate, syslog);
    }

    public CollectorConfig withRate(int other) {
        return new CollectorConfig(uri, profile, domain, queueRecords, maxPacket, other, syslog);
    }

    public CollectorConfig withSyslog(SyslogConfig other) {
        return new CollectorConfig(uri, profile, domain, queueRecords, maxPacket, rate, other);
    }

    /**
     * The URI, taken apart.
     *
     * @throws IllegalArgumentException if there is none
     */
    public CollectorUri target() {
        check();
        return CollectorUri.parse(uri);
    }

    /**
     * Sees to it that the collector says where it is.
     *
     * @throws IllegalArgumentException if it does not
     */
    public void check() {
        if (uri.isEmpty()) {
            throw new IllegalArgumentException("collector.uri is missing; " + CollectorUri.USE);
        }
    }

    private static boolean isFile(String uri) {
        return uri.startsWith(FILE);
    }

    /** Whether the records go into files of a directory rather than to a host. */
    public boolean isFile() {
        return isFile(uri);
    }

    /** The directory of the files, as written. */
    public String directory() {
        return uri.substring(FILE.length());
    }
}
