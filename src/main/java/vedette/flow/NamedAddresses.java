package vedette.flow;

import vedette.content.Field;
import vedette.content.Findings;
import vedette.content.Service;
import vedette.net.Counter;
import vedette.net.IpAddress;

/**
 * By which names addresses were found: what DNS has answered lately, to the client that asks for the address or, if it did not ask, to
 * anybody. Bounded: an answer may have to make way for a newer one. Owned by one thread.
 */
final class NamedAddresses {
    /** An answer takes at most {@link Findings#MOST_OCTETS}, and stands here twice for each address in it. */
    static final int PLACES = 1 << 14;

    /** An answer is no longer believed after that. */
    static final long BELIEVED_NS = 86_400L * 1_000_000_000L;

    /** What the places take of the heap, without answers. */
    static final long OCTETS = (2L * Long.BYTES + Integer.BYTES) * PLACES;

    private static final int PROBES = 8;
    private static final long PRIME = 0x9E3779B97F4A7C15L;
    private static final long NOBODY = 0;

    private final long seed;
    private final Counter evicted;
    private final long[] keys = new long[PLACES];
    private final long[] answeredNs = new long[PLACES];
    private final Findings[] answers = new Findings[PLACES];
    private final byte[] text = new byte[IpAddress.MAX_TEXT_LENGTH];

    /**
     * @param seed of the hashes, so that nobody can choose addresses of one place
     * @param evicted counts answers that were still believed when they made way
     */
    NamedAddresses(long seed, Counter evicted) {
        this.seed = seed;
        this.evicted = evicted;
    }

    /** A name was asked for, and what it stands for was answered to the flow's initiator. */
    void note(Flow dns, long nowNs) {
        Findings findings = dns.findings();
        if (findings.service() != Service.DNS || !findings.has(Field.DNS_NAME)) {
            return;
        }
        long client = hash(dns.initiatorHi(), dns.initiatorLo());
        for (int entry = findings.first(); entry >= 0; entry = findings.next(entry)) {
            Field field = findings.field(entry);
            if (field == Field.DNS_A || field == Field.DNS_AAAA) {
                long address = hash(findings, entry);
                put(key(address, client), findings, nowNs);
                put(key(address, NOBODY), findings, nowNs);
            }
        }
    }

    /** The answer that named the flow's responder; nothing if there was none. */
    Findings of(Flow flow) {
        long address = hash(flow.ipVersion(), flow.responderHi(), flow.responderLo());
        Findings own = at(key(address, hash(flow.initiatorHi(), flow.initiatorLo())), flow.endNs());
        return own == Findings.NONE ? at(key(address, NOBODY), flow.endNs()) : own;
    }

    private Findings at(long key, long nowNs) {
        for (int i = 0; i < PROBES; i++) {
            int place = place(key, i);
            if (keys[place] == key) {
                return nowNs - answeredNs[place] <= BELIEVED_NS ? answers[place] : Findings.NONE;
            }
        }
        return Findings.NONE;
    }

    private void put(long key, Findings answer, long nowNs) {
        int place = placeFor(key);
        boolean makesWay = keys[place] != 0 && keys[place] != key && nowNs - answeredNs[place] <= BELIEVED_NS;
        if (makesWay) {
            evicted.increment();
        }
        keys[place] = key;
        answeredNs[place] = nowNs;
        answers[place] = answer;
    }

    /** Its own place, else a free one, else that of the oldest. */
    private int placeFor(long key) {
        int oldest = place(key, 0);
        for (int i = 0; i < PROBES; i++) {
            int place = place(key, i);
            if (keys[place] == key) {
                return place;
            }
            if (keys[oldest] != 0 && (keys[place] == 0 || answeredNs[place] < answeredNs[oldest])) {
                oldest = place;
            }
        }
        return oldest;
    }

    private static int place(long key, int probe) {
        return (int) (key >>> 32) + probe & PLACES - 1;
    }

    private long key(long address, long client) {
        long key = mixed(address ^ client * PRIME);
        return key == 0 ? 1 : key;
    }

    private long hash(long hi, long lo) {
        return mixed(mixed(seed ^ hi) ^ lo) | 1;
    }

    private long hash(int ipVersion, long hi, long lo) {
        int length = IpAddress.write(text, 0, ipVersion, hi, lo);
        long hash = seed;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ text[i]) * PRIME;
        }
        return mixed(hash);
    }

    /** The address stands in an answer as text. */
    private long hash(Findings findings, int entry) {
        long hash = seed;
        for (int i = 0; i < findings.length(entry); i++) {
            hash = (hash ^ findings.octet(entry, i)) * PRIME;
        }
        return mixed(hash);
    }

    private static long mixed(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
