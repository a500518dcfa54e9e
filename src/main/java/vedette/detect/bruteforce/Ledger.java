package vedette.detect.bruteforce;

import vedette.detect.AlertDesk;
import vedette.detect.Level;
import vedette.detect.OpenAlerts;
import vedette.detect.SourceAddresses;
import vedette.detect.memory.Fields;
import vedette.detect.memory.Memory;
import vedette.detect.sketch.KeyTable;
import vedette.detect.sketch.KeyedMemory;
import vedette.flow.Flow;

/**
 * What is remembered of attempts, by a key: of a client at a service, of a client at the same service of many hosts, or of a
 * service and all its clients. Bounded by its capacity; when full, the least active of eight gives way, but none with an alert.
 */
final class Ledger {
    static final int NONE = KeyTable.NONE;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MINUTE_NS = 60 * SECOND_NS;
    private static final long DAY_NS = 24 * 60 * MINUTE_NS;
    private static final int SHARE_OVER = 128;
    private static final float WEIGHT = 1f / 8;
    private static final int WORDS = 4;

    /** Of all arrays together, but for keys and counterparts. */
    private static final int OCTETS_PER_SLOT = 272;

    private static final Rule[] RULES = Rule.values();
    private static final Level[] LEVELS = Level.values();

    private final Form form;
    private final KeyTable keys;
    private final KeyTable.Worth worth = this::worth;
    private final SlidingCounts minute;
    private final SlidingCounts hours;
    private final SlidingCounts day;
    private final RecentSizes client;
    private final RecentSizes server;
    private final SourceAddresses sources;
    private final long[] firstNs;
    private final long[] lastNs;
    private final OpenAlerts alerts;
    private final boolean[] isTold;
    private final Rule[] rules;
    private final int[] mostByRule;
    private final char[] ports;
    private final int[] attempts;
    private final int[] sinceTold;
    private final int[] alike;
    private final int[] others;
    private final int[] failures;
    private final Level[] levels;
    private final boolean[] marks;
    private final float[] seconds;
    private final float[] packets;
    private final float[] gaps;

    /** Counts different counterparts by their hashes (Whang and others 1990, linear counting); empty if none are counted. */
    private final long[] counterparts;

    Ledger(Form form, int capacity, AlertDesk desk, Report report, long seed) {
        this.form = form;
        keys = new KeyTable(capacity, seed);
        minute = new SlidingCounts(capacity, 6, 10 * SECOND_NS);
        hours = new SlidingCounts(capacity, 12, 10 * MINUTE_NS);
        day = new SlidingCounts(capacity, 24, 60 * MINUTE_NS);
        client = new RecentSizes(capacity);
        server = new RecentSizes(capacity);
        sources = new SourceAddresses(capacity);
        firstNs = new long[capacity];
        lastNs = new long[capacity];
        alerts = new OpenAlerts(capacity, desk, slot -> report.finding(this, slot));
        isTold = new boolean[capacity];
        rules = new Rule[capacity];
        mostByRule = new int[capacity];
        ports = new char[capacity];
        attempts = new int[capacity];
        sinceTold = new int[capacity];
        alike = new int[capacity];
        others = new int[capacity];
        failures = new int[capacity];
        levels = new Level[capacity];
        marks = new boolean[capacity];
        seconds = new float[capacity];
        packets = new float[capacity];
        gaps = new float[capacity];
        counterparts = new long[form == Form.PAIR ? 0 : capacity * WORDS];
    }

    static long octets(Form form, int capacity) {
        int counterpartOctets = form == Form.PAIR ? 0 : WORDS * Long.BYTES;
        return KeyTable.octets(capacity) + (long) (OCTETS_PER_SLOT + counterpartOctets) * capacity;
    }

    /** The key's slot, or {@link #NONE}. */
    int find(long key) {
        return keys.find(key);
    }

    /** The key's slot, made if there is none; what is older than a day is forgotten. */
    int enter(long key, Flow attempt) {
        int slot = keys.find(key);
        if (slot == NONE) {
            if (keys.isFull()) {
                alerts.leave(keys.evict(worth), attempt.closedNs());
            }
            slot = keys.add(key);
            clear(slot, attempt);
        } else if (attempt.startNs() - lastNs[slot] > DAY_NS && !alerts.isOpen(slot)) {
            clear(slot, attempt);
        }
        sources.again(slot, attempt.initiatorLo());
        return slot;
    }

