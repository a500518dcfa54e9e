package vedette.detect.bruteforce;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vedette.detect.AlertDesk;
import vedette.detect.AlertType;
import vedette.detect.Detector;
import vedette.detect.Detectors;
import vedette.detect.Feed.Visibility;
import vedette.detect.OpenAlerts;
import vedette.detect.Parties;
import vedette.detect.Subject;
import vedette.detect.Surroundings;
import vedette.detect.Verdicts;
import vedette.detect.Verdicts.Kind;
import vedette.detect.memory.Memory;
import vedette.flow.Flow;
import vedette.flow.Outcome;
import vedette.flow.Probe;
import vedette.net.IpPrefix;
import vedette.net.IpProtocol;

/**
 * Raises an alert when a client makes many short connections to a login service that weigh the same: whoever tries passwords sends
 * as much each time and is answered as much. Looks at closed connections, never into them. Follows each client at each
 * service, each client at the same service of many hosts (spraying), and each service with all its clients from outside (many
 * hosts taking turns).
 *
 * <p>Bounded: {@link BruteForceConfig#maxPairs} clients with a service, an eighth of that of each of the others; what was least
 * active gives way.
 */
public final class BruteForceDetector implements Detector {
    private static final int LEAST_PACKETS = 5;
    private static final int MOST_PACKETS = 60;
    private static final long MOST_NS = 60_000_000_000L;
    private static final long MOST_SERVER_OCTETS = 16 * 1024;

    /** An unknown protocol in which one logs in takes turns: so many segments of the client, fewer if the server greets first. */
    private static final int TURNS = 5;

    private static final int TURNS_AFTER_GREETING = 3;
    private static final long LEAST_UNKNOWN_NS = 200_000_000L;

    private static final double LEAST_SHARE = 0.8;
    static final int LEAST_IN_A_DAY = 20;

    /** A refused password takes a second or more, and who tries the next does not pause for longer than that. */
    private static final double REFUSAL_SECONDS = 1.5;

    private static final double LEAST_DUTY = 0.5;

    /** Attempts after which others are told not to take the pair for a beacon. */
    private static final int SUSPECT_ATTEMPTS = 6;

    private static final long SUSPECT_NS = 2 * 3600_000_000_000L;
    private static final long CONVICTED_NS = 24 * 3600_000_000_000L;

    private static final int LEAST_SPRAYED = 6;
    private static final int LEAST_CLIENTS = 10;
    static final int LEAST_OF_CLIENTS = 60;
    private static final double MOST_DISPERSION_OF_CLIENTS = 0.10;

    private static final int ROLL_UP_PART = 8;

    /** A login that succeeded carries more than one that failed. */
    private static final int MUCH_MORE = 4;

    private static final double SOMEWHAT_MORE = 1.25;

    private final BruteForceConfig config;
    private final Surroundings surroundings;
    private final Verdicts verdicts;
    private final Ledger pairs;
    private final Ledger sprays;
    private final Ledger services;
    private final StringBuilder history = new StringBuilder(Flow.HISTORY_LENGTH);

    public BruteForceDetector(BruteForceConfig config, Detectors.Context context) {
        this.config = config;
        surroundings = context.surroundings();
        AlertDesk desk = context.desk();
        verdicts = surroundings.verdicts();
        long seed = context.seed();
        Report report = new Report(config);
        int rollUps = config.maxPairs() / ROLL_UP_PART;
        pairs = new Ledger(Form.PAIR, config.maxPairs(), desk, report, seed);
        sprays = new Ledger(Form.SPRAY, rollUps, desk, report, seed + 1);
        services = new Ledger(Form.TURNS, rollUps, desk, report, seed + 2);
    }

    /** What the ledgers of so many pairs take. */
    static long octets(int maxPairs) {
        return Ledger.octets(Form.PAIR, maxPairs) + 2 * Ledger.octets(Form.SPRAY, maxPairs / ROLL_UP_PART);
    }

