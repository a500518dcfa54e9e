package vedette.detect.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import vedette.detect.Hash;
import vedette.detect.memory.Fields;
import vedette.detect.sketch.HyperLogLog;
import vedette.flow.Outcome;
import vedette.net.IpAddress;
import vedette.net.IpPrefix;

/**
 * Which targets a source tried without success: few exactly, many by estimate, and of many the most frequent hosts and ports, see
 * {@link Tally}. Made once and refilled.
 */
final class Targets {
    private static final int SAMPLES = 8;
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final double MOST = 0.8;
    private static final int PRECISION = 7;
    static final long MINUTE_NS = 60_000_000_000L;
    static final long SPELL_NS = 5 * MINUTE_NS;
    private static final long SENSITIVE_NS = 10 * MINUTE_NS;
    private static final long HOUR_NS = 60 * MINUTE_NS;

    private final long seed;
    private final Tally hosts = new Tally();
    private final long[] hostHi = new long[Tally.KEPT];
    private final long[] hostLo = new long[Tally.KEPT];
    private final Tally ports = new Tally();
    private final char[] openPorts = new char[SAMPLES];
    private final HyperLogLog manyHosts = new HyperLogLog(PRECISION);
    private final HyperLogLog manyPorts = new HyperLogLog(PRECISION);
    private final long[] sampleHi = new long[SAMPLES];
    private final long[] sampleLo = new long[SAMPLES];
    private final long[] sampleNs = new long[SAMPLES];
    private final char[] samplePort = new char[SAMPLES];
    private final Outcome[] sampleOutcome = new Outcome[SAMPLES];
    private final BusyHosts busyHosts = new BusyHosts();
    private final Streak spell = new Streak();
    private final Streak hostHour = new Streak();
    private final Streak portMinute = new Streak();
    private final Streak openMinute = new Streak();
    private final Streak sensitive = new Streak();
    private int openPortCount;
    private int count;
    private int ipVersion;
    private long hostWindowNs;
    private long lowestHi;
    private long lowestLo;
    private long highestHi;
    private long highestLo;

    private int busyOnHost;
    private int hourOnHost;
    private int inSpell;
    private int minuteOnPort;
    private int minuteOpen;
    private int sensitiveOnHost;

    Targets(long seed) {
        this.seed = seed;
    }

    /** @param hostWindowNs within which the contacts of one host are counted */
    void begin(long hostWindowNs) {
        this.hostWindowNs = hostWindowNs;
        openPortCount = 0;
        count = 0;
        busyOnHost = 0;
        hourOnHost = 0;
        inSpell = 0;
        minuteOnPort = 0;
        minuteOpen = 0;
        sensitiveOnHost = 0;
        manyHosts.clear();
        manyPorts.clear();
        hosts.clear();
        ports.clear();
        busyHosts.clear();
        spell.clear();
        hostHour.clear();
        portMinute.clear();
        openMinute.clear();
        sensitive.clear();
    }

    /**
     * Adds a first contact that was not a success.
     *
     * @param hash of the host's address
     * @param counts whether it counts towards the rate of contacts
     */
    void add(int ipVersion, long hi, long lo, long hash, int port, Outcome outcome, boolean counts, long nowNs) {
        this.ipVersion = ipVersion;
        sample(hi, lo, port, outcome, nowNs);
        range(hi, lo);
        addHost(hi, lo, hash);
        ports.add(port);
        manyHosts.add(hash);
        manyPorts.add(Hash.of(port, seed));
        count++;
        if (outcome == Outcome.OPEN_WITHOUT_DATA) {
            addOpenPort(port);
        }
        if (counts) {
            time((int) hash, port, outcome, nowNs);
        }
    }

    /** Names what it knows. */
    void name(Fields fields) {
        nameMost(fields);
        nameSamples(fields);
        nameTimes(fields);
    }

