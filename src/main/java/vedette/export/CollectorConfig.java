package vedette.export;

import java.util.ArrayList;
import java.util.List;

/**
 * One collector and how it is fed.
 *
 * @param uri where it listens, see {@link CollectorUri}, or {@code file:DIR}
 * @param profile what a flow becomes
 * @param domain IPFIX observation domain of all flows; 0 for one of its own for each sensor and interface
 * @param queueRecords flow records that may wait for the collector, rounded up to a power of two; 512 octets each
 * @param maxPacket octets of the longest UDP payload
 * @param rate flow records per second a replay sends at most, so that a collector's socket keeps up; 0 for no limit
 * @param failover URIs of those that stand in for the collector while it cannot be reached, over TCP or TLS like it
 * @param tls how they are known to each other over TLS
 */
public record CollectorConfig(
        String uri,
        IpfixProfile profile,
        long domain,
        int queueRecords,
        int maxPacket,
        int rate,
        List<String> failover,
        TlsConfig tls) {
    public static final CollectorConfig DEFAULT =
            new CollectorConfig("", IpfixProfile.BIFLOW, 0, 4096, 1420, 20_000, List.of(), TlsConfig.DEFAULT);

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
        failover = List.copyOf(failover);
        checkFailover(uri, failover);
    }

    private static void checkFailover(String uri, List<String> failover) {
        for (String other : failover) {
            CollectorUri standIn = CollectorUri.parse("failover", other);
            if (uri.isEmpty() || isFile(uri) || CollectorUri.parse(uri).scheme() != standIn.scheme()) {
                throw new IllegalArgumentException(
                        "collector.failover " + other + ": must have the scheme of collector.uri");
            }
            if (!standIn.scheme().isStream()) {
                throw new IllegalArgumentException("collector.failover " + other
                        + ": over UDP nobody knows whether a collector is there; use TCP or TLS, or two collectors");
            }
        }
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
                DEFAULT.failover,
                DEFAULT.tls);
    }

    public CollectorConfig withProfile(IpfixProfile other) {
        return new CollectorConfig(uri, other, domain, queueRecords, maxPacket, rate, failover, tls);
    }

    public CollectorConfig withDomain(long other) {
        return new CollectorConfig(uri, profile, other, queueRecords, maxPacket, rate, failover, tls);
    }

    public CollectorConfig withQueueRecords(int other) {
        return new CollectorConfig(uri, profile, domain, other, maxPacket, rate, failover, tls);
    }

    public CollectorConfig withMaxPacket(int other) {
        return new CollectorConfig(uri, profile, domain, queueRecords, other, rate, failover, tls);
    }

    public CollectorConfig withRate(int other) {
        return new CollectorConfig(uri, profile, domain, queueRecords, maxPacket, other, failover, tls);
    }

    public CollectorConfig withFailover(List<String> other) {
        return new CollectorConfig(uri, profile, domain, queueRecords, maxPacket, rate, other, tls);
    }

    public CollectorConfig withTls(TlsConfig other) {
        return new CollectorConfig(uri, profile, domain, queueRecords, maxPacket, rate, failover, other);
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
     * The collector and those that stand in for it, in the order in which they are tried.
     *
     * @throws IllegalArgumentException if there is none
     */
    public List<CollectorUri> targets() {
        List<CollectorUri> targets = new ArrayList<>();
        targets.add(target());
        failover.forEach(uri -> targets.add(CollectorUri.parse(uri)));
        return targets;
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
