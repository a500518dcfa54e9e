package vedette.detect.scan;

import org.jspecify.annotations.Nullable;
import vedette.detect.AlertDesk;
import vedette.detect.AlertType;
import vedette.detect.Subject;
import vedette.detect.memory.Fields;
import vedette.flow.Flow;
import vedette.flow.Outcome;

/** What is remembered of a source in one protocol: 128 octets, since there are many. Made once and refilled. */
final class Source {
    /** What is remembered besides of one that was told of. Made for the first alert. */
    static final class Told {
        /** Why it was called a scanner, and what the rule's figure was held against. */
        final Rule rule;

        final double threshold;
        final int contactsAtDetection;
        long alert = AlertDesk.NONE;

        /** When an alert was last brought to the desk although it took none. */
        long turnedAwayNs = Long.MIN_VALUE / 2;

        AlertType type = AlertType.SCAN_VERTICAL;

        /** As what it is on the allow-list, if it is. */
        @Nullable
        Subject allowed;

        /** Targets that the alert last told of. */
        int targets;

        /** When another target was last tried without success. */
        long lastNs;

        private double figure;

        Told(Rule rule, Source source, Targets targets) {
            this.rule = rule;
            threshold = rule.threshold(source, targets);
            contactsAtDetection = source.contacts;
        }

        /** With what an earlier run knew; its alert is not open. */
        private Told(Fields fields) {
            rule = fields.of(Rule.WALK, RULES);
            type = AlertType.ofCode(fields.of(0));
            threshold = fields.of(0.0);
            contactsAtDetection = fields.of(0);
            targets = fields.of(0);
            lastNs = fields.of(0L);
            figure = fields.of(0.0);
            alert = AlertDesk.OVER;
        }

        /** @param isOpen whether its alert is: then another is opened as soon as the source goes on */
        private void write(Fields fields, boolean isOpen) {
            fields.of(rule, RULES);
            fields.of(type.code());
            fields.of(threshold);
            fields.of(contactsAtDetection);
            fields.of(isOpen ? 0 : targets);
            fields.of(lastNs);
            fields.of(figure);
        }

        /** The most that the rule's figure has come to, now that it stands as it does. */
        double figure(Source source, Targets found) {
            figure = Math.max(figure, rule.figure(source, found));
            return figure;
        }
    }

    private static final Rule[] RULES = Rule.values();
    private static final Outcome[] OUTCOMES = Outcome.values();

    /** ln((1 - 0.2) / (1 - 0.8)): what a failure tells, if a scanner succeeds with one in five and others with four. */
    static final double STEP = Math.log(4);

    /** ln(0.01 / 0.999): nobody earns more trust than this, so that nobody can save it up. */
    static final double FLOOR = -4.6;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long HALF_LIFE_NS = 86_400 * SECOND_NS;
    private static final double LN_2 = Math.log(2);
    private static final long PAUSE_NS = 900 * SECOND_NS;

    final int slot;
    byte ipVersion;
    long hi;
    long lo;
    boolean hasSeveralAddresses;
    boolean isLocal;
    short protocol;
    long lastNs;
    long firstFailedNs;

    /** When the first target without success was turned to, by its packets' own time, and when one was last heard of. */
    long triedFromNs;

    long triedToNs;
    float score;

    int contacts;
    int successes;
    int rejected;
    int silent;
    int open;

    /** Targets without success since the last pause of 15 minutes. */
    int burst;

    /** Whether a failed target lies outside. */
    boolean reachesOut;

    /** The first target without success, until there is a second: most sources have no more. */
    long targetHi;

    long targetLo;
    char targetPort;
    Outcome targetOutcome = Outcome.SILENT;
    boolean targetCounts;

    /** Bits of the kinds of its segments that no connection begins with, see {@link Stealth}. */
    short kinds;

    @Nullable
    Told told;

    /** @param slot where it stands in its table */
    Source(int slot) {
        this.slot = slot;
    }

