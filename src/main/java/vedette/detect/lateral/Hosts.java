package vedette.detect.lateral;

import java.util.ArrayList;
import java.util.List;
import vedette.detect.SourceAddresses;
import vedette.detect.memory.Fields;
import vedette.detect.sketch.KeyTable;
import vedette.flow.Flow;
import vedette.net.IpAddress;
import vedette.net.IpPrefix;

/**
 * Of hosts of this site: whom each has reached for the first time within the hour that began with the first of them, how many that usually are, and by whom
 * it was last reached for the first time itself. Takes {@link #octets}.
 */
final class Hosts {
    /** So many different ones of an hour are told apart. */
    static final int TARGETS = 64;

    static final long HOUR_NS = 3_600_000_000_000L;

    private static final int SAMPLES = 8;
    private static final int OCTETS_PER_SLOT = 610;
    private static final long NEVER = Long.MIN_VALUE;

    /** A week's hours. */
    private static final float WEIGHT = 1f / 168;

    private final SourceAddresses addresses;
    private final long[] windowNs;
    private final int[] targets;
    private final int[] found;
    private final float[] mean;
    private final float[] variance;
    private final long[] services;
    private final long[] reachedNs;
    private final long[] reachedByHi;
    private final long[] reachedByLo;
    private final char[] reachedAt;
    private final int[] onward;
    private final long[] sampleHi;
    private final long[] sampleLo;
    private final char[] samplePort;
    private final long[] firstNs;
    private final long[] lastNs;

    Hosts(int capacity) {
        addresses = new SourceAddresses(capacity);
        windowNs = new long[capacity];
        targets = new int[capacity * TARGETS];
        found = new int[capacity];
        mean = new float[capacity];
        variance = new float[capacity];
        services = new long[capacity];
        reachedNs = new long[capacity];
        reachedByHi = new long[capacity];
        reachedByLo = new long[capacity];
        reachedAt = new char[capacity];
        onward = new int[capacity];
        sampleHi = new long[capacity * SAMPLES];
        sampleLo = new long[capacity * SAMPLES];
        samplePort = new char[capacity * SAMPLES];
        firstNs = new long[capacity];
        lastNs = new long[capacity];
    }

    /** What hosts take, with their alerts and keys. */
    static long octets(int capacity) {
        return KeyTable.octets(capacity) + (long) OCTETS_PER_SLOT * capacity;
    }

    void begin(int slot, int ipVersion, long hi, long lo, long nowNs) {
        addresses.begin(slot, ipVersion, hi, lo);
        windowNs[slot] = NEVER;
        found[slot] = 0;
        mean[slot] = 0;
        variance[slot] = 0;
        services[slot] = 0;
        reachedNs[slot] = NEVER;
        onward[slot] = 0;
        firstNs[slot] = nowNs;
        lastNs[slot] = nowNs;
    }

    /** The host was reached for the first time by another. */
    void reached(int slot, Flow flow, long nowNs) {
        if (!isReached(slot, nowNs)) {
            onward[slot] = 0;
        }
        reachedNs[slot] = nowNs;
        reachedByHi[slot] = flow.initiatorHi();
        reachedByLo[slot] = flow.initiatorLo();
        reachedAt[slot] = (char) flow.responderPort();
        lastNs[slot] = Math.max(lastNs[slot], flow.endNs());
    }

    /** Whether it was within the last hour. */
    boolean isReached(int slot, long nowNs) {
        return reachedNs[slot] != NEVER && nowNs - reachedNs[slot] <= HOUR_NS;
    }

    /**
     * The host reached another for the first time at a service.
     *
     * @param target hash of that other's address
     * @param service number of the service
     * @param learns whether hours become part of what is usual
     * @return whether that other is new within this hour
     */
    boolean reaches(int slot, Flow flow, long target, int service, boolean learns, long nowNs) {
        turnTo(slot, flow, learns, nowNs);
        services[slot] |= 1L << service;
        lastNs[slot] = Math.max(lastNs[slot], flow.endNs());
        if (isFound(slot, (int) target)) {
            return false;
        }
        int at = found[slot]++;
        targets[slot * TARGETS + at % TARGETS] = (int) target;
        if (at < SAMPLES) {
            sampleHi[slot * SAMPLES + at] = flow.responderHi();
            sampleLo[slot * SAMPLES + at] = flow.responderLo();
            samplePort[slot * SAMPLES + at] = (char) flow.responderPort();
        }
        boolean back = flow.responderLo() == reachedByLo[slot] && flow.responderHi() == reachedByHi[slot];
        if (isReached(slot, nowNs) && !back) {
            onward[slot]++;
        }
        return true;
    }

