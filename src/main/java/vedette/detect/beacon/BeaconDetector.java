package vedette.detect.beacon;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import vedette.content.Findings;
import vedette.detect.AlertDesk;
import vedette.detect.AlertType;
import vedette.detect.Detector;
import vedette.detect.Detectors.Context;
import vedette.detect.Finding;
import vedette.detect.Level;
import vedette.detect.Parties;
import vedette.detect.ServerName;
import vedette.detect.Subject;
import vedette.detect.Surroundings;
import vedette.detect.Verdicts;
import vedette.detect.memory.Memory;
import vedette.detect.memory.StateMemory;
import vedette.detect.sketch.HourlyPresence;
import vedette.flow.Flow;
import vedette.flow.Outcome;
import vedette.net.IpProtocol;

/**
 * Raises an alert when one host calls another as regularly as a program does. A call is an attempt to connect, whether or not it is
 * answered, or the payload that follows at least five seconds of the client's silence within a connection.
 *
 * <p>Bounded: {@link BeaconConfig#maxCandidates} pairs wait for their fourth call (16 octets each), a sketch of 16 MiB knows which
 * pairs came in three of the last 24 hours, {@link BeaconConfig#maxSeries} series of calls are followed (840 octets each), and 65,536
 * destinations are remembered (80 octets each): 80 MiB if all are full.
 */
public final class BeaconDetector implements Detector {
    /** Hours of the last 24 in which a pair was seen, after which it is followed even if it called but rarely. */
    private static final int HOURS_TO_BE_FOLLOWED = 3;

    private static final int PRESENCE_SLOTS = 1 << 22;
    private static final int DESTINATIONS = 1 << 16;
    private static final int RESOLVER_CLIENTS = 3;
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final long SWEEP_NS = 60_000_000_000L;

    /** Silence after which a beacon is taken to have ended: so many periods, and at least 15 minutes. */
    private static final int QUIET_PERIODS = 8;

    /** Calls after the end of an alert that make another. */
    private static final int CALLS_TO_TELL_AGAIN = 12;

    /** From here on twelve intervals take more than an hour. */
    private static final double SLOW_PERIOD_SECONDS = 300;

    /** In place of an alert: the series is one of several of its source, of which another was told. */
    private static final long IN_ROUNDS = -2;

    private static final int LEAST_QUIET = Ticks.HOUR / 4;

    private final BeaconConfig config;
    private final Surroundings surroundings;
    private final AlertDesk desk;
    private final Services services;
    private final Candidates candidates;
    private final HourlyPresence presence;
    private final SeriesTable table;
    private final Destinations destinations;
    private final BeaconAlerts alerts;
    private final Series series = new Series();
    private final ServerNames names = new ServerNames();
    private final Judgement judgement = new Judgement();
    private final Rounds rounds = new Rounds();
    private final Circumstances circumstances = new Circumstances();
    private final int[] firstTicks = new int[Candidates.PROMOTED_AT];
    private long sweepDueNs = Long.MIN_VALUE;
    private int startTick;
    private boolean started;

    public BeaconDetector(BeaconConfig config, Context context) {
        this.config = config;
        surroundings = context.surroundings();
        desk = context.desk();
        services = new Services(config.ignore(), config.resolvers());
        candidates = new Candidates(config.maxCandidates());
        presence = new HourlyPresence(presenceSlots(config.maxCandidates()));
        table = new SeriesTable(config.maxSeries(), context.seed());
        alerts = new BeaconAlerts(context.desk(), table);
        destinations = new Destinations("beacon.destinations", Math.min(DESTINATIONS, config.maxCandidates()));
    }

    private static int presenceSlots(int maxCandidates) {
        return (int) Math.min(PRESENCE_SLOTS, 16L * maxCandidates);
    }

    /** What is made for so many candidates. */
    static long octetsOfCandidates(int maxCandidates) {
        return Candidates.octets(maxCandidates)
                + (long) Integer.BYTES * presenceSlots(maxCandidates)
                + Destinations.octets(Math.min(DESTINATIONS, maxCandidates));
    }

    /** Whether who calls this port is told to do so by DNS. */
    public static boolean isDns(int port) {
        return Services.isDns(port);
    }

    @Override
    public Set<Event> watches() {
        return EnumSet.of(Event.BEGIN, Event.OUTCOME, Event.BURST, Event.RECORD);
    }