    private void nameMost(Fields fields) {
        ipVersion = fields.of(ipVersion);
        count = fields.of(count, 0, Integer.MAX_VALUE);
        hosts.name(fields);
        fields.of(hostHi, 0, Tally.KEPT);
        fields.of(hostLo, 0, Tally.KEPT);
        ports.name(fields);
        manyHosts.name(fields);
        manyPorts.name(fields);
        lowestHi = fields.of(lowestHi);
        lowestLo = fields.of(lowestLo);
        highestHi = fields.of(highestHi);
        highestLo = fields.of(highestLo);
    }

    private void nameSamples(Fields fields) {
        openPortCount = fields.of(openPortCount, 0, SAMPLES);
        fields.of(openPorts, 0, openPortCount);
        for (int i = 0; i < Math.min(count, SAMPLES); i++) {
            fields.of(sampleHi, i);
            fields.of(sampleLo, i);
            fields.of(sampleNs, i);
            fields.of(samplePort, i);
            sampleOutcome[i] = fields.of(sampleOutcome[i], OUTCOMES);
        }
    }

    private void nameTimes(Fields fields) {
        hostWindowNs = fields.of(hostWindowNs);
        busyHosts.name(fields);
        spell.name(fields);
        hostHour.name(fields);
        portMinute.name(fields);
        openMinute.name(fields);
        sensitive.name(fields);
        busyOnHost = fields.of(busyOnHost);
        hourOnHost = fields.of(hourOnHost);
        inSpell = fields.of(inSpell);
        minuteOnPort = fields.of(minuteOnPort);
        minuteOpen = fields.of(minuteOpen);
        sensitiveOnHost = fields.of(sensitiveOnHost);
    }

    private void time(int host, int port, Outcome outcome, long nowNs) {
        busyOnHost = busyHosts.add(host, hostWindowNs, nowNs);
        inSpell = spell.add(0, SPELL_NS, nowNs);
        hourOnHost = hostHour.add(host, HOUR_NS, nowNs);
        minuteOnPort = portMinute.add(port, MINUTE_NS, nowNs);
        minuteOpen = outcome == Outcome.OPEN_WITHOUT_DATA ? openMinute.add(0, MINUTE_NS, nowNs) : 0;
        sensitiveOnHost = SensitivePorts.contains(port) ? sensitive.add(host, SENSITIVE_NS, nowNs) : 0;
    }

    private void addHost(long hi, long lo, long hash) {
        int at = hosts.add((int) hash);
        if (at != Tally.NONE) {
            hostHi[at] = hi;
            hostLo[at] = lo;
        }
    }

    private void addOpenPort(int port) {
        for (int i = 0; i < openPortCount; i++) {
            if (openPorts[i] == port) {
                return;
            }
        }
        if (openPortCount < SAMPLES) {
            openPorts[openPortCount++] = (char) port;
        }
    }

    private void sample(long hi, long lo, int port, Outcome outcome, long nowNs) {
        if (count < SAMPLES) {
            sampleHi[count] = hi;
            sampleLo[count] = lo;
            samplePort[count] = (char) port;
            sampleOutcome[count] = outcome;
            sampleNs[count] = nowNs;
        }
    }

    private void range(long hi, long lo) {
        if (count == 0 || compare(hi, lo, lowestHi, lowestLo) < 0) {
            lowestHi = hi;
            lowestLo = lo;
        }
        if (count == 0 || compare(hi, lo, highestHi, highestLo) > 0) {
            highestHi = hi;
            highestLo = lo;
        }
    }

    private static int compare(long hi, long lo, long otherHi, long otherLo) {
        int high = Long.compareUnsigned(hi, otherHi);
        return high != 0 ? high : Long.compareUnsigned(lo, otherLo);
    }

    /** Contacts added. */
    int count() {
        return count;
    }

    long hosts() {
        return hosts.isExact() ? hosts.kept() : isOne(ports) ? count : Math.max(Tally.KEPT, manyHosts.estimate());
    }

    long ports() {
        return ports.isExact() ? ports.kept() : isOne(hosts) ? count : Math.max(Tally.KEPT, manyPorts.estimate());
    }

    private static boolean isOne(Tally tally) {
        return tally.isExact() && tally.kept() == 1;
    }

