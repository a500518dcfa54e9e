package vedette.detect.exfiltration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vedette.detect.AlertType;
import vedette.detect.Detector;
import vedette.detect.Detectors;
import vedette.detect.Feed.Visibility;
import vedette.detect.Finding;
import vedette.detect.OpenAlerts;
import vedette.detect.Parties;
import vedette.detect.Subject;
import vedette.detect.Surroundings;
import vedette.detect.Verdicts;
import vedette.detect.beacon.Destinations;
import vedette.detect.beacon.Ticks;
import vedette.detect.memory.Fields;
import vedette.detect.memory.Memory;
import vedette.detect.memory.StateMemory;
import vedette.detect.sketch.KeyTable;
import vedette.detect.sketch.KeyedMemory;
import vedette.flow.Flow;
import vedette.net.IpPrefix;

/**
 * Finds hosts of this site that send much to an address outside: more within an hour of the clock than they usually do, or little by little for
 * hours, and far more than comes back. Where many hosts of the site call an address it is a service of the site's. Looks at flow
 * records alone, so what goes on is known at the end of a flow, or of its part.
 *
 * <p>Bounded: {@link ExfiltrationConfig#maxPairs} pairs of a host and an address, of which the one that sent least within its last day gives way;
 * {@value #DESTINATIONS} addresses with how many hosts call them, 0.7 MB.
 */
public final class ExfiltrationDetector implements Detector {
    static final int DESTINATIONS = 1 << 13;
    static final long OTHER_OCTETS = 3 << 18;

    private static final long DAY_NS = 24 * Uploads.HOUR_NS;
    private static final long MEMORY_NS = 7 * DAY_NS;

    /** Times the usual of an hour that is not usual any more. */
    static final double OUTSTANDING = 5;

    /** What comes little by little is nearly all upload, in so many hours of the day. */
    static final double LEAST_SLOW_RATIO = 0.8;

    static final int LEAST_SLOW_HOURS = 8;

    /** An address is the site's own service if such a part of its hosts call it, or so many. */
    private static final double COMMON_PART = 0.2;

    private static final int LEAST_COMMON = 3;
    private static final int COMMON = 100;

    private final ExfiltrationConfig config;
    private final Surroundings surroundings;
    private final OpenAlerts alerts;
    private final UploadReport report;
    private final KeyTable pairs;
    private final Uploads uploads;
    private final Destinations destinations;
    private final Rule[] rules;

    /** The most that was sent by the rule since the alert was opened. */
    private final double[] most;

    /** A pair is told again after that: what an alert told is in the sums for a while. */
    private final long[] nextToldNs;

    /** Hosts that call the address of an alert. */
    private final int[] sources;

    private final KeyTable.Worth worth;
    private boolean started;
    private long startNs;
    private long nowNs;

    public ExfiltrationDetector(ExfiltrationConfig config, Detectors.Context context) {
        this.config = config;
        surroundings = context.surroundings();
        int capacity = config.maxPairs();
        alerts = new OpenAlerts(capacity, context.desk(), this::finding);
        pairs = new KeyTable(capacity, context.seed());
        uploads = new Uploads(capacity);
        destinations = new Destinations("exfiltration.destinations", DESTINATIONS);
        report = new UploadReport(config, uploads);
        rules = new Rule[capacity];
        Arrays.fill(rules, Rule.VOLUME);
        most = new double[capacity];
        nextToldNs = new long[capacity];
        sources = new int[capacity];
        worth = this::worth;
    }

    @Override
    public Set<Event> watches() {
        return EnumSet.of(Event.RECORD);
    }

    @Override
    public void onRecord(Flow record) {
        Parties parties = surroundings.partiesOf(record);
        if (!parties.isInitiatorLocal() || parties.isResponderLocal() || record.isResponderGroup()) {
            return;
        }
        nowNs = record.closedNs();
        if (!started) {
            started = true;
            startNs = nowNs;
        }
        int destination = destinations.call(parties.initiator(), parties.responder(), Ticks.of(nowNs));
        if (record.payloadOctets(Flow.FORWARD) + record.payloadOctets(Flow.REVERSE) == 0) {
            return;
        }
        int slot = enter(Verdicts.ofService(parties.initiator(), parties.responder()), record);
        uploads.add(slot, record);
        if (surroundings.feed().visibility() == Visibility.FULL) {
            judge(slot, destination);
        }
    }

    private int enter(long key, Flow record) {
        int slot = pairs.find(key);
        if (slot == KeyTable.NONE) {
            if (pairs.isFull()) {
                alerts.leave(pairs.evict(worth), record.closedNs());
            }
            slot = pairs.add(key);
            uploads.begin(slot, record);
            nextToldNs[slot] = Long.MIN_VALUE;
            most[slot] = 0;
        }
        return slot;
    }