    void begin(Flow flow, boolean isLocal, int protocol, long nowNs) {
        ipVersion = (byte) flow.ipVersion();
        hi = flow.initiatorHi();
        lo = flow.initiatorLo();
        hasSeveralAddresses = false;
        this.isLocal = isLocal;
        this.protocol = (short) protocol;
        lastNs = nowNs;
        score = 0;
        contacts = 0;
        successes = 0;
        rejected = 0;
        silent = 0;
        open = 0;
        burst = 0;
        reachesOut = false;
        kinds = 0;
        told = null;
    }

    /**
     * Names what is known of it.
     *
     * @param isOpen whether an alert about it is open, if the fields are written
     */
    void name(Fields fields, boolean isOpen) {
        ipVersion = fields.of(ipVersion);
        hi = fields.of(hi);
        lo = fields.of(lo);
        hasSeveralAddresses = fields.of(hasSeveralAddresses);
        isLocal = fields.of(isLocal);
        protocol = fields.of(protocol);
        lastNs = fields.of(lastNs);
        score = fields.of(score);
        contacts = fields.of(contacts);
        successes = fields.of(successes);
        rejected = fields.of(rejected);
        silent = fields.of(silent);
        open = fields.of(open);
        burst = fields.of(burst);
        reachesOut = fields.of(reachesOut);
        kinds = fields.of(kinds);
        nameFirstTarget(fields);
        nameTold(fields, isOpen);
    }

    private void nameFirstTarget(Fields fields) {
        firstFailedNs = fields.of(firstFailedNs);
        triedFromNs = fields.of(triedFromNs);
        triedToNs = fields.of(triedToNs);
        targetHi = fields.of(targetHi);
        targetLo = fields.of(targetLo);
        targetPort = fields.of(targetPort);
        targetOutcome = fields.of(targetOutcome, OUTCOMES);
        targetCounts = fields.of(targetCounts);
    }

    private void nameTold(Fields fields, boolean isOpen) {
        boolean wasTold = fields.of(told != null);
        if (fields.areRead()) {
            told = wasTold ? new Told(fields) : null;
        } else if (told != null) {
            told.write(fields, isOpen);
        }
    }

    /** Takes a first contact into account, with its weight in steps. */
    void weigh(Outcome outcome, double weight, long nowNs) {
        long idleNs = nowNs - lastNs;
        if (idleNs >= SECOND_NS) {
            score *= (float) Math.exp(-LN_2 * idleNs / HALF_LIFE_NS);
        }
        if (idleNs >= PAUSE_NS) {
            burst = 0;
        }
        lastNs = Math.max(lastNs, nowNs);
        score = (float) Math.max(FLOOR, score + weight * STEP);
        contacts++;
        switch (outcome) {
            case SUCCESS -> successes++;
            case REJECTED -> rejected++;
            case SILENT, CROWDED_OUT -> silent++;
            case OPEN_WITHOUT_DATA -> open++;
        }
        if (outcome != Outcome.SUCCESS) {
            if (targets() == 1) {
                firstFailedNs = nowNs;
            }
            burst++;
        }
    }

    /** Takes note of when a target without success was tried. */
    void triedAt(Flow flow) {
        boolean isFirst = targets() == 1;
        triedFromNs = isFirst ? flow.startNs() : Math.min(triedFromNs, flow.startNs());
        triedToNs = isFirst ? flow.endNs() : Math.max(triedToNs, flow.endNs());
    }

    /** Takes note of the first target without success. */
    void tried(Flow flow, Outcome outcome, boolean counts) {
        targetHi = flow.responderHi();
        targetLo = flow.responderLo();
        targetPort = (char) flow.responderPort();
        targetOutcome = outcome;
        targetCounts = counts;
    }

    int failures() {
        return rejected + silent;
    }

    /** Targets tried without success. */
    int targets() {
        return rejected + silent + open;
    }

    double successShare() {
        return contacts == 0 ? 0 : (double) successes / contacts;
    }

    /** Where IPv6 is spoken, hosts of this site seldom have addresses that are known to be local. */
    Profile profile() {
        if (isLocal) {
            return reachesOut ? Profile.OUTBOUND : Profile.LOCAL;
        }
        return reachesOut && ipVersion == 6 ? Profile.LOCAL : Profile.EXTERNAL;
    }
}
