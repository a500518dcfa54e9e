package vedette.detect.tunnel;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vedette.content.DnsMessage;
import vedette.detect.AlertType;
import vedette.detect.Detector;
import vedette.detect.Detectors;
import vedette.detect.Feed.Visibility;
import vedette.detect.Finding;
import vedette.detect.Hash;
import vedette.detect.OpenAlerts;
import vedette.detect.Parties;
import vedette.detect.Subject;
import vedette.detect.Surroundings;
import vedette.detect.memory.Fields;
import vedette.detect.memory.Memory;
import vedette.detect.sketch.KeyTable;
import vedette.detect.sketch.KeyedMemory;
import vedette.flow.Flow;
import vedette.net.IpPrefix;
import vedette.net.IpProtocol;

/**
 * Finds who carries something else through DNS: a host asks for many different, long names below one domain, since what goes up lies in the
 * names. Looks at every DNS message over UDP. What cannot be read as DNS, or is not looked at, is judged by its number and sizes alone.
 *
 * <p>Bounded: {@link DnsTunnelConfig#maxDomains} pairs of a host and a domain, or an unreadable server, of which the one that asked for fewest
 * names gives way, hours of silence counted against it.
 */
public final class DnsTunnelDetector implements Detector {
    private static final long MEMORY_NS = 86_400_000_000_000L;
    private static final long NAME_WORTH_NS = 600_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE;

    /** It is judged at every so many queries. */
    private static final int EVERY = 8;

    private static final long ENOUGH_OCTETS = 20_000;
    static final double LEAST_DISTINCT = 0.8;

    /** Names of half that number are enough if they are so long, or ask for so much that carries. */
    static final int LONG_NAME = 100;

    static final double LEAST_CARRYING = 0.8;

    static final int LEAST_UNREADABLE = 300;
    private static final double LEAST_LARGE = 0.5;
    private static final double MOST_ANSWERED = 2;

    private static final Rule[] RULES = Rule.values();

    private final DnsTunnelConfig config;
    private final Surroundings surroundings;
    private final OpenAlerts alerts;
    private final TunnelReport report;
    private final KeyTable keys;
    private final Domains domains;
    private final Rule[] rules;
    private final double[] most;
    private final long[] nextToldNs;
    private final KeyTable.Worth worth;

    public DnsTunnelDetector(DnsTunnelConfig config, Detectors.Context context) {
        this.config = config;
        surroundings = context.surroundings();
        int capacity = config.maxDomains();
        alerts = new OpenAlerts(capacity, context.desk(), this::finding);
        keys = new KeyTable(capacity, context.seed());
        domains = new Domains(capacity);
        report = new TunnelReport(config, domains);
        rules = new Rule[capacity];
        Arrays.fill(rules, Rule.NAMES);
        most = new double[capacity];
        nextToldNs = new long[capacity];
        worth = this::worth;
    }

    private long worth(int slot) {
        return alerts.isOpen(slot)
                ? Long.MAX_VALUE
                : domains.lastNs(slot) + domains.least(slot, Domains.DAY) * NAME_WORTH_NS;
    }

    @Override
    public Set<Event> watches() {
        return EnumSet.of(Event.DNS);
    }

    @Override
    public void onDns(Flow flow, int direction, DnsMessage message, long nowNs) {
        Parties parties = surroundings.partiesOf(flow);
        boolean inbound = parties.isResponderLocal() && !parties.isInitiatorLocal();
        if (inbound || flow.isResponderGroup()) {
            return;
        }
        long key = message.hasQuestion()
                ? Hash.of(parties.initiator(), message.domainHash())
                : Hash.of(parties.initiator(), Hash.of(parties.responder(), 1));
        int slot = keys.find(key);
        if (direction == Flow.REVERSE) {
            if (slot != KeyTable.NONE) {
                domains.answer(slot, message);
            }
            return;
        }
        if (slot == KeyTable.NONE) {
            slot = add(key, flow, message, nowNs);
        } else if (!alerts.isOpen(slot)) {
            domains.turnTo(slot, nowNs);
        }
        domains.ask(slot, flow, message, nowNs);
        if (domains.queries(slot, Domains.DAY) % EVERY == 0) {
            judge(slot, nowNs);
        }
    }

    private int add(long key, Flow flow, DnsMessage message, long nowNs) {
        if (keys.isFull()) {
            alerts.leave(keys.evict(worth), nowNs);
        }
        int slot = keys.add(key);
        domains.begin(slot, flow, message, nowNs);
        nextToldNs[slot] = NEVER;
        return slot;
    }