    private long worth(int slot) {
        if (alerts.isOpen(slot)) {
            return Long.MAX_VALUE;
        }
        return nowNs - uploads.lastNs(slot) < DAY_NS ? (long) uploads.sentInDay(slot) : 0;
    }

    private void judge(int slot, int destination) {
        if (alerts.isOpen(slot)) {
            most[slot] = Math.max(most[slot], figure(rules[slot], slot));
            alerts.goOn(slot, (long) uploads.sentInDay(slot), nowNs);
            return;
        }
        Rule rule = rule(slot);
        if (rule != null && nowNs >= nextToldNs[slot] && isWorthTelling(slot, destination)) {
            rules[slot] = rule;
            most[slot] = figure(rule, slot);
            sources[slot] = destinations.sources(destination);
            alerts.open(slot, AlertType.EXFILTRATION_VOLUME, subject(slot), nowNs);
            nextToldNs[slot] = nowNs + (rule == Rule.SLOW ? MEMORY_NS : 2 * Uploads.HOUR_NS);
        }
    }

    private double figure(Rule rule, int slot) {
        return rule == Rule.SLOW ? uploads.sentInDay(slot) : uploads.sentInHour(slot);
    }

    private @Nullable Rule rule(int slot) {
        double sent = uploads.sentInHour(slot);
        boolean oneSided = sent >= config.hourSize() && ratio(sent, uploads.receivedInHour(slot)) >= config.minRatio();
        if (nowNs - startNs < DAY_NS) {
            return oneSided && sent >= config.unlearntSize() ? Rule.UNLEARNT : null;
        }
        if (oneSided && sent >= Math.max(OUTSTANDING * uploads.usualInHour(slot), uploads.mostInHour(slot))) {
            return Rule.VOLUME;
        }
        double inDay = uploads.sentInDay(slot);
        boolean isSlow = inDay >= config.daySize()
                && ratio(inDay, uploads.receivedInDay(slot)) >= LEAST_SLOW_RATIO
                && uploads.hoursOfUpload(slot) >= LEAST_SLOW_HOURS;
        return isSlow ? Rule.SLOW : null;
    }

    /** Who sends and who is sent to: 1 for upload alone, -1 for download alone (Argus: producer-consumer ratio). */
    static double ratio(double sent, double received) {
        return sent + received == 0 ? 0 : (sent - received) / (sent + received);
    }

    private boolean isWorthTelling(int slot, int destination) {
        int callers = destinations.sources(destination);
        boolean isCommon = callers >= COMMON || callers >= LEAST_COMMON && callers > COMMON_PART * destinations.hosts();
        return !isCommon && !report.isIgnored(slot) && alerts.mayOpen(slot, nowNs);
    }

    private Subject subject(int slot) {
        int version = uploads.ipVersion(slot);
        return new Subject(
                IpPrefix.of(version, uploads.sourceHi(slot), uploads.sourceLo(slot)),
                IpPrefix.of(version, uploads.targetHi(slot), uploads.targetLo(slot)),
                Subject.NONE,
                Subject.NONE);
    }

    private Finding finding(int slot) {
        return report.of(slot, rules[slot], most[slot], sources[slot], destinations.hosts());
    }

    @Override
    public void onTick(long nowNs) {
        alerts.onTick(nowNs);
    }

    @Override
    public void finish(long nowNs) {
        alerts.finish(nowNs);
    }

    @Override
    public List<Memory> memories() {
        List<Memory> all = new ArrayList<>(destinations.memories());
        all.add(new StateMemory("exfiltration.start", 1, (fields, nowNs) -> {
            started = fields.of(started);
            startNs = fields.of(startNs);
        }));
        all.add(new KeyedMemory("exfiltration.pairs", 1, pairs, MEMORY_NS, new KeyedMemory.Entries() {
            @Override
            public void name(int slot, Fields fields) {
                uploads.name(slot, fields);
                // What an alert tells that is open is told anew by the next run.
                nextToldNs[slot] = fields.of(alerts.isOpen(slot) ? Long.MIN_VALUE : nextToldNs[slot]);
            }

            @Override
            public long lastNs(int slot) {
                return uploads.lastNs(slot);
            }
        }));
        return all;
    }

    @Override
    public int entries() {
        return pairs.size() + destinations.entries();
    }

    @Override
    public long evictions() {
        return pairs.evictions() + destinations.evictions();
    }
}