    @Override
    public void onBegin(Flow flow, long nowNs) {
        boolean isAttempt = switch (flow.probe()) {
            case SYN, DATAGRAM, INIT -> true;
            default -> false;
        };
        if (isAttempt && isWatched(flow) && call(flow, nowNs)) {
            series.attempted();
            judge(flow, nowNs);
        }
    }

    @Override
    public void onBurst(Flow flow, long payloadOctets, long nowNs) {
        if (isWatched(flow) && call(flow, nowNs)) {
            series.burst();
            series.size(payloadOctets);
            judge(flow, nowNs);
        }
    }

    @Override
    public void onOutcome(Flow flow, Outcome outcome, long nowNs) {
        boolean answered = outcome == Outcome.SUCCESS || outcome == Outcome.OPEN_WITHOUT_DATA;
        if (answered && isWatched(flow) && find(key(flow))) {
            series.answered();
        }
    }

    @Override
    public void onRecord(Flow record) {
        Findings told = ServerName.in(record);
        if (told != Findings.NONE && isWatched(record) && find(key(record))) {
            names.note(series.key(), told);
        }
        long octets = record.payloadOctets(Flow.FORWARD);
        // Later parts, and flows that hold many calls, do not tell the size of one.
        if (record.part() == 1
                && octets > 0
                && isWatched(record)
                && find(key(record))
                && series.bursts() * 2 <= series.calls()) {
            series.size(octets);
        }
    }

    @Override
    public void onTick(long nowNs) {
        if (nowNs >= sweepDueNs) {
            sweepDueNs = nowNs + SWEEP_NS;
            alerts.expire(nowNs);
        }
    }

    @Override
    public void finish(long nowNs) {
        alerts.finish(nowNs);
    }

    @Override
    public List<Memory> memories() {
        List<Memory> all = new ArrayList<>(presence.memories("beacon.presence"));
        all.add(new StateMemory("beacon.start", 1, (fields, nowNs) -> {
            started = fields.of(started);
            startTick = fields.of(startTick);
        }));
        all.add(candidates.memory());
        all.add(table.memory(desk));
        all.addAll(destinations.memories());
        all.add(rounds.memory());
        return all;
    }

    @Override
    public int entries() {
        return candidates.entries() + table.entries() + destinations.entries();
    }

    @Override
    public long evictions() {
        return candidates.evictions() + table.evictions() + destinations.evictions();
    }

    /** Whether calls of this kind are looked at: by default whatever goes to an address that is not this site's. */
    private boolean isWatched(Flow flow) {
        Parties parties = surroundings.partiesOf(flow);
        if (parties.isResponderLocal() && !(parties.isInitiatorLocal() ? config.internal() : config.inbound())) {
            return false;
        }
        return IpProtocol.hasPorts(flow.protocol())
                && !services.isIgnored(flow)
                && !flow.isResponderGroup()
                && !Reach.isConfined(flow);
    }

    private long key(Flow flow) {
        Parties parties = surroundings.partiesOf(flow);
        long key = Verdicts.ofService(parties.initiator(), parties.target());
        return key == 0 ? 1 : key;
    }

    private boolean find(long key) {
        int entry = table.find(key);
        if (entry == SeriesTable.NONE) {
            return false;
        }
        table.wrap(series, entry);
        return true;
    }

    /** Takes note of a call. Returns true, with {@code series} its series, if it is one that is followed. */
    private boolean call(Flow flow, long nowNs) {
        int tick = Ticks.of(nowNs);
        if (!started) {
            started = true;
            startTick = tick;
        }
        long key = key(flow);
        int entry = table.find(key);
        if (entry != SeriesTable.NONE) {
            return table.wrap(series, entry).call(tick);
        }
        int calls = candidates.call(key, tick, Scale.of(0).deadTicks, firstTicks);
        if (calls == 0) {
            return false;
        }
        boolean persistent = calls == 1 && presence.note(key, nowNs) >= HOURS_TO_BE_FOLLOWED;
        // What is called but once, as by a scan, costs no more than that.
        if (calls > 1 || persistent) {
            noteDestination(flow, tick);
        }
        if (calls < Candidates.PROMOTED_AT && !persistent) {
            return false;
        }
        candidates.remove(key);
        follow(key, calls);
        return true;
    }

    private void follow(long key, int calls) {
        table.wrap(series, table.add(key, firstTicks[0]));
        for (int i = 1; i < calls; i++) {
            series.call(firstTicks[i]);
        }
    }