    private void judge(int slot, long nowNs) {
        if (alerts.isOpen(slot)) {
            if (provesMore(slot, nowNs)) {
                alerts.tellNow(slot, nowNs);
                return;
            }
            most[slot] = Math.max(most[slot], figure(slot, rules[slot]));
            alerts.goOn(slot, domains.queries(slot, rules[slot].span()), nowNs);
            return;
        }
        Rule rule = nowNs < nextToldNs[slot] ? null : rule(slot);
        if (rule != null && alerts.mayOpen(slot, nowNs) && !report.isIgnored(slot)) {
            rules[slot] = rule;
            most[slot] = figure(slot, rule);
            alerts.open(slot, AlertType.DNS_TUNNEL, subject(slot), nowNs);
            nextToldNs[slot] = domains.beganNs(slot, rule.span()) + Domains.SPAN_NS[rule.span()];
        }
    }

    /** Whether what was told by the types of its records proves a tunnel by its names too, within the same hour. */
    private boolean provesMore(int slot, long nowNs) {
        boolean same = nowNs - domains.beganNs(slot, Domains.HOUR) < Domains.SPAN_NS[Domains.HOUR];
        Rule rule = rules[slot] == Rule.TYPES && same ? rule(slot) : null;
        if (rule != Rule.NAMES && rule != Rule.LONG_NAMES) {
            return false;
        }
        rules[slot] = rule;
        most[slot] = figure(slot, rule);
        return true;
    }

    private @Nullable Rule rule(int slot) {
        if (!domains.isReadable(slot)) {
            return isUnreadableTunnel(slot) ? Rule.SIZES : null;
        }
        boolean areLong = domains.meanName(slot, Domains.HOUR) >= config.nameOctets();
        if (areLong && has(slot, Domains.HOUR, config.hourNames()) && isDifferent(slot, Domains.HOUR)) {
            return Rule.NAMES;
        }
        int half = config.hourNames() / 2;
        if (has(slot, Domains.HOUR, half) && distinctShare(slot, Domains.HOUR) >= LEAST_DISTINCT) {
            if (domains.meanName(slot, Domains.HOUR) >= LONG_NAME) {
                return Rule.LONG_NAMES;
            }
            if (domains.carryingShare(slot, Domains.HOUR) >= LEAST_CARRYING) {
                return Rule.TYPES;
            }
        }
        boolean isOfADay = domains.meanName(slot, Domains.DAY) >= config.nameOctets()
                && has(slot, Domains.DAY, config.dayNames())
                && isDifferent(slot, Domains.DAY);
        return isOfADay ? Rule.NAMES_OF_A_DAY : null;
    }

    /** Registers fill up as names come: a quarter of them by 74 names. */
    private boolean has(int slot, int span, int names) {
        return domains.queries(slot, span) >= names
                && domains.least(slot, span) >= Math.min(names, 256) / 4
                && domains.names(slot, span) >= names;
    }

    private boolean isDifferent(int slot, int span) {
        return domains.octetsUp(slot, span) >= ENOUGH_OCTETS || distinctShare(slot, span) >= LEAST_DISTINCT;
    }

    private double distinctShare(int slot, int span) {
        return (double) domains.names(slot, span) / domains.queries(slot, span);
    }

    private boolean isUnreadableTunnel(int slot) {
        return surroundings.feed().visibility() == Visibility.FULL
                && domains.queries(slot, Domains.HOUR) >= LEAST_UNREADABLE
                && domains.largeShare(slot, Domains.HOUR) >= LEAST_LARGE
                && domains.octetsDown(slot, Domains.HOUR) <= MOST_ANSWERED * domains.octetsUp(slot, Domains.HOUR);
    }

    private double figure(int slot, Rule rule) {
        return rule == Rule.SIZES ? domains.queries(slot, rule.span()) : domains.names(slot, rule.span());
    }

    private Subject subject(int slot) {
        int version = domains.ipVersion(slot);
        return new Subject(
                IpPrefix.of(version, domains.sourceHi(slot), domains.sourceLo(slot)),
                IpPrefix.of(version, domains.serverHi(slot), domains.serverLo(slot)),
                IpProtocol.UDP,
                domains.serverPort(slot));
    }

    private Finding finding(int slot) {
        return report.of(slot, rules[slot], most[slot]);
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
        return List.of(new KeyedMemory("dns-tunnel.domains", 1, keys, MEMORY_NS, new KeyedMemory.Entries() {
            @Override
            public void name(int slot, Fields fields) {
                domains.name(slot, fields);
                // What an alert tells that is open is told anew by the next run.
                boolean told = fields.of(nextToldNs[slot] != NEVER && !alerts.isOpen(slot));
                nextToldNs[slot] = fields.of(told ? nextToldNs[slot] : NEVER);
                rules[slot] = fields.of(rules[slot], RULES);
            }

            @Override
            public long lastNs(int slot) {
                return domains.lastNs(slot);
            }
        }));
    }

    @Override
    public int entries() {
        return keys.size();
    }

    @Override
    public long evictions() {
        return keys.evictions();
    }
}
