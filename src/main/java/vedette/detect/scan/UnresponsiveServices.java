package vedette.detect.scan;

import vedette.detect.AlertDesk;
import vedette.detect.AlertType;
import vedette.detect.Evidence;
import vedette.detect.Feed;
import vedette.detect.Finding;
import vedette.detect.Level;
import vedette.detect.OpenAlerts;
import vedette.detect.SeenTimes;
import vedette.detect.Subject;
import vedette.detect.Surroundings;
import vedette.detect.Verdicts;
import vedette.detect.sketch.KeyTable;
import vedette.flow.Flow;
import vedette.flow.Outcome;
import vedette.net.IpProtocol;

/**
 * Tells of known services that answer nobody any more (1803): ten sources fail at one within a minute, three of which it used to
 * answer, and it has answered nobody for half a minute. A service that is asked for often is told sooner by the detector of SYN
 * floods, and not again here.
 *
 * <p>Bounded: {@value #SERVICES} services at which somebody fails, with {@value #SOURCES} sources of the last minute each, 0.7 MB;
 * that one gives way at which nobody has failed for the longest time.
 */
final class UnresponsiveServices {
    static final int SERVICES = 1024;
    static final int SOURCES = 64;

    private static final int ENOUGH = 10;
    private static final int WINDOW_MS = 60_000;
    private static final long UNANSWERED_NS = 30_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    /** Sources it used to answer that must be among those that fail, for strangers may be kept out on purpose. */
    private static final int SERVED = 3;

    /** Sources it answers when it is back. */
    private static final int BACK = 3;

    private final Surroundings surroundings;
    private final OpenAlerts alerts;
    private final KeyTable services;
    private final RecentTargets failing = new RecentTargets(SERVICES, SOURCES, WINDOW_MS, 0);
    private final long[] served = new long[SERVICES];
    private final long[] back = new long[SERVICES];
    private final long[] answeredNs = new long[SERVICES];
    private final long[] lastNs = new long[SERVICES];
    private final int[] attempts = new int[SERVICES];
    private final int[] refused = new int[SERVICES];
    private final int[] most = new int[SERVICES];
    private final SeenTimes seen = new SeenTimes(SERVICES);
    private final KeyTable.Worth worth = slot -> lastNs[slot];

    UnresponsiveServices(Surroundings surroundings, AlertDesk desk, long seed) {
        this.surroundings = surroundings;
        alerts = new OpenAlerts(SERVICES, desk, this::finding);
        services = new KeyTable(SERVICES, seed);
    }

    /** A service answers a source. */
    void onAnswer(long service, long sourceBit, long nowNs) {
        int slot = services.size() == 0 ? KeyTable.NONE : services.find(service);
        if (slot == KeyTable.NONE) {
            return;
        }
        back[slot] |= sourceBit;
        if (!alerts.isOpen(slot) || Long.bitCount(back[slot]) >= BACK) {
            alerts.leave(slot, nowNs);
            services.remove(slot);
        }
    }

    /**
     * A source fails at a known service.
     *
     * @param sourceBit stands for the source
     * @param isServed whether the service used to answer it
     * @param answerNs when the service was last known to answer somebody
     */
    void onFailure(
            Flow flow, Outcome outcome, long service, long sourceBit, boolean isServed, long answerNs, long nowNs) {
        if (flow.startNs() < answerNs || isExplained(flow, nowNs)) {
            return;
        }
        int slot = slotOf(service, nowNs);
        lastNs[slot] = nowNs;
        answeredNs[slot] = answerNs;
        served[slot] |= isServed ? sourceBit : 0;
        attempts[slot]++;
        refused[slot] += outcome == Outcome.REJECTED ? 1 : 0;
        seen.add(slot, flow);
        failing.add(slot, (int) surroundings.partiesOf(flow).source() | 1, false, false, millis(nowNs));
        judge(slot, flow, nowNs);
    }