    /** Whether connections to this port may be attempts to log in. */
    public static boolean looksAt(int port) {
        return Purpose.of(port) != Purpose.REQUESTS;
    }

    @Override
    public Set<Event> watches() {
        return EnumSet.of(Event.OUTCOME, Event.RECORD);
    }

    /** A connection to the same service of another host failed: a source that sprays does not know who is there. */
    @Override
    public void onOutcome(Flow flow, Outcome outcome, long nowNs) {
        if (flow.protocol() == IpProtocol.TCP && (outcome == Outcome.REJECTED || outcome.isSilence())) {
            Purpose purpose = Purpose.of(flow.responderPort());
            int spray = purpose == Purpose.REQUESTS || purpose == Purpose.UNKNOWN ? Ledger.NONE : findSpray(flow);
            if (spray != Ledger.NONE) {
                sprays.addFailure(spray);
            }
        }
    }

    @Override
    public void onRecord(Flow record) {
        if (record.protocol() != IpProtocol.TCP
                || record.probe() != Probe.SYN
                || record.part() != 1
                || record.payloadOctets(Flow.FORWARD) == 0) {
            return;
        }
        Purpose purpose = Purpose.of(record.responderPort());
        if (purpose == Purpose.REQUESTS || surroundings.allowed().allows(AlertType.BRUTE_FORCE, record)) {
            return;
        }
        if (isAttempt(record, purpose)) {
            onAttempt(record, purpose);
        } else {
            onOther(record);
        }
    }

    private boolean isAttempt(Flow record, Purpose purpose) {
        long packets = record.packets(Flow.FORWARD) + record.packets(Flow.REVERSE);
        boolean seesServer = surroundings.feed().visibility() == Visibility.FULL;
        boolean answered = record.payloadOctets(Flow.REVERSE) > 0 || purpose == Purpose.PEOPLE || !seesServer;
        return packets >= LEAST_PACKETS
                && packets <= MOST_PACKETS
                && record.endNs() - record.startNs() <= MOST_NS
                && purpose.fits(record.payloadOctets(Flow.FORWARD))
                && record.payloadOctets(Flow.REVERSE) <= MOST_SERVER_OCTETS
                && answered
                && (purpose != Purpose.UNKNOWN || takesTurns(record));
    }

    private boolean takesTurns(Flow record) {
        int turns = record.pshCount(Flow.FORWARD);
        return record.endNs() - record.startNs() >= LEAST_UNKNOWN_NS
                && (turns >= TURNS || turns >= TURNS_AFTER_GREETING && serverGreets(record));
    }

    private boolean serverGreets(Flow record) {
        history.setLength(0);
        record.appendHistory(history);
        int greeting = history.indexOf("d");
        int request = history.indexOf("D");
        return greeting >= 0 && (request < 0 || greeting < request);
    }

    private void onAttempt(Flow record, Purpose purpose) {
        boolean external = !surroundings.isInitiatorLocal(record);
        int pair = pairs.enter(pairKey(record), record);
        pairs.addAttempt(pair, record);
        int spray = Ledger.NONE;
        if (purpose != Purpose.UNKNOWN && purpose != Purpose.RELAY) {
            spray = sprays.enter(sprayKey(record), record);
            sprays.addAttempt(spray, record);
            sprays.addCounterpart(spray, surroundings.partiesOf(record).responder());
            judgeSpray(record, purpose, external, spray);
        }
        boolean sprayTold = spray != Ledger.NONE && sprays.alerts().isOpen(spray);
        judgePair(record, purpose, external, pair, sprayTold);
        if (purpose == Purpose.PEOPLE && external && !pairs.alerts().isOpen(pair) && !sprayTold) {
            int service = services.enter(serviceKey(record), record);
            services.addAttempt(service, record);
            services.addCounterpart(service, surroundings.partiesOf(record).source());
            judgeService(record, service);
        }
    }

