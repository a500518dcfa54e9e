package vedette.detect.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import vedette.detect.Hash;
import vedette.detect.sketch.HyperLogLog;
import vedette.flow.Outcome;
import vedette.net.IpAddress;
import vedette.net.IpPrefix;

/** Which targets a source tried without success: the first ones exactly, many by estimate. Made once and refilled. */
final class Targets {
    private static final int EXACT = 16;
    private static final int SAMPLES = 8;
    private static final double MOST = 0.8;
    private static final int PRECISION = 7;
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final long SPELL_NS = 5 * MINUTE_NS;
    private static final long SENSITIVE_NS = 10 * MINUTE_NS;
    private static final long HOUR_NS = 60 * MINUTE_NS;

    private final long[] hostHi = new long[EXACT];
    private final long[] hostLo = new long[EXACT];
    private final int[] hostHits = new int[EXACT];
    private final char[] ports = new char[EXACT];
    private final int[] portHits = new int[EXACT];
    private final char[] openPorts = new char[SAMPLES];
    private final HyperLogLog manyHosts = new HyperLogLog(PRECISION);
    private final HyperLogLog manyPorts = new HyperLogLog(PRECISION);
    private final long[] sampleHi = new long[SAMPLES];
    private final long[] sampleLo = new long[SAMPLES];
    private final long[] sampleNs = new long[SAMPLES];
    private final char[] samplePort = new char[SAMPLES];
    private final Outcome[] sampleOutcome = new Outcome[SAMPLES];
    private final Streak hostMinute = new Streak();
    private final Streak hostSpell = new Streak();
    private final Streak spell = new Streak();
    private final Streak hostHour = new Streak();
    private final Streak portMinute = new Streak();
    private final Streak openMinute = new Streak();
    private final Streak sensitive = new Streak();
    private int hostCount;
    private int portCount;
    private int openPortCount;
    private int count;
    private int ipVersion;
    private long lowestHi;
    private long lowestLo;
    private long highestHi;
    private long highestLo;

    private int minuteOnHost;
    private int spellOnHost;
    private int hourOnHost;
    private int inSpell;
    private int minuteOnPort;
    private int minuteOpen;
    private int sensitiveOnHost;

    void clear() {
        hostCount = 0;
        portCount = 0;
        openPortCount = 0;
        count = 0;
        minuteOnHost = 0;
        spellOnHost = 0;
        hourOnHost = 0;
        inSpell = 0;
        minuteOnPort = 0;
        minuteOpen = 0;
        sensitiveOnHost = 0;
        manyHosts.clear();
        manyPorts.clear();
        Arrays.fill(hostHits, 0);
        Arrays.fill(portHits, 0);
        hostMinute.clear();
        hostSpell.clear();
        spell.clear();
        hostHour.clear();
        portMinute.clear();
        openMinute.clear();
        sensitive.clear();
    }

    /**
     * Adds a first contact that was not a success.
     *
     * @param counts whether it counts towards the rate of contacts
     */
    void add(int ipVersion, long hi, long lo, int port, Outcome outcome, boolean counts, long nowNs) {
        this.ipVersion = ipVersion;
        long hash = Hash.of(hi, lo);
        sample(hi, lo, port, outcome, nowNs);
        range(hi, lo);
        addHost(hi, lo);
        addPort(port);
        manyHosts.add(hash);
        manyPorts.add(Hash.of(port, port));
        count++;
        if (outcome == Outcome.OPEN_WITHOUT_DATA) {
            addOpenPort(port);
        }
        if (counts) {
            time((int) hash, port, outcome, nowNs);
        }
    }

    private void time(int host, int port, Outcome outcome, long nowNs) {
        minuteOnHost = hostMinute.add(host, MINUTE_NS, nowNs);
        spellOnHost = hostSpell.add(host, SPELL_NS, nowNs);
        inSpell = spell.add(0, SPELL_NS, nowNs);
        hourOnHost = hostHour.add(host, HOUR_NS, nowNs);
        minuteOnPort = portMinute.add(port, MINUTE_NS, nowNs);
        minuteOpen = outcome == Outcome.OPEN_WITHOUT_DATA ? openMinute.add(0, MINUTE_NS, nowNs) : 0;
        sensitiveOnHost = SensitivePorts.contains(port) ? sensitive.add(host, SENSITIVE_NS, nowNs) : 0;
    }

