package vedette.detect.exfiltration;

import java.util.Arrays;
import java.util.List;
import vedette.content.Findings;
import vedette.detect.ServerName;
import vedette.detect.memory.Fields;
import vedette.detect.sketch.KeyTable;
import vedette.detect.sketch.LogBins;
import vedette.flow.Flow;

/**
 * What hosts sent to addresses outside and were sent by them, for each pair of them: hour by hour of the last 24, and how much is usual. That is a
 * mean of the hours before, in which a day is forgotten as a whole, and a histogram of those with uploads. Takes {@link #octets}.
 */
final class Uploads {
    static final int HOURS = 24;
    static final long HOUR_NS = 3_600_000_000_000L;

    private static final LogBins BINS = new LogBins(2, 16, 48);
    private static final int OCTETS_PER_SLOT = 388;
    private static final float WEIGHT = 1f / HOURS;
    private static final int MOST_IN_BIN = 255;
    private static final double TAIL = 0.001;

    /** Flows that send so much may be pieces of one thing cut to size. */
    private static final float LEAST_PIECE = 1 << 16;

    private static final float ALIKE = 0.01f;

    private final float[] up;
    private final float[] down;
    /** Sums of {@link #up}: who makes way is asked for often. */
    private final float[] sentInDay;

    private final int[] hours;
    private final float[] mean;
    private final byte[] bins;
    private final int[] flows;
    private final float[] pieces;
    private final short[] equalPieces;
    private final long[] sourceHi;
    private final long[] sourceLo;
    private final long[] targetHi;
    private final long[] targetLo;
    private final byte[] ipVersion;
    private final byte[] protocol;
    private final char[] port;
    private final long[] firstNs;
    private final long[] lastNs;
    private final Findings[] findings;

    Uploads(int capacity) {
        up = new float[capacity * HOURS];
        down = new float[capacity * HOURS];
        sentInDay = new float[capacity];
        hours = new int[capacity];
        mean = new float[capacity];
        bins = new byte[capacity * BINS.count()];
        flows = new int[capacity];
        pieces = new float[capacity];
        equalPieces = new short[capacity];
        sourceHi = new long[capacity];
        sourceLo = new long[capacity];
        targetHi = new long[capacity];
        targetLo = new long[capacity];
        ipVersion = new byte[capacity];
        protocol = new byte[capacity];
        port = new char[capacity];
        firstNs = new long[capacity];
        lastNs = new long[capacity];
        findings = new Findings[capacity];
        Arrays.fill(findings, Findings.NONE);
    }

    /** What pairs take, with their alerts and keys. */
    static long octets(int capacity) {
        return KeyTable.octets(capacity) + (long) OCTETS_PER_SLOT * capacity;
    }

    void begin(int slot, Flow flow) {
        Arrays.fill(up, slot * HOURS, (slot + 1) * HOURS, 0);
        Arrays.fill(down, slot * HOURS, (slot + 1) * HOURS, 0);
        Arrays.fill(bins, slot * BINS.count(), (slot + 1) * BINS.count(), (byte) 0);
        hours[slot] = hour(flow.closedNs());
        sentInDay[slot] = 0;
        mean[slot] = 0;
        flows[slot] = 0;
        pieces[slot] = 0;
        equalPieces[slot] = 0;
        sourceHi[slot] = flow.initiatorHi();
        sourceLo[slot] = flow.initiatorLo();
        targetHi[slot] = flow.responderHi();
        targetLo[slot] = flow.responderLo();
        ipVersion[slot] = (byte) flow.ipVersion();
        firstNs[slot] = flow.startNs();
        lastNs[slot] = flow.endNs();
        findings[slot] = Findings.NONE;
    }

    /** Counts what a flow carried, in the hour in which its record was closed. */
    void add(int slot, Flow record) {
        turnTo(slot, hour(record.closedNs()));
        int at = now(slot);
        float sent = record.payloadOctets(Flow.FORWARD);
        up[at] += sent;
        sentInDay[slot] += sent;
        down[at] += record.payloadOctets(Flow.REVERSE);
        flows[slot] += record.part() == 1 ? 1 : 0;
        lastNs[slot] = Math.max(lastNs[slot], record.endNs());
        if (sent >= LEAST_PIECE) {
            boolean alike = Math.abs(sent - pieces[slot]) <= ALIKE * pieces[slot];
            equalPieces[slot] = (short) (alike ? Math.min(equalPieces[slot] + 1, Short.MAX_VALUE) : 1);
            pieces[slot] = sent;
            protocol[slot] = (byte) record.protocol();
            port[slot] = (char) record.responderPort();
        }
        Findings told = ServerName.in(record);
        if (told != Findings.NONE) {
            findings[slot] = told;
        }
    }