    private void judgePair(Flow record, Purpose purpose, boolean external, int pair, boolean sprayTold) {
        Rule rule = ruleFor(pairs, pair, purpose, external, record.responderPort());
        if (rule != null || isSuspect(pair, purpose, external)) {
            tellOthers(record, rule == null ? SUSPECT_NS : CONVICTED_NS, purpose);
        }
        if (!sprayTold || pairs.alerts().isOpen(pair)) {
            tell(pairs, pair, rule, purpose, external, record);
        }
    }

    private boolean isSuspect(int pair, Purpose purpose, boolean external) {
        return purpose == Purpose.PEOPLE
                && pairs.inTwoHours(pair) >= SUSPECT_ATTEMPTS
                && (external || pairs.inAMinute(pair) >= SUSPECT_ATTEMPTS || isWithoutPause(pairs, pair))
                && pairs.shareOfAttempts(pair) >= LEAST_SHARE
                && pairs.areAlike(pair, config.maxDispersion());
    }

    private void tellOthers(Flow record, long holdsNs, Purpose purpose) {
        if (purpose != Purpose.UNKNOWN && purpose != Purpose.RELAY) {
            Parties parties = surroundings.partiesOf(record);
            long pair = Verdicts.ofService(parties.initiator(), parties.target());
            verdicts.tell(Kind.BRUTE_FORCE, pair, record.closedNs() + holdsNs);
        }
    }

    private void judgeSpray(Flow record, Purpose purpose, boolean external, int spray) {
        boolean isSpray = sprays.counterparts(spray) >= LEAST_SPRAYED
                && (external || sprays.failures(spray) >= sprays.attempts(spray) / 4);
        Rule rule = isSpray ? ruleFor(sprays, spray, purpose, external, record.responderPort()) : null;
        tell(sprays, spray, rule, purpose, external, record);
    }

    private void judgeService(Flow record, int service) {
        boolean attacked = services.counterparts(service) >= LEAST_CLIENTS
                && services.inTwoHours(service) >= LEAST_OF_CLIENTS
                && services.shareOfAttempts(service) >= LEAST_SHARE
                && services.client().median(service) >= Purpose.leastToTryOctets(record.responderPort())
                && services.areAlike(service, MOST_DISPERSION_OF_CLIENTS);
        tell(services, service, attacked ? Rule.STEADY : null, Purpose.PEOPLE, true, record);
    }

    private @Nullable Rule ruleFor(Ledger ledger, int slot, Purpose purpose, boolean external, int port) {
        if (ledger.inADay(slot) < config.minAttempts()
                || ledger.shareOfAttempts(slot) < LEAST_SHARE
                || !ledger.areAlike(slot, config.maxDispersion())) {
            return null;
        }
        if (ledger.inAMinute(slot) >= config.burstAttempts()) {
            return Rule.BURST;
        }
        boolean tries = ledger.client().median(slot) >= Purpose.leastToTryOctets(port);
        if (purpose == Purpose.PEOPLE && tries && ledger == pairs && isWithoutPause(ledger, slot)) {
            if (ledger.inTwentyMinutes(slot) >= config.minAttempts()) {
                return Rule.WITHOUT_PAUSE;
            }
        }
        boolean mayBeSlow = external && tries && (purpose == Purpose.PEOPLE || purpose == Purpose.PROGRAMS);
        return mayBeSlow ? slowRule(ledger, slot) : null;
    }

    private @Nullable Rule slowRule(Ledger ledger, int slot) {
        if (ledger.inFortyMinutes(slot) >= config.minAttempts()) {
            return Rule.STEADY;
        }
        if (ledger.inTwoHours(slot) >= config.minAttempts()) {
            return Rule.SLOW;
        }
        return ledger.inADay(slot) >= Math.max(LEAST_IN_A_DAY, config.minAttempts()) ? Rule.DAILY : null;
    }

    private static boolean isWithoutPause(Ledger ledger, int slot) {
        return ledger.seconds(slot) >= REFUSAL_SECONDS && ledger.seconds(slot) >= LEAST_DUTY * ledger.gapSeconds(slot);
    }