    /** Whether {@link #hosts} is an estimate. */
    boolean isHostsEstimated() {
        return !hosts.isExact() && !isOne(ports);
    }

    /** Whether {@link #ports} is an estimate. */
    boolean isPortsEstimated() {
        return !ports.isExact() && !isOne(hosts);
    }

    /** What it looks like, apart from a fifth of the targets that may be of another kind. */
    Shape shape() {
        return Shape.of(mostOf(hosts, hosts()), mostOf(ports, ports()));
    }

    /** How many of the most frequent make up four fifths of all. */
    private long mostOf(Tally tally, long all) {
        int most = tally.mostFor(MOST * count);
        return most == 0 ? all : most;
    }

    /** Whether the host is among those the source has tried of late or most. */
    boolean knowsHost(long hash) {
        return hosts.find((int) hash) != Tally.NONE;
    }

    /** Whether the port is among those the source has tried of late or most. */
    boolean knowsPort(int port) {
        return ports.find(port) != Tally.NONE;
    }

    /** The host that was tried most often. */
    IpPrefix topHost() {
        int top = hosts.top();
        return IpPrefix.of(ipVersion, hostHi[top], hostLo[top]);
    }

    /** The port that was tried most often. */
    int topPort() {
        return ports.value(ports.top());
    }

    /** Ports of the host of the last contact that were tried within the window of {@link #begin}. */
    int busyOnHost() {
        return busyOnHost;
    }

    /** Targets that were tried within five minutes. */
    int inSpell() {
        return inSpell;
    }

    /** Ports of the host of the last contact that were tried within an hour. */
    int hourOnHost() {
        return hourOnHost;
    }

    /** Hosts on which the port of the last contact was tried within a minute. */
    int minuteOnPort() {
        return minuteOnPort;
    }

    /** Targets that were found open and left at once within a minute. */
    int minuteOpen() {
        return minuteOpen;
    }

    /** Sensitive ports of the host of the last contact that were tried within ten minutes. */
    int sensitiveOnHost() {
        return sensitiveOnHost;
    }

    /** The smallest prefix in which all targets lie. */
    IpPrefix range() {
        return IpPrefix.spanning(ipVersion, lowestHi, lowestLo, highestHi, highestLo);
    }

    String lowestText() {
        return IpAddress.text(ipVersion, lowestHi, lowestLo);
    }

    String highestText() {
        return IpAddress.text(ipVersion, highestHi, highestLo);
    }

    /** The ports tried most often, with how often, at the least, where that was more than once. */
    List<String> topPorts() {
        List<Integer> order = new ArrayList<>();
        for (int at = 0; at < ports.kept(); at++) {
            if (ports.hits(at) > 0) {
                order.add(at);
            }
        }
        order.sort((a, b) ->
                ports.hits(a) != ports.hits(b) ? ports.hits(b) - ports.hits(a) : ports.value(a) - ports.value(b));
        List<String> top = new ArrayList<>();
        for (int at : order.subList(0, Math.min(SAMPLES, order.size()))) {
            top.add(ports.hits(at) > 1 ? ports.value(at) + " x" + ports.hits(at) : String.valueOf(ports.value(at)));
        }
        return top;
    }

    List<String> openPorts() {
        List<String> open = new ArrayList<>();
        for (int i = 0; i < openPortCount; i++) {
            open.add(String.valueOf((int) openPorts[i]));
        }
        return open;
    }

    /** The first contacts: whom, what came of it, and when. */
    List<String> samples() {
        List<String> samples = new ArrayList<>();
        for (int i = 0; i < Math.min(count, SAMPLES); i++) {
            String address = IpAddress.text(ipVersion, sampleHi[i], sampleLo[i]);
            samples.add(String.format(
                    Locale.ROOT,
                    ipVersion == 6 ? "+%.3fs [%s]:%d %s" : "+%.3fs %s:%d %s",
                    (sampleNs[i] - sampleNs[0]) / 1e9,
                    address,
                    (int) samplePort[i],
                    sampleOutcome[i].name().toLowerCase(Locale.ROOT).replace('_', '-')));
        }
        return samples;
    }
}