    private void addHost(long hi, long lo) {
        int at = host(hi, lo);
        if (at < hostCount) {
            hostHits[at]++;
        } else if (at < EXACT) {
            hostHi[at] = hi;
            hostLo[at] = lo;
            hostHits[at] = 1;
            hostCount++;
        }
    }

    /** Where the host is among the first, or their number. */
    private int host(long hi, long lo) {
        int at = 0;
        while (at < hostCount && (hostLo[at] != lo || hostHi[at] != hi)) {
            at++;
        }
        return at;
    }

    private void addPort(int port) {
        int at = port(port);
        if (at < portCount) {
            portHits[at]++;
        } else if (at < EXACT) {
            ports[at] = (char) port;
            portHits[at] = 1;
            portCount++;
        }
    }

    /** Where the port is among the first, or their number. */
    private int port(int port) {
        int at = 0;
        while (at < portCount && ports[at] != port) {
            at++;
        }
        return at;
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
        return hostCount < EXACT ? hostCount : portCount == 1 ? count : Math.max(EXACT, manyHosts.estimate());
    }

    long ports() {
        return portCount < EXACT ? portCount : hostCount == 1 ? count : Math.max(EXACT, manyPorts.estimate());
    }

    /** Whether {@link #hosts} is an estimate. */
    boolean isHostsEstimated() {
        return hostCount == EXACT && portCount > 1;
    }

    /** Whether {@link #ports} is an estimate. */
    boolean isPortsEstimated() {
        return portCount == EXACT && hostCount > 1;
    }

    /** What it looks like, apart from a fifth of the targets that may be of another kind. */
    Shape shape() {
        return Shape.of(mostOf(hostHits, hostCount, hosts()), mostOf(portHits, portCount, ports()));
    }

    /** How many of the most frequent make up four fifths of all. */
    private long mostOf(int[] hits, int exact, long all) {
        int[] sorted = Arrays.copyOf(hits, exact);
        Arrays.sort(sorted);
        int sum = 0;
        for (int i = 1; i <= exact; i++) {
            sum += sorted[exact - i];
            if (sum >= MOST * count) {
                return i;
            }
        }
        return all;
    }

    /** Whether the host is among the first the source has tried. */
    boolean knowsHost(long hi, long lo) {
        return host(hi, lo) < hostCount;
    }

    /** Whether the port is among the first the source has tried. */
    boolean knowsPort(int port) {
        return port(port) < portCount;
    }

    private static int top(int[] hits) {
        int top = 0;
        for (int i = 1; i < hits.length; i++) {
            top = hits[i] > hits[top] ? i : top;
        }
        return top;
    }

    /** The host that was tried most often. */
    IpPrefix topHost() {
        int top = top(hostHits);
        return IpPrefix.of(ipVersion, hostHi[top], hostLo[top]);
    }

    /** The port that was tried most often. */
    int topPort() {
        return ports[top(portHits)];
    }

    /** Ports of the host of the last contact that were tried within a minute. */
    int minuteOnHost() {
        return minuteOnHost;
    }

    /** Ports of the host of the last contact that were tried within five minutes. */
    int spellOnHost() {
        return spellOnHost;
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

    String lowestText() {
        return IpAddress.text(ipVersion, lowestHi, lowestLo);
    }

    String highestText() {
        return IpAddress.text(ipVersion, highestHi, highestLo);
    }

    /** The ports tried most often, with how often where that was more than once. */
    List<String> topPorts() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < portCount; i++) {
            order.add(i);
        }
        order.sort((a, b) -> portHits[a] != portHits[b] ? portHits[b] - portHits[a] : ports[a] - ports[b]);
        List<String> top = new ArrayList<>();
        for (int i : order.subList(0, Math.min(SAMPLES, order.size()))) {
            top.add(portHits[i] > 1 ? (int) ports[i] + " x" + portHits[i] : String.valueOf((int) ports[i]));
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
