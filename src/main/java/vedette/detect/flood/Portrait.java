package vedette.detect.flood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import vedette.decode.HeaderFields;
import vedette.detect.Evidence;
import vedette.detect.Hash;
import vedette.detect.SourceAddresses;
import vedette.detect.Surroundings;
import vedette.detect.sketch.HyperLogLog;
import vedette.detect.sketch.SpaceSaving;
import vedette.net.IpPrefix;

/**
 * What the packets of a suspected flood look like: how many senders, which of them most, whether their addresses are forged, and
 * whether they strike few places, as a flood, or each place a few times, as a scan. About 12 KiB. Not thread-safe.
 */
final class Portrait {
    /** A flood on more ports is held against what a scan looks like. */
    private static final int FEW_PLACES = 32;
    /** Fewer are no scan, however few senders ask each. */
    private static final int SCANNED_PLACES = 5;
    /** Nobody who scans asks one port that often in a few seconds. */
    private static final int REPETITION = 8;
    /** Fewer senders may scan together, or pretend to (decoys). */
    private static final int MANY_SOURCES = 150;

    private static final int SOON_REPEATS = 8;
    private static final int TOP_SOURCES = 8;
    private static final int REAL_SOURCES = 1000;
    private static final double RANDOM_ENTROPY_BITS = 6;
    private static final double ONE_ORIGIN = 0.9;

    /** So often a second a client tries a service that is gone, on the average; who tries more often floods it. */
    private static final int TRIES_OF_CLIENT = 10;

    /** Packets of which it is known whether clients sent them: the latest. */
    private static final int LATEST = 1024;

    /** An address that sent such a part of what its network sent is told of alone. */
    private static final double ALONE = 0.9;

    private final Surroundings surroundings;
    private final HyperLogLog sources = new HyperLogLog(10);
    private final HyperLogLog places = new HyperLogLog(8);
    private final HyperLogLog pairs = new HyperLogLog(8);
    private final SpaceSaving topAddresses = new SpaceSaving(TOP_SOURCES);

    /** Networks of strangers in IPv6. */
    private final SpaceSaving topNetworks = new SpaceSaving(TOP_SOURCES);

    private final SpaceSaving ports = new SpaceSaving(4);
    private final SpaceSaving sourcePorts = new SpaceSaving(4);
    private final SpaceSaving ttls = new SpaceSaving(4);
    private final SpaceSaving lengths = new SpaceSaving(4);
    private final SpaceSaving windows = new SpaceSaving(4);
    private final SoonRepeats soonRepeats = new SoonRepeats();
    private final long[] octetCounts = new long[256];
    private int ipVersion;
    private long startNs;
    private long packets;
    private long octets;
    private long replies;
    private int latest;
    private int latestOfClients;