    private static int hour(long ns) {
        return (int) Math.floorDiv(ns, HOUR_NS);
    }

    /** Hours that are over become part of what is usual. */
    private void turnTo(int slot, int hour) {
        int gone = hour - hours[slot];
        if (gone <= 0) {
            return;
        }
        keep(slot, up[now(slot)]);
        mean[slot] *= (float) Math.pow(1 - WEIGHT, gone - 1);
        for (int i = 1; i <= Math.min(gone, HOURS); i++) {
            int at = slot * HOURS + Math.floorMod(hours[slot] + i, HOURS);
            up[at] = 0;
            down[at] = 0;
        }
        hours[slot] = hour;
        sentInDay[slot] = (float) sum(up, slot);
    }

    private void keep(int slot, float octets) {
        mean[slot] += WEIGHT * (octets - mean[slot]);
        if (octets < LEAST_PIECE) {
            return;
        }
        int at = slot * BINS.count() + BINS.of(octets);
        if ((bins[at] & 0xFF) == MOST_IN_BIN) {
            for (int i = slot * BINS.count(); i < (slot + 1) * BINS.count(); i++) {
                bins[i] = (byte) ((bins[i] & 0xFF) / 2);
            }
        }
        bins[at]++;
    }

    /** Octets sent since the hour struck. */
    double sentInHour(int slot) {
        return up[now(slot)];
    }

    double receivedInHour(int slot) {
        return down[now(slot)];
    }

    private int now(int slot) {
        return slot * HOURS + Math.floorMod(hours[slot], HOURS);
    }

    double sentInDay(int slot) {
        return sentInDay[slot];
    }

    double receivedInDay(int slot) {
        return sum(down, slot);
    }

    private static double sum(float[] octets, int slot) {
        double sum = 0;
        for (int at = slot * HOURS; at < (slot + 1) * HOURS; at++) {
            sum += octets[at];
        }
        return sum;
    }

    /** Of the last 24, those in which much more was sent than the acknowledgements of a download. */
    int hoursOfUpload(int slot) {
        int count = 0;
        for (int at = slot * HOURS; at < (slot + 1) * HOURS; at++) {
            count += up[at] >= LEAST_PIECE ? 1 : 0;
        }
        return count;
    }

    /** Octets sent in an hour, in the mean. */
    double usualInHour(int slot) {
        return mean[slot];
    }

    /** Octets that were sent in no more than one of a thousand hours with uploads, 0 if there was none. */
    double mostInHour(int slot) {
        int all = 0;
        for (int i = 0; i < BINS.count(); i++) {
            all += bins[slot * BINS.count() + i] & 0xFF;
        }
        int above = 0;
        for (int bin = BINS.count() - 1; bin >= 0; bin--) {
            above += bins[slot * BINS.count() + bin] & 0xFF;
            if (above > TAIL * all) {
                return BINS.within(bin, 1);
            }
        }
        return 0;
    }

    /** The last flows in a row that sent as much as each other. */
    int equalPieces(int slot) {
        return equalPieces[slot];
    }

    int flows(int slot) {
        return flows[slot];
    }

    /** Protocol of the last flow that sent something worth mentioning. */
    int protocol(int slot) {
        return protocol[slot] & 0xFF;
    }

    int port(int slot) {
        return port[slot];
    }

    int ipVersion(int slot) {
        return ipVersion[slot];
    }

    long sourceHi(int slot) {
        return sourceHi[slot];
    }

    long sourceLo(int slot) {
        return sourceLo[slot];
    }

    long targetHi(int slot) {
        return targetHi[slot];
    }

    long targetLo(int slot) {
        return targetLo[slot];
    }

    long firstNs(int slot) {
        return firstNs[slot];
    }

    long lastNs(int slot) {
        return lastNs[slot];
    }

    /** Of the last flow of which any are known; not kept over a restart. */
    Findings findings(int slot) {
        return findings[slot];
    }

    /** Names what is known of a pair. */
    void name(int slot, Fields fields) {
        for (float[] octets : List.of(up, down)) {
            for (int at = slot * HOURS; at < (slot + 1) * HOURS; at++) {
                fields.of(octets, at);
            }
        }
        fields.of(bins, slot * BINS.count(), BINS.count());
        fields.of(hours, slot);
        fields.of(sentInDay, slot);
        fields.of(mean, slot);
        fields.of(flows, slot);
        fields.of(pieces, slot);
        fields.of(equalPieces, slot);
        fields.of(sourceHi, slot);
        fields.of(sourceLo, slot);
        fields.of(targetHi, slot);
        fields.of(targetLo, slot);
        fields.of(ipVersion, slot);
        fields.of(protocol, slot);
        fields.of(port, slot);
        fields.of(firstNs, slot);
        fields.of(lastNs, slot);
    }
}