    private int noteDestination(Flow flow, int tick) {
        Parties parties = surroundings.partiesOf(flow);
        return destinations.call(parties.initiator(), parties.responder(), tick);
    }

    private long source(Flow flow) {
        return surroundings.partiesOf(flow).initiator();
    }

    /** Judges the series of a call if it is time to. */
    private void judge(Flow flow, long nowNs) {
        series.atHour((int) (nowNs / HOUR_NS % 24));
        boolean isOpen = alerts.isOpen(series);
        if (isOpen) {
            series.told();
        }
        boolean updateDue = isOpen && alerts.goesOn(series, nowNs);
        if (!updateDue && !series.isDue()) {
            return;
        }
        series.looked();
        boolean found = judgement.of(series, config.minScore());
        series.score(found ? (int) Math.round(judgement.score * 1000) : 0);
        if (!found) {
            return;
        }
        int tick = Ticks.of(nowNs);
        series.quietAfter(Math.max(LEAST_QUIET, (int) (QUIET_PERIODS * judgement.period / Ticks.SECONDS)));
        look(flow, noteDestination(flow, tick), nowNs);
        if (isOpen) {
            rounds.tell(source(flow), flow.responderPort(), judgement.period, series.key(), tick);
            alerts.stands(series, finding(flow, nowNs), updateDue, nowNs);
        } else if (isWorthTelling(flow)) {
            tell(flow, nowNs);
        }
    }

    private void look(Flow flow, int place, long nowNs) {
        Verdicts verdicts = surroundings.verdicts();
        Circumstances now = circumstances;
        now.sources = destinations.sources(place);
        now.hosts = destinations.hosts();
        now.knownDays = Integer.divideUnsigned(Ticks.of(nowNs) - destinations.firstTick(place), Ticks.DAY);
        now.observedDays = Integer.divideUnsigned(Ticks.of(nowNs) - startTick, Ticks.DAY);
        now.otherServices = rounds.others(source(flow), flow.responderPort(), judgement.period, Ticks.of(nowNs));
        Parties parties = surroundings.partiesOf(flow);
        long service = Verdicts.ofService(parties.initiator(), parties.target());
        now.bruteForce = verdicts.holds(Verdicts.Kind.BRUTE_FORCE, service, nowNs);
        now.scanner = verdicts.holds(Verdicts.Kind.SCANNER, parties.initiator(), nowNs);
    }

    /** Few calls are told of only if more would be long in coming or nothing else calls like that. */
    private boolean isSlowTold(Flow flow) {
        return !circumstances.isShared() && (judgement.period >= SLOW_PERIOD_SECONDS || !Services.isCommon(flow));
    }

    /** Name servers of many, what a scanner tries again and again, and single calls after the end are not. */
    private boolean isWorthTelling(Flow flow) {
        boolean isResolver = Services.isDns(flow) && circumstances.sources >= RESOLVER_CLIENTS;
        boolean isOver = series.toldCalls() > 0 && series.calls() < series.toldCalls() + CALLS_TO_TELL_AGAIN;
        boolean isScan = circumstances.scanner && series.answers() == 0;
        return !isResolver && !isOver && !isScan && !(judgement.slow && !isSlowTold(flow));
    }

    private void tell(Flow flow, long nowNs) {
        Finding finding = finding(flow, nowNs);
        int tick = Ticks.of(nowNs);
        if (!isInRounds(flow, finding.level(), tick)) {
            AlertType type = Services.isDns(flow) ? AlertType.BEACON_DNS : AlertType.BEACON_PERIODIC;
            alerts.open(series, type, Subject.service(flow), finding, nowNs);
            if (!alerts.isOpen(series)) {
                series.told();
            }
            rounds.tell(source(flow), flow.responderPort(), judgement.period, series.key(), tick);
        }
    }

    /** Whether what is of little weight was told already, of another service that the source calls likewise. */
    private boolean isInRounds(Flow flow, Level level, int tick) {
        long source = source(flow);
        int port = flow.responderPort();
        boolean again =
                level.compareTo(Level.LOW) <= 0 && rounds.holds(source, port, judgement.period, series.key(), tick);
        if (again && series.alert() != IN_ROUNDS) {
            series.alert(IN_ROUNDS);
            rounds.another(source, port, judgement.period, tick);
        }
        return again;
    }

    private Finding finding(Flow flow, long nowNs) {
        return BeaconReport.of(
                series, judgement, circumstances, flow, names.of(series.key()), config.minScore(), nowNs);
    }
}