    Portrait(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Begins anew. */
    void start(long nowNs) {
        startNs = nowNs;
        packets = 0;
        octets = 0;
        replies = 0;
        latest = 0;
        latestOfClients = 0;
        sources.clear();
        places.clear();
        pairs.clear();
        topAddresses.clear();
        topNetworks.clear();
        ports.clear();
        sourcePorts.clear();
        ttls.clear();
        lengths.clear();
        windows.clear();
        soonRepeats.clear();
        Arrays.fill(octetCounts, 0);
    }

    /**
     * Adds a packet.
     *
     * @param ofOneHost whether all packets of this portrait go to one destination
     * @param sourcePort of what has ports, else -1
     * @param window of TCP, else -1
     */
    void add(HeaderFields packet, int sourcePort, int port, boolean ofOneHost, int window, long seed, long nowNs) {
        long sourceLo = surroundings.sourceLo(packet.ipVersion(), packet.sourceHi(), packet.sourceLo());
        long source = Hash.of(packet.sourceHi(), sourceLo, seed);
        long place = ofOneHost
                ? Hash.of(port, seed)
                : Hash.of(Hash.of(packet.destinationHi(), packet.destinationLo(), seed), port);
        ipVersion = packet.ipVersion();
        packets++;
        octets += packet.ipOctets();
        sources.add(source);
        places.add(place);
        pairs.add(Hash.of(source, place));
        topAddresses.add(packet.sourceHi(), packet.sourceLo());
        if (sourceLo != packet.sourceLo()) {
            topNetworks.add(packet.sourceHi(), sourceLo);
        }
        octetCounts[octetOf(packet)]++;
        ports.add(0, port);
        sourcePorts.add(0, sourcePort);
        ttls.add(0, packet.ttl());
        lengths.add(0, packet.ipOctets());
        windows.add(0, window);
        if (ofOneHost) {
            soonRepeats.add(source, port, nowNs);
        }
    }

    /** The packet that was added last is an answer to something its receiver did not send. */
    void addReply() {
        replies++;
    }

    /** Whether the packet that was added last is of somebody whom the service has served before. */
    void addSender(boolean isClient) {
        if (latest == LATEST) {
            latest /= 2;
            latestOfClients /= 2;
        }
        latest++;
        latestOfClients += isClient ? 1 : 0;
    }

    /** Whether most of it is of clients that try what they used to get, no more often than programs do. */
    boolean isOfClients(long nowNs) {
        double seconds = Math.max(1, (nowNs - startNs) / 1e9);
        return 2 * latestOfClients >= latest && packets <= TRIES_OF_CLIENT * seconds * sources.estimate();
    }

    /** The octet by which random addresses are told: the first of IPv4, the last of IPv6, whose first say little. */
    private static int octetOf(HeaderFields packet) {
        return (int) (packet.ipVersion() == 4 ? packet.sourceLo() >>> 24 : packet.sourceLo()) & 0xFF;
    }

    /**
     * Whether it is not a scan: few places struck again and again, or more senders than scan together, or ports that come again
     * as only chance draws them.
     */
    boolean isConcentrated() {
        long placesHit = places.estimate();
        long senders = sources.estimate();
        if (placesHit <= FEW_PLACES) {
            return packets >= REPETITION * placesHit && !isShared(placesHit, senders);
        }
        return senders >= MANY_SOURCES && 4 * senders >= packets
                || packets >= REPETITION * pairs.estimate()
                || soonRepeats.count() >= SOON_REPEATS;
    }

    /** Whether a few senders ask each place about once: a scan by several, or with decoys, of which little was seen yet. */
    private boolean isShared(long placesHit, long senders) {
        return placesHit >= SCANNED_PLACES && senders < MANY_SOURCES && packets < 2 * pairs.estimate();
    }

    Forgery forgery() {
        if (2 * replies > packets) {
            return Forgery.REFLECTED;
        }
        long senders = sources.estimate();
        if (2 * senders >= packets && entropyBits() >= RANDOM_ENTROPY_BITS) {
            return Forgery.RANDOM;
        }
        return 20 * senders <= packets && senders <= REAL_SOURCES ? Forgery.NONE : Forgery.MIXED;
    }

    private double entropyBits() {
        double sum = 0;
        for (long count : octetCounts) {
            sum += count == 0 ? 0 : count * Math.log((double) count);
        }
        return packets == 0 ? 0 : (Math.log((double) packets) - sum / packets) / Math.log(2);
    }

    /** The port that takes at least so large a part of all packets, or -1. */
    int mainPort(double share) {
        return hasShare(ports, share) ? (int) ports.lo(0) : -1;
    }

    /** The source port that takes at least so large a part of all packets, or -1. */
    int mainSourcePort(double share) {
        return hasShare(sourcePorts, share) ? (int) sourcePorts.lo(0) : -1;
    }

    /** Whether one source sent at least so large a part of all packets: {@link #firstSource}. */
    boolean hasOneSource(double share) {
        return hasShare(topSources(), share);
    }

    /** The addresses that sent most, or their networks if no address sent nearly as much as one of these. */
    private SpaceSaving topSources() {
        return ALONE * topNetworks.atLeast(0) > topAddresses.atLeast(0) ? topNetworks : topAddresses;
    }

    private boolean hasShare(SpaceSaving values, double share) {
        return packets > 0 && (double) values.atLeast(0) / packets >= share;
    }

    IpPrefix firstSource() {
        return source(topSources(), 0);
    }

    private IpPrefix source(SpaceSaving top, int item) {
        return SourceAddresses.told(ipVersion, top.hi(item), top.lo(item), top == topNetworks);
    }

    long distinctSources() {
        return Math.min(sources.estimate(), packets);
    }

    /** Different ports, or services if it is of more than one host. */
    long places() {
        return places.estimate();
    }

    long startNs() {
        return startNs;
    }

    long packets() {
        return packets;
    }

    /** IP octets of all packets. */
    long octets() {
        return octets;
    }

    /** Says who sends, in words. */
    String senders() {
        long senders = distinctSources();
        String who = senders == 1 ? "from " + firstSource() : "from about " + senders + " sources";
        return switch (forgery()) {
            case RANDOM -> who + ", forged at random";
            case NONE -> senders == 1 ? who : who + ", most from " + firstSource();
            case REFLECTED -> who + " that were asked in its name";
            case MIXED -> who;
        };
    }

    void describe(Evidence evidence) {
        long senders = distinctSources();
        evidence.put("sampled_packets", packets)
                .put("sampled_octets", octets)
                .put("distinct_sources", senders)
                .put("spoofed", forgery().label())
                .put("source_octet_entropy_bits", Math.round(entropyBits() * 100) / 100.0)
                .put("single_origin", 2 * senders >= packets && hasShare(ttls, ONE_ORIGIN));
        if (sourcePorts.lo(0) >= 0) {
            evidence.put("distinct_services", places.estimate());
        }
        mode(evidence, "ttl", ttls);
        mode(evidence, "packet_octets", lengths);
        mode(evidence, "source_port", sourcePorts);
        mode(evidence, "tcp_window", windows);
        List<String> top = topList();
        if (!top.isEmpty()) {
            evidence.put("top_sources", top);
        }
    }

    /** The value most packets have, and how many of them in percent; nothing if none has a part worth telling. */
    private void mode(Evidence evidence, String name, SpaceSaving values) {
        long percent = packets == 0 ? 0 : 100 * values.atLeast(0) / packets;
        if (percent >= 10 && values.lo(0) >= 0) {
            evidence.put(name, values.lo(0)).put(name + "_percent", percent);
        }
    }

    private List<String> topList() {
        List<String> list = new ArrayList<>();
        SpaceSaving top = topSources();
        for (int i = 0; i < top.size(); i++) {
            if (top.atLeast(i) * 100 >= packets) {
                list.add(String.format(Locale.ROOT, "%s %d", source(top, i), top.atLeast(i)));
            }
        }
        return list;
    }
}
