package vedette.detect.tunnel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vedette.content.DnsMessage;
import vedette.detect.memory.Fields;
import vedette.detect.sketch.KeyTable;
import vedette.flow.Flow;

/**
 * What hosts asked about domains, or sent to name servers unreadably, in an hour and in a day that each begin with the first question. Different names are
 * estimated (HyperLogLog with 256 registers, 5 % off at 200 names, Flajolet and others 2007). Takes {@link #octets}.
 */
final class Domains {
    static final int HOUR = 0;
    static final int DAY = 1;
    static final long[] SPAN_NS = {3_600_000_000_000L, 86_400_000_000_000L};

    private static final int SPANS = 2;
    private static final int REGISTERS = 256;
    private static final int REGISTER_BITS = 8;
    private static final double ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);
    private static final int OCTETS_PER_SLOT = 815;
    private static final String[] TYPES = {"A", "AAAA", "NULL", "TXT", "CNAME", "MX", "SRV", "other"};
    private static final int OTHER = 7;

    /** Those whose answers can carry more than an address. */
    private static final int CARRYING = 0b1111_1100;

    /** Datagrams of a tunnel are so long. */
    private static final int LARGE = 90;

    // Of each slot and span.
    private final byte[] ranks;
    private final long[] beganNs;
    private final int[] filled;
    private final int[] queries;
    private final int[] carrying;
    private final int[] large;
    private final int[] labels;
    private final long[] nameOctets;
    private final long[] octetsUp;
    private final long[] octetsDown;

    private final byte[] domain;
    private final byte[] types;
    private final byte[] ipVersion;
    private final long[] sourceHi;
    private final long[] sourceLo;
    private final long[] serverHi;
    private final long[] serverLo;
    private final char[] serverPort;
    private final boolean[] readable;
    private final long[] lastNs;

    Domains(int capacity) {
        ranks = new byte[capacity * SPANS * REGISTERS];
        beganNs = new long[capacity * SPANS];
        filled = new int[capacity * SPANS];
        queries = new int[capacity * SPANS];
        carrying = new int[capacity * SPANS];
        large = new int[capacity * SPANS];
        labels = new int[capacity * SPANS];
        nameOctets = new long[capacity * SPANS];
        octetsUp = new long[capacity * SPANS];
        octetsDown = new long[capacity * SPANS];
        domain = new byte[capacity * DnsMessage.DOMAIN_LENGTH];
        types = new byte[capacity];
        ipVersion = new byte[capacity];
        sourceHi = new long[capacity];
        sourceLo = new long[capacity];
        serverHi = new long[capacity];
        serverLo = new long[capacity];
        serverPort = new char[capacity];
        readable = new boolean[capacity];
        lastNs = new long[capacity];
    }

    /** What entries take, with their alerts and keys. */
    static long octets(int capacity) {
        return KeyTable.octets(capacity) + (long) OCTETS_PER_SLOT * capacity;
    }

    void begin(int slot, Flow flow, DnsMessage message, long nowNs) {
        clear(slot, HOUR, nowNs);
        clear(slot, DAY, nowNs);
        message.copyDomain(domain, slot * DnsMessage.DOMAIN_LENGTH);
        types[slot] = 0;
        ipVersion[slot] = (byte) flow.ipVersion();
        sourceHi[slot] = flow.initiatorHi();
        sourceLo[slot] = flow.initiatorLo();
        readable[slot] = message.hasQuestion();
        lastNs[slot] = nowNs;
    }

    private void clear(int slot, int span, long nowNs) {
        int at = slot * SPANS + span;
        Arrays.fill(ranks, at * REGISTERS, (at + 1) * REGISTERS, (byte) 0);
        beganNs[at] = nowNs;
        filled[at] = 0;
        queries[at] = 0;
        carrying[at] = 0;
        large[at] = 0;
        labels[at] = 0;
        nameOctets[at] = 0;
        octetsUp[at] = 0;
        octetsDown[at] = 0;
    }

    /** Hours and days that are over are forgotten. */
    void turnTo(int slot, long nowNs) {
        for (int span = HOUR; span <= DAY; span++) {
            if (nowNs - beganNs[slot * SPANS + span] >= SPAN_NS[span]) {
                clear(slot, span, nowNs);
                types[slot] = span == HOUR ? 0 : types[slot];
            }
        }
    }

    /** Counts a question. */
    void ask(int slot, Flow flow, DnsMessage message, long nowNs) {
        int type = type(message.type());
        types[slot] |= (byte) (1 << type);
        serverHi[slot] = flow.responderHi();
        serverLo[slot] = flow.responderLo();
        serverPort[slot] = (char) flow.responderPort();
        lastNs[slot] = nowNs;
        for (int at = slot * SPANS; at < (slot + 1) * SPANS; at++) {
            add(at, message.nameHash());
            queries[at]++;
            carrying[at] += (CARRYING & 1 << type) == 0 || message.isUnderscored() ? 0 : 1;
            large[at] += message.octets() >= LARGE ? 1 : 0;
            labels[at] += message.labels();
            nameOctets[at] += message.nameLength();
            octetsUp[at] += message.octets();
        }
    }

    void answer(int slot, DnsMessage message) {
        octetsDown[slot * SPANS + HOUR] += message.octets();
        octetsDown[slot * SPANS + DAY] += message.octets();
    }

    private static int type(int number) {
        return switch (number) {
            case 1 -> 0;
            case 28, 65 -> 1;
            case 10 -> 2;
            case 16 -> 3;
            case 5 -> 4;
            case 15 -> 5;
            case 33 -> 6;
            default -> OTHER;
        };
    }

    private void add(int at, long hash) {
        int register = at * REGISTERS + (int) (hash >>> Long.SIZE - REGISTER_BITS);
        int rank = Long.numberOfLeadingZeros(hash << REGISTER_BITS | 1L << REGISTER_BITS - 1) + 1;
        if (rank > ranks[register]) {
            filled[at] += ranks[register] == 0 ? 1 : 0;
            ranks[register] = (byte) rank;
        }
    }

    /** How many registers have been met; a quick lower bound of the names. */
    int least(int slot, int span) {
        return filled[slot * SPANS + span];
    }

    /** Different names, about. */
    long names(int slot, int span) {
        int at = slot * SPANS + span;
        return Math.min(estimate(at), queries[at]);
    }

    private long estimate(int at) {
        int zeros = REGISTERS - filled[at];
        if (zeros > REGISTERS / 12) {
            return Math.round(REGISTERS * Math.log((double) REGISTERS / zeros));
        }
        double sum = 0;
        for (int i = at * REGISTERS; i < (at + 1) * REGISTERS; i++) {
            sum += 1.0 / (1L << ranks[i]);
        }
        return Math.round(ALPHA * REGISTERS * REGISTERS / sum);
    }

    int queries(int slot, int span) {
        return queries[slot * SPANS + span];
    }

    /** The part of the queries that ask for what carries more than an address, but for records that have names of their own. */
    double carryingShare(int slot, int span) {
        return share(carrying, slot, span);
    }

    /** The part of the queries that are as long as a tunnel's. */
    double largeShare(int slot, int span) {
        return share(large, slot, span);
    }

    private double share(int[] part, int slot, int span) {
        int at = slot * SPANS + span;
        return (double) part[at] / Math.max(1, queries[at]);
    }

    /** Octets of a name in the mean. */
    double meanName(int slot, int span) {
        int at = slot * SPANS + span;
        return (double) nameOctets[at] / Math.max(1, queries[at]);
    }

    /** Octets of a label in the mean, those of the domain among them. */
    double meanLabel(int slot, int span) {
        int at = slot * SPANS + span;
        return Math.max(0.0, (double) (nameOctets[at] - labels[at] + queries[at])) / Math.max(1, labels[at]);
    }

    long octetsUp(int slot, int span) {
        return octetsUp[slot * SPANS + span];
    }

    long octetsDown(int slot, int span) {
        return octetsDown[slot * SPANS + span];
    }

    long beganNs(int slot, int span) {
        return beganNs[slot * SPANS + span];
    }

    /** Types that were asked for since the hour began. */
    List<String> types(int slot) {
        List<String> asked = new ArrayList<>();
        for (int type = 0; type < TYPES.length; type++) {
            if ((types[slot] & 1 << type) != 0) {
                asked.add(TYPES[type]);
            }
        }
        return asked;
    }

    /** Whether it is about a domain, not about what cannot be read. */
    boolean isReadable(int slot) {
        return readable[slot];
    }

    /** The domain, the end of a long one; empty for names below none. */
    String domain(int slot) {
        int from = slot * DnsMessage.DOMAIN_LENGTH;
        int end = from + DnsMessage.DOMAIN_LENGTH;
        while (from < end && domain[from] == 0) {
            from++;
        }
        return new String(domain, from, end - from, StandardCharsets.US_ASCII);
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

    long serverHi(int slot) {
        return serverHi[slot];
    }

    long serverLo(int slot) {
        return serverLo[slot];
    }

    int serverPort(int slot) {
        return serverPort[slot];
    }

    long lastNs(int slot) {
        return lastNs[slot];
    }

    /** Names what is known. */
    void name(int slot, Fields fields) {
        int from = slot * SPANS;
        fields.of(ranks, from * REGISTERS, SPANS * REGISTERS);
        fields.of(beganNs, from, SPANS);
        for (int[] each : List.of(filled, queries, carrying, large, labels)) {
            fields.of(each, from, SPANS);
        }
        for (long[] each : List.of(nameOctets, octetsUp, octetsDown)) {
            fields.of(each, from, SPANS);
        }
        fields.of(domain, slot * DnsMessage.DOMAIN_LENGTH, DnsMessage.DOMAIN_LENGTH);
        fields.of(types, slot);
        fields.of(ipVersion, slot);
        for (long[] each : List.of(sourceHi, sourceLo, serverHi, serverLo, lastNs)) {
            fields.of(each, slot);
        }
        fields.of(serverPort, slot);
        fields.of(readable, slot);
    }
}