    /** A flood accounts for failures; and where answers are not seen, datagrams tell nothing. */
    private boolean isExplained(Flow flow, long nowNs) {
        boolean isUnseen =
                flow.protocol() == IpProtocol.UDP && surroundings.feed().visibility() != Feed.Visibility.FULL;
        return isUnseen || holds(Verdicts.Kind.FLOODED, flow, nowNs);
    }

    /** Whether it is told of the service, or of its host. */
    private boolean holds(Verdicts.Kind kind, Flow flow, long nowNs) {
        return surroundings.verdicts().holds(kind, target(flow, flow.responderPort()), nowNs)
                || surroundings.verdicts().holds(kind, target(flow, Subject.NONE), nowNs);
    }

    private long target(Flow flow, int port) {
        return Verdicts.ofTarget(surroundings.partiesOf(flow).responder(), flow.protocol(), port);
    }

    private int slotOf(long service, long nowNs) {
        int slot = services.find(service);
        if (slot == KeyTable.NONE) {
            if (services.isFull()) {
                alerts.leave(services.evict(worth), nowNs);
            }
            slot = services.add(service);
            clear(slot);
        } else if (nowNs - lastNs[slot] > WINDOW_MS * 1_000_000L && !alerts.isOpen(slot)) {
            clear(slot);
        }
        return slot;
    }

    private void clear(int slot) {
        failing.clear(slot);
        seen.clear(slot);
        served[slot] = 0;
        back[slot] = 0;
        attempts[slot] = 0;
        refused[slot] = 0;
        most[slot] = 0;
    }

    private void judge(int slot, Flow flow, long nowNs) {
        failing.count(slot, millis(nowNs), RecentTargets.Known.NOBODY);
        most[slot] = Math.max(most[slot], failing.asked());
        if (alerts.isOpen(slot)) {
            alerts.goOn(slot, attempts[slot], nowNs);
        } else if (failing.asked() >= ENOUGH
                && Long.bitCount(served[slot]) >= SERVED
                && nowNs - answeredNs[slot] >= UNANSWERED_NS
                && !holds(Verdicts.Kind.UNRESPONSIVE, flow, nowNs)
                && alerts.mayOpen(slot, nowNs)) {
            most[slot] = failing.asked();
            Subject subject = Subject.destination(
                    flow.ipVersion(), flow.responderHi(), flow.responderLo(), flow.protocol(), flow.responderPort());
            alerts.open(slot, AlertType.SERVICE_UNRESPONSIVE, subject, nowNs);
        }
        if (alerts.isOpen(slot)) {
            long until = nowNs + WINDOW_MS * 1_000_000L;
            surroundings.verdicts().tell(Verdicts.Kind.UNRESPONSIVE, target(flow, flow.responderPort()), until);
        }
    }

    private Finding finding(int slot) {
        long unansweredS = (lastNs[slot] - answeredNs[slot]) / SECOND_NS;
        Evidence evidence = new Evidence()
                .crossing(most[slot], ENOUGH)
                .across(most[slot], 1)
                .put("rule", "known-service")
                .put("failed_attempts", attempts[slot])
                .put("refused", refused[slot])
                .put("unanswered_s", unansweredS)
                .put("window_s", WINDOW_MS / 1000)
                .put("threshold_sources", ENOUGH)
                .put("threshold_unanswered_s", UNANSWERED_NS / SECOND_NS);
        return new Finding(
                Level.INFO,
                80,
                "",
                seen.firstNs(slot),
                seen.lastNs(slot),
                attempts[slot],
                "answered nobody for " + unansweredS + " s: " + attempts[slot] + " attempts failed, " + refused[slot]
                        + " of them refused, from up to " + most[slot] + " sources in a minute",
                evidence);
    }

    private static int millis(long nowNs) {
        return (int) (nowNs / 1_000_000);
    }

    void onTick(long nowNs) {
        alerts.onTick(nowNs);
    }

    void finish(long nowNs) {
        alerts.finish(nowNs);
    }

    int entries() {
        return services.size();
    }

    long evictions() {
        return services.evictions();
    }
}