    private void turnTo(int slot, Flow flow, boolean learns, long nowNs) {
        if (windowNs[slot] != NEVER && nowNs - windowNs[slot] < HOUR_NS) {
            return;
        }
        if (learns && windowNs[slot] != NEVER) {
            keep(slot, (nowNs - windowNs[slot]) / HOUR_NS - 1);
        }
        windowNs[slot] = nowNs;
        firstNs[slot] = flow.startNs();
        found[slot] = 0;
        services[slot] = 0;
    }

    /** The hour that is over becomes part of what is usual, and so many with nothing after it. */
    private void keep(int slot, long emptyHours) {
        float difference = found[slot] - mean[slot];
        mean[slot] += WEIGHT * difference;
        variance[slot] = (1 - WEIGHT) * (variance[slot] + WEIGHT * difference * difference);
        float fading = (float) Math.pow(1 - WEIGHT, (double) emptyHours);
        float before = mean[slot];
        mean[slot] *= fading;
        variance[slot] = fading * (variance[slot] + (1 - fading) * before * before);
    }

    private boolean isFound(int slot, int target) {
        int from = slot * TARGETS;
        for (int at = from; at < from + Math.min(found[slot], TARGETS); at++) {
            if (targets[at] == target) {
                return true;
            }
        }
        return false;
    }

    /** Hosts reached for the first time within the hour: those beyond {@link #TARGETS} may count more than once. */
    int found(int slot) {
        return found[slot];
    }

    /** Those of them since it was reached itself, but for him who reached it. */
    int onward(int slot) {
        return onward[slot];
    }

    double mean(int slot) {
        return mean[slot];
    }

    /** Five standard deviations above the mean. */
    double outstanding(int slot) {
        return mean[slot] + 5 * Math.sqrt(variance[slot]);
    }

    /** When the hour ends in which it reached somebody. */
    long windowEndNs(int slot) {
        return windowNs[slot] + HOUR_NS;
    }

    /** Bits by the number of the service. */
    long services(int slot) {
        return services[slot];
    }

    /** The first hosts of the hour, with the port of each. */
    List<String> samples(int slot) {
        List<String> all = new ArrayList<>();
        int version = addresses.ipVersion(slot);
        for (int i = slot * SAMPLES; i < slot * SAMPLES + Math.min(found[slot], SAMPLES); i++) {
            String address = IpAddress.text(version, sampleHi[i], sampleLo[i]);
            all.add((version == 4 ? address : "[" + address + "]") + ":" + (int) samplePort[i]);
        }
        return all;
    }

    /** Who reached it last for the first time. */
    String reachedBy(int slot) {
        return IpAddress.text(addresses.ipVersion(slot), reachedByHi[slot], reachedByLo[slot]);
    }

    int reachedAt(int slot) {
        return reachedAt[slot];
    }

    IpPrefix told(int slot) {
        return addresses.told(slot);
    }

    long firstNs(int slot) {
        return firstNs[slot];
    }

    long lastNs(int slot) {
        return lastNs[slot];
    }

    /** Names what is known of a host. */
    void name(int slot, Fields fields) {
        addresses.name(slot, fields);
        fields.of(windowNs, slot);
        fields.of(targets, slot * TARGETS, TARGETS);
        fields.of(found, slot);
        fields.of(mean, slot);
        fields.of(variance, slot);
        fields.of(services, slot);
        fields.of(reachedNs, slot);
        fields.of(reachedByHi, slot);
        fields.of(reachedByLo, slot);
        fields.of(reachedAt, slot);
        fields.of(onward, slot);
        fields.of(sampleHi, slot * SAMPLES, SAMPLES);
        fields.of(sampleLo, slot * SAMPLES, SAMPLES);
        for (int i = slot * SAMPLES; i < (slot + 1) * SAMPLES; i++) {
            fields.of(samplePort, i);
        }
        fields.of(firstNs, slot);
        fields.of(lastNs, slot);
    }
}