    /** Opens an alert if a rule holds; tells how it goes on if there is one. */
    private void tell(Ledger ledger, int slot, @Nullable Rule rule, Purpose purpose, boolean external, Flow record) {
        OpenAlerts alerts = ledger.alerts();
        ledger.noteClosed(slot);
        boolean isOpen = alerts.isOpen(slot);
        boolean isDue = rule != null
                && ledger.sinceTold(slot) >= config.minAttempts()
                && alerts.mayOpen(slot, record.closedNs());
        if (isOpen || isDue) {
            boolean raised = rule != null && ledger.raise(slot, rule.level(purpose, external));
            if (rule != null && (raised || !isOpen)) {
                ledger.opened(slot, rule);
            }
            if (!isOpen) {
                alerts.open(slot, AlertType.BRUTE_FORCE, subject(record, ledger, slot), record.closedNs());
            } else if (raised) {
                alerts.tellNow(slot, record.closedNs());
            } else {
                alerts.goOn(slot, ledger.attempts(slot), record.closedNs());
            }
        }
    }

    @Override
    public void onTick(long nowNs) {
        pairs.alerts().onTick(nowNs);
        sprays.alerts().onTick(nowNs);
        services.alerts().onTick(nowNs);
    }

    @Override
    public void finish(long nowNs) {
        pairs.alerts().finish(nowNs);
        sprays.alerts().finish(nowNs);
        services.alerts().finish(nowNs);
    }

    /** A connection that is no attempt: after many attempts, perhaps what they were made for. */
    private void onOther(Flow record) {
        int pair = pairs.find(pairKey(record));
        if (pair == Ledger.NONE) {
            return;
        }
        if (!pairs.alerts().isOpen(pair)) {
            pairs.addOther(pair);
        } else if (!pairs.isMarked(pair) && mayBeSuccess(record, pair)) {
            pairs.mark(pair);
            pairs.raise(pair, pairs.level(pair).moved(1));
            pairs.alerts().tellNow(pair, record.closedNs());
        }
    }

    private boolean mayBeSuccess(Flow record, int pair) {
        int median = pairs.client().median(pair);
        long octets = record.payloadOctets(Flow.FORWARD);
        boolean isLong = record.endNs() - record.startNs() > MOST_NS && octets > SOMEWHAT_MORE * median;
        boolean isLarge = octets > (long) MUCH_MORE * median || record.payloadOctets(Flow.REVERSE) > MOST_SERVER_OCTETS;
        return record.endNs() > pairs.firstNs(pair)
                && record.payloadOctets(Flow.REVERSE) > pairs.server().median(pair)
                && (isLong || isLarge);
    }

    private static Subject subject(Flow record, Ledger ledger, int slot) {
        IpPrefix destination = IpPrefix.of(record.ipVersion(), record.responderHi(), record.responderLo());
        return switch (ledger.form()) {
            case PAIR -> new Subject(ledger.sources().told(slot), destination, IpProtocol.TCP, record.responderPort());
            case SPRAY -> new Subject(ledger.sources().told(slot), null, IpProtocol.TCP, record.responderPort());
            case TURNS -> new Subject(null, destination, IpProtocol.TCP, record.responderPort());
        };
    }

    private long pairKey(Flow record) {
        Parties parties = surroundings.partiesOf(record);
        return Verdicts.ofService(parties.source(), parties.target());
    }

    private int findSpray(Flow flow) {
        return sprays.find(sprayKey(flow));
    }

    private long sprayKey(Flow flow) {
        return Verdicts.ofTarget(surroundings.partiesOf(flow).source(), IpProtocol.TCP, flow.responderPort());
    }

    private long serviceKey(Flow flow) {
        return surroundings.partiesOf(flow).target();
    }

    @Override
    public List<Memory> memories() {
        return List.of(
                pairs.memory("brute-force.pairs"),
                sprays.memory("brute-force.sprays"),
                services.memory("brute-force.services"));
    }

    @Override
    public int entries() {
        return pairs.size() + sprays.size() + services.size();
    }

    @Override
    public long evictions() {
        return pairs.evictions() + sprays.evictions() + services.evictions();
    }
}