    private long worth(int slot) {
        return alerts.isOpen(slot) ? Long.MAX_VALUE : lastNs[slot] + Math.min(attempts[slot], 60) * MINUTE_NS;
    }

    private void clear(int slot, Flow attempt) {
        long timeNs = attempt.endNs();
        minute.clear(slot, timeNs);
        hours.clear(slot, timeNs);
        day.clear(slot, timeNs);
        client.clear(slot);
        server.clear(slot);
        sources.begin(slot, attempt.ipVersion(), attempt.initiatorHi(), attempt.initiatorLo());
        firstNs[slot] = attempt.startNs();
        lastNs[slot] = timeNs;
        isTold[slot] = false;
        rules[slot] = Rule.DAILY;
        ports[slot] = (char) attempt.responderPort();
        attempts[slot] = 0;
        sinceTold[slot] = 0;
        alike[slot] = 0;
        others[slot] = 0;
        failures[slot] = 0;
        levels[slot] = Level.INFO;
        marks[slot] = false;
        seconds[slot] = 0;
        packets[slot] = 0;
        gaps[slot] = 0;
        for (int i = 0; i < WORDS && counterparts.length > 0; i++) {
            counterparts[slot * WORDS + i] = 0;
        }
    }

    /** A connection that looks like an attempt to log in. */
    void addAttempt(int slot, Flow attempt) {
        long timeNs = attempt.endNs();
        minute.add(slot, timeNs);
        hours.add(slot, timeNs);
        day.add(slot, timeNs);
        client.add(slot, attempt.payloadOctets(Flow.FORWARD));
        server.add(slot, attempt.payloadOctets(Flow.REVERSE));
        float share = attempts[slot] == 0 ? 1 : WEIGHT;
        seconds[slot] += share * ((timeNs - attempt.startNs()) / 1e9f - seconds[slot]);
        packets[slot] += share * (attempt.packets(Flow.FORWARD) + attempt.packets(Flow.REVERSE) - packets[slot]);
        if (attempts[slot] > 0) {
            float gap = Math.max(0, timeNs - lastNs[slot]) / 1e9f;
            gaps[slot] += (attempts[slot] == 1 ? 1 : WEIGHT) * (gap - gaps[slot]);
        }
        lastNs[slot] = Math.max(lastNs[slot], timeNs);
        attempts[slot]++;
        sinceTold[slot]++;
        alike[slot]++;
        keepShare(slot);
    }

    /** A connection of the same key that does not. */
    void addOther(int slot) {
        others[slot]++;
        keepShare(slot);
    }

    /** A connection that failed. */
    void addFailure(int slot) {
        failures[slot]++;
    }

    private void keepShare(int slot) {
        if (alike[slot] + others[slot] >= SHARE_OVER) {
            alike[slot] /= 2;
            others[slot] /= 2;
        }
    }

    void addCounterpart(int slot, long hash) {
        int bit = (int) (hash >>> 56);
        counterparts[slot * WORDS + (bit >>> 6)] |= 1L << bit;
    }

    /** How many different counterparts, about: exact for a few, not more than 1,420. */
    int counterparts(int slot) {
        int set = 0;
        for (int i = 0; i < WORDS; i++) {
            set += Long.bitCount(counterparts[slot * WORDS + i]);
        }
        int bits = WORDS * Long.SIZE;
        return (int) Math.round(bits * Math.log((double) bits / Math.max(1, bits - set)));
    }

    /** Attempts of the last minute. */
    int inAMinute(int slot) {
        return minute.all(slot, lastNs[slot]);
    }

    /** Attempts of the last 20 minutes. */
    int inTwentyMinutes(int slot) {
        return hours.last(slot, 2, lastNs[slot]);
    }

    /** Attempts of the last 40 minutes. */
    int inFortyMinutes(int slot) {
        return hours.last(slot, 4, lastNs[slot]);
    }

    /** Attempts of the last two hours. */
    int inTwoHours(int slot) {
        return hours.all(slot, lastNs[slot]);
    }

    /** Attempts of the last 24 hours. */
    int inADay(int slot) {
        return day.all(slot, lastNs[slot]);
    }

    /** Who they are; of a service, who was the first. */
    SourceAddresses sources() {
        return sources;
    }

