package vedette.detect.lateral;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vedette.detect.AlertType;
import vedette.detect.Detector;
import vedette.detect.Detectors;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.OpenAlerts;
import vedette.detect.Parties;
import vedette.detect.Subject;
import vedette.detect.Surroundings;
import vedette.detect.Verdicts;
import vedette.detect.memory.Fields;
import vedette.detect.memory.Memory;
import vedette.detect.memory.StateMemory;
import vedette.detect.sketch.KeyTable;
import vedette.detect.sketch.KeyedMemory;
import vedette.detect.sketch.RecentKeys;
import vedette.flow.Flow;
import vedette.flow.Outcome;
import vedette.flow.Probe;
import vedette.net.IpProtocol;

/**
 * Finds hosts that reach many others of this site which they had never reached before, by services that hosts are administered with: whoever
 * has taken one host looks for the next. One that was itself reached like that and goes on at once is a link of a chain. Only
 * connections that succeed count, and only for who begins them: a server that many reach is none.
 *
 * <p>Bounded: {@link LateralConfig#maxHosts} hosts, of which the one that was heard of longest ago gives way; 1 MiB of who has reached whom,
 * within 15 to 30 days.
 */
public final class LateralDetector implements Detector {
    static final long OTHER_OCTETS = 1_150_000;

    private static final long DAY_NS = 24 * Hosts.HOUR_NS;
    private static final int BLOCKS = 1 << 13;
    private static final long TURN_NS = 15 * DAY_NS;
    private static final long MEMORY_NS = 30 * DAY_NS;

    /** In the first day all is new, so many times as much must be. */
    private static final int UNLEARNT = 3;

    private static final Rule[] RULES = Rule.values();
    private static final int NONE = -1;
    private static final int PORTS = 1 << 16;

    private final LateralConfig config;
    private final Surroundings surroundings;
    private final OpenAlerts alerts;
    private final byte[] services = new byte[PORTS];
    private final RecentKeys known = new RecentKeys(BLOCKS, TURN_NS);
    private final KeyTable keys;
    private final Hosts hosts;
    private final Rule[] rules;

    /** Hosts reached since the hour in which the alert was opened began, the most of the rule's within an hour, and what of them was asked for. */
    private final int[] all;

    private final int[] most;
    private final double[] thresholds;
    private final long[] nextToldNs;
    private final KeyTable.Worth worth;
    private boolean started;
    private long startNs;

    public LateralDetector(LateralConfig config, Detectors.Context context) {
        this.config = config;
        surroundings = context.surroundings();
        int capacity = config.maxHosts();
        alerts = new OpenAlerts(capacity, context.desk(), this::finding);
        keys = new KeyTable(capacity, context.seed());
        hosts = new Hosts(capacity);
        rules = new Rule[capacity];
        Arrays.fill(rules, Rule.UNLEARNT);
        all = new int[capacity];
        most = new int[capacity];
        thresholds = new double[capacity];
        nextToldNs = new long[capacity];
        worth = slot -> alerts.isOpen(slot) ? Long.MAX_VALUE : hosts.lastNs(slot);
        Arrays.fill(services, (byte) NONE);
        for (int i = 0; i < config.services().size(); i++) {
            services[LateralConfig.port(config.services().get(i))] = (byte) i;
        }
    }

    @Override
    public Set<Event> watches() {
        return EnumSet.of(Event.OUTCOME);
    }

    @Override
    public boolean minds(Probe probe) {
        return probe == Probe.SYN;
    }

    @Override
    public void onOutcome(Flow flow, Outcome outcome, long nowNs) {
        if (!started) {
            started = true;
            startNs = nowNs;
        }
        if (outcome != Outcome.SUCCESS || flow.protocol() != IpProtocol.TCP || services[flow.responderPort()] == NONE) {
            return;
        }
        Parties parties = surroundings.partiesOf(flow);
        boolean within = parties.isInitiatorLocal() && parties.isResponderLocal();
        if (!within || known.add(Verdicts.ofService(parties.initiator(), parties.target()), nowNs)) {
            return;
        }
        onFirst(flow, parties.initiator(), parties.responder(), nowNs);
    }

    private void onFirst(Flow flow, long initiator, long responder, long nowNs) {
        int source = enter(initiator, flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo(), nowNs);
        boolean learnt = nowNs - startNs >= DAY_NS;
        if (hosts.reaches(source, flow, responder, services[flow.responderPort()], learnt, nowNs)) {
            all[source]++;
            judge(source, learnt, nowNs);
        }
        int target = enter(responder, flow.ipVersion(), flow.responderHi(), flow.responderLo(), nowNs);
        hosts.reached(target, flow, nowNs);
    }

    private int enter(long key, int ipVersion, long hi, long lo, long nowNs) {
        int slot = keys.find(key);
        if (slot == KeyTable.NONE) {
            if (keys.isFull()) {
                alerts.leave(keys.evict(worth), nowNs);
            }
            slot = keys.add(key);
            hosts.begin(slot, ipVersion, hi, lo, nowNs);
            rules[slot] = Rule.UNLEARNT;
            nextToldNs[slot] = Long.MIN_VALUE;
        }
        return slot;
    }

