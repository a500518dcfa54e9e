package vedette.export;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One collector and how it is fed.
 *
 * @param uri where it listens, see {@link CollectorUri}, or {@code file:DIR}
 * @param failover URIs of those that stand in for the collector while it cannot be reached, over TCP or TLS like it
 * @param profile what a flow becomes
 * @param domain IPFIX observation domain of all flows; 0 for one of its own for each sensor and interface
 * @param queueRecords flow records that may wait for the collector, rounded up to a power of two; 512 octets each
 * @param maxPacket octets of the longest UDP payload
 * @param rate flow records per second a replay sends at most, so that a collector's socket keeps up; 0 for no limit
 * @param send what it is given; empty for all that it can take
 * @param only which of these, see {@link RecordFilter}; empty for all
 * @param anonymize file with the key that addresses are anonymised with; empty leaves them as they are
 * @param tls how they are known to each other over TLS
 * @param syslog how it takes syslog messages
 * @param files when a live sensor's files make way for others
 */
public record CollectorConfig(
        String uri,
        List<String> failover,
        IpfixProfile profile,
        long domain,
        int queueRecords,
        int maxPacket,
        int rate,
        List<RecordKind> send,
        List<String> only,
        String anonymize,
        TlsConfig tls,
        SyslogConfig syslog,
        FileConfig files) {
    public static final CollectorConfig DEFAULT = new CollectorConfig(
            "",
            List.of(),
            IpfixProfile.BIFLOW,
            0,
            4096,
            1420,
            20_000,
            List.of(),
            List.of(),
            "",
            TlsConfig.DEFAULT,
            SyslogConfig.DEFAULT,
            FileConfig.DEFAULT);

    private static final String FILE = "file:";

    /** Of all collectors together: 256 MiB, which the flow table leaves in the heap that a sensor has by default. */
    private static final int MOST_QUEUE_RECORDS = 1 << 19;

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
        send = List.copyOf(send);
        only = List.copyOf(only);
        checkSend(uri, send);
        RecordFilter.of(only);
        failover = List.copyOf(failover);
        checkFailover(uri, failover);
    }

    private static void checkSend(String uri, List<RecordKind> send) {
        Set<RecordKind> seen = EnumSet.noneOf(RecordKind.class);
        for (RecordKind kind : send) {
            if (!seen.add(kind)) {
                throw badSend(kind, "stands there twice");
            }
            if (!takenBy(uri).contains(kind)) {
                throw badSend(kind, "this collector takes " + names(takenBy(uri)) + " alone");
            }
        }
    }

    private static IllegalArgumentException badSend(RecordKind kind, String why) {
        return new IllegalArgumentException("collector.send \"" + name(kind) + "\": " + why);
    }

    private static String names(Set<RecordKind> kinds) {
        return kinds.stream().map(CollectorConfig::name).collect(Collectors.joining(" and "));
    }

    private static String name(RecordKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Set<RecordKind> takenBy(String uri) {
        return uri.isEmpty() || isFile(uri)
                ? EnumSet.allOf(RecordKind.class)
                : CollectorUri.parse(uri).scheme().takes();
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
        return DEFAULT.with(draft -> draft.uri = uri);
    }

    private CollectorConfig with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** A copy in the making. */
    private static final class Draft {
        String uri;
        List<String> failover;
        IpfixProfile profile;
        long domain;
        int queueRecords;
        int maxPacket;
        int rate;
        List<RecordKind> send;
        List<String> only;
        String anonymize;
        TlsConfig tls;
        SyslogConfig syslog;
        FileConfig files;

        Draft(CollectorConfig of) {
            uri = of.uri;
            failover = of.failover;
            profile = of.profile;
            domain = of.domain;
            queueRecords = of.queueRecords;
            maxPacket = of.maxPacket;
            rate = of.rate;
            send = of.send;
            only = of.only;
            anonymize = of.anonymize;
            tls = of.tls;
            syslog = of.syslog;
            files = of.files;
        }

        CollectorConfig done() {
            return new CollectorConfig(
                    uri,
                    failover,
                    profile,
                    domain,
                    queueRecords,
                    maxPacket,
                    rate,
                    send,
                    only,
                    anonymize,
                    tls,
                    syslog,
                    files);
        }
    }

    public CollectorConfig withFailover(List<String> other) {
        return with(draft -> draft.failover = other);
    }

    public CollectorConfig withProfile(IpfixProfile other) {
        return with(draft -> draft.profile = other);
    }

    public CollectorConfig withDomain(long other) {
        return with(draft -> draft.domain = other);
    }

    public CollectorConfig withQueueRecords(int other) {
        return with(draft -> draft.queueRecords = other);
    }

    public CollectorConfig withMaxPacket(int other) {
        return with(draft -> draft.maxPacket = other);
    }

    public CollectorConfig withRate(int other) {
        return with(draft -> draft.rate = other);
    }

    public CollectorConfig withSend(List<RecordKind> other) {
        return with(draft -> draft.send = other);
    }

    public CollectorConfig withOnly(List<String> other) {
        return with(draft -> draft.only = other);
    }

    public CollectorConfig withAnonymize(String other) {
        return with(draft -> draft.anonymize = other);
    }

    public CollectorConfig withTls(TlsConfig other) {
        return with(draft -> draft.tls = other);
    }

    public CollectorConfig withSyslog(SyslogConfig other) {
        return with(draft -> draft.syslog = other);
    }

    public CollectorConfig withFiles(FileConfig other) {
        return with(draft -> draft.files = other);
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

    /**
     * Sees to it that what it is to be sent can be sent.
     *
     * @throws IllegalArgumentException if it cannot
     */
    public void checkFor(IpfixConfig ipfix) {
        boolean isIpfix = !isFile() && target().scheme().isIpfix();
        for (RecordKind kind : send) {
            if (isIpfix && kind != RecordKind.FLOWS && ipfix.enterpriseNumber() == 0) {
                throw badSend(kind, "IPFIX has elements for them once ipfix.enterprise-number is set");
            }
        }
    }

    /**
     * Sees to it that collectors do not get into each other's way.
     *
     * @throws IllegalArgumentException if one does; names it, and the one before it
     */
    public static void checkTogether(List<CollectorConfig> collectors, ExportConfig export) {
        Map<String, String> places = new HashMap<>();
        long queued = 0;
        for (CollectorConfig collector : collectors) {
            String place = collector.place(export);
            String other = place.isEmpty() ? null : places.put(place, collector.uri);
            if (other != null) {
                throw new IllegalArgumentException("collector.uri " + collector.uri + ": "
                        + (collector.isFile()
                                ? "its files would be those of " + other + "; give each collector a directory"
                                : "its spool would be that of " + other + "; name each collector once, or leave out"
                                        + " export.spool-dir"));
            }
            queued += collector.queueRecords;
            if (queued > MOST_QUEUE_RECORDS) {
                throw new IllegalArgumentException("collector.queue-records " + collector.queueRecords
                        + ": all collectors together may have " + MOST_QUEUE_RECORDS + ", have " + queued);
            }
        }
    }

    /** Whether both would write to the same directory. */
    public boolean sharesPlaceWith(CollectorConfig other, ExportConfig export) {
        String place = place(export);
        return !place.isEmpty() && place.equals(other.place(export));
    }

    /** What it alone may write to, empty for nothing. */
    private String place(ExportConfig export) {
        if (isFile()) {
            return FILE + Path.of(directory()).toAbsolutePath().normalize();
        }
        boolean isSpooled = target().scheme().isIpfix() && target().scheme().isStream();
        return isSpooled && !export.spoolDir().isEmpty() ? target().fileName() : "";
    }

    /** What it is given: what {@code send} says, or all that it can take. */
    public Set<RecordKind> kinds() {
        if (!send.isEmpty()) {
            return EnumSet.copyOf(send);
        }
        return uri.isEmpty() || isFile() ? takenBy(uri) : target().scheme().takesUnasked();
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