    RecentSizes client() {
        return client;
    }

    RecentSizes server() {
        return server;
    }

    /** Whether the last attempts weigh the same, both ways. */
    boolean areAlike(int slot, double maxDispersion) {
        return client.areAlike(slot, maxDispersion) && server.areAlike(slot, maxDispersion);
    }

    /** Which part of the connections were attempts, lately. */
    double shareOfAttempts(int slot) {
        return (double) alike[slot] / Math.max(1, alike[slot] + others[slot]);
    }

    /** How long an attempt lasts, seconds. */
    double seconds(int slot) {
        return seconds[slot];
    }

    /** How long from the end of one attempt to the end of the next, seconds. */
    double gapSeconds(int slot) {
        return gaps[slot];
    }

    double packets(int slot) {
        return packets[slot];
    }

    long firstNs(int slot) {
        return firstNs[slot];
    }

    long lastNs(int slot) {
        return lastNs[slot];
    }

    Form form() {
        return form;
    }

    int port(int slot) {
        return ports[slot];
    }

    int attempts(int slot) {
        return attempts[slot];
    }

    int failures(int slot) {
        return failures[slot];
    }

    /** Attempts since the last alert was closed, or all. */
    int sinceTold(int slot) {
        return sinceTold[slot];
    }

    OpenAlerts alerts() {
        return alerts;
    }

    /** An alert tells of the slot, as this rule held. */
    void opened(int slot, Rule rule) {
        rules[slot] = rule;
        mostByRule[slot] = 0;
        isTold[slot] = true;
    }

    /** If the slot's alert has been closed: another takes as many attempts as the first did. */
    void noteClosed(int slot) {
        if (isTold[slot] && !alerts.isOpen(slot)) {
            isTold[slot] = false;
            sinceTold[slot] = 1;
            levels[slot] = Level.INFO;
            marks[slot] = false;
        }
    }

    /** The rule that held when the alert got its level. */
    Rule rule(int slot) {
        return rules[slot];
    }

    /** The most attempts that rule has counted. */
    int mostByRule(int slot) {
        mostByRule[slot] = Math.max(mostByRule[slot], rules[slot].figure(this, slot));
        return mostByRule[slot];
    }

    /** The highest level an alert has had. */
    Level level(int slot) {
        return levels[slot];
    }

    /** Raises the level. Returns whether it was lower. */
    boolean raise(int slot, Level level) {
        boolean raised = level.compareTo(levels[slot]) > 0;
        if (raised) {
            levels[slot] = level;
        }
        return raised;
    }

    /** Whether a login may have succeeded. */
    boolean isMarked(int slot) {
        return marks[slot];
    }

    void mark(int slot) {
        marks[slot] = true;
    }

    /** What outlives the run. */
    Memory memory(String name) {
        return new KeyedMemory(name, 1, keys, DAY_NS, new KeyedMemory.Entries() {
            @Override
            public void name(int slot, Fields fields) {
                nameAttempts(slot, fields);
                nameTold(slot, fields);
            }

            @Override
            public long lastNs(int slot) {
                return lastNs[slot];
            }
        });
    }

    private void nameAttempts(int slot, Fields fields) {
        minute.name(slot, fields);
        hours.name(slot, fields);
        day.name(slot, fields);
        client.name(slot, fields);
        server.name(slot, fields);
        sources.name(slot, fields);
        fields.of(firstNs, slot);
        fields.of(lastNs, slot);
        fields.of(ports, slot);
        fields.of(attempts, slot);
        fields.of(alike, slot);
        fields.of(others, slot);
        fields.of(failures, slot);
        fields.of(seconds, slot);
        fields.of(packets, slot);
        fields.of(gaps, slot);
        if (counterparts.length > 0) {
            fields.of(counterparts, slot * WORDS, WORDS);
        }
    }

    /** One whose alert is open is told anew when it goes on. */
    private void nameTold(int slot, Fields fields) {
        isTold[slot] = fields.of(isTold[slot] && !alerts.isOpen(slot));
        fields.of(sinceTold, slot);
        rules[slot] = fields.of(rules[slot], RULES);
        fields.of(mostByRule, slot);
        levels[slot] = fields.of(levels[slot], LEVELS);
        fields.of(marks, slot);
    }

    int size() {
        return keys.size();
    }

    long evictions() {
        return keys.evictions();
    }
}