    private void judge(int slot, boolean learnt, long nowNs) {
        Rule rule = rule(slot, learnt, nowNs);
        boolean raised = rule != null && rule.compareTo(rules[slot]) > 0;
        if (alerts.isOpen(slot)) {
            if (rule != null && raised) {
                is(slot, rule);
                alerts.tellNow(slot, nowNs);
            } else {
                most[slot] = Math.max(most[slot], figure(slot, rules[slot]));
                alerts.goOn(slot, all[slot], nowNs);
            }
        } else if (rule != null && (nowNs >= nextToldNs[slot] || raised) && alerts.mayOpen(slot, nowNs)) {
            is(slot, rule);
            all[slot] = hosts.found(slot);
            Subject subject = new Subject(hosts.told(slot), null, IpProtocol.TCP, Subject.NONE);
            alerts.open(slot, AlertType.LATERAL_FAN_OUT, subject, nowNs);
            nextToldNs[slot] = hosts.windowEndNs(slot);
        }
    }

    private void is(int slot, Rule rule) {
        rules[slot] = rule;
        most[slot] = figure(slot, rule);
        thresholds[slot] = threshold(slot, rule);
    }

    private @Nullable Rule rule(int slot, boolean learnt, long nowNs) {
        if (!learnt) {
            return hosts.found(slot) >= threshold(slot, Rule.UNLEARNT) ? Rule.UNLEARNT : null;
        }
        if (hosts.isReached(slot, nowNs) && hosts.onward(slot) >= config.chainHosts()) {
            return Rule.CHAIN;
        }
        return hosts.found(slot) >= threshold(slot, Rule.FAN_OUT) ? Rule.FAN_OUT : null;
    }

    private int figure(int slot, Rule rule) {
        return rule == Rule.CHAIN ? hosts.onward(slot) : hosts.found(slot);
    }

    private double threshold(int slot, Rule rule) {
        return switch (rule) {
            case UNLEARNT -> UNLEARNT * config.minHosts();
            case FAN_OUT -> Math.max(config.minHosts(), hosts.outstanding(slot));
            case CHAIN -> config.chainHosts();
        };
    }

    private Finding finding(int slot) {
        Rule rule = rules[slot];
        List<String> used = used(slot);
        Evidence evidence = new Evidence()
                .crossing(most[slot], thresholds[slot])
                .across(all[slot], used.size())
                .put("rule", rule.label())
                .put("new_hosts", all[slot])
                .put("most_in_hour", most[slot])
                .put("usual_in_hour", hosts.mean(slot))
                .put("services", used)
                .put("samples", hosts.samples(slot))
                .put("window_s", Hosts.HOUR_NS / 1_000_000_000L);
        if (rule == Rule.CHAIN) {
            evidence.put("reached_by", hosts.reachedBy(slot)).put("reached_at", "tcp/" + hosts.reachedAt(slot));
        }
        evidence.put("threshold_hosts", thresholds[slot]);
        return new Finding(
                rule.level(),
                rule.confidence(),
                technique(used),
                hosts.firstNs(slot),
                hosts.lastNs(slot),
                all[slot],
                message(slot, rule, used),
                evidence);
    }

    private List<String> used(int slot) {
        List<String> used = new ArrayList<>();
        for (int i = 0; i < config.services().size(); i++) {
            if ((hosts.services(slot) & 1L << i) != 0) {
                used.add(config.services().get(i));
            }
        }
        return used;
    }

    private static String technique(List<String> used) {
        return used.size() != 1
                ? "T1021"
                : switch (used.get(0)) {
                    case "tcp/3389" -> "T1021.001";
                    case "tcp/139", "tcp/445" -> "T1021.002";
                    case "tcp/135" -> "T1021.003";
                    case "tcp/22" -> "T1021.004";
                    case "tcp/5985", "tcp/5986" -> "T1021.006";
                    default -> "T1021";
                };
    }

    private String message(int slot, Rule rule, List<String> used) {
        String by = " by " + String.join(", ", used);
        return switch (rule) {
            case UNLEARNT ->
                "reached " + all[slot] + " hosts" + by + " within an hour, before it is known whom it usually reaches";
            case FAN_OUT -> "reached " + all[slot] + " hosts of the site for the first time" + by;
            case CHAIN ->
                "was reached for the first time by " + hosts.reachedBy(slot) + " at tcp/" + hosts.reachedAt(slot)
                        + ", and reached " + most[slot] + " others for the first time" + by + " within the hour";
        };
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
        List<Memory> memories = new ArrayList<>(known.memories("lateral.pairs"));
        memories.add(new StateMemory("lateral.start", 1, (fields, nowNs) -> {
            started = fields.of(started);
            startNs = fields.of(startNs);
        }));
        memories.add(new KeyedMemory("lateral.hosts", 1, keys, MEMORY_NS, new KeyedMemory.Entries() {
            @Override
            public void name(int slot, Fields fields) {
                hosts.name(slot, fields);
                // What an alert tells that is open is told anew by the next run.
                boolean told = fields.of(nextToldNs[slot] != Long.MIN_VALUE && !alerts.isOpen(slot));
                nextToldNs[slot] = fields.of(told ? nextToldNs[slot] : Long.MIN_VALUE);
                rules[slot] = fields.of(told ? rules[slot] : Rule.UNLEARNT, RULES);
            }

            @Override
            public long lastNs(int slot) {
                return hosts.lastNs(slot);
            }
        }));
        return memories;
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
