package vedette.daemon;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.capture.CaptureCounters;
import vedette.detect.AlertDesk;
import vedette.detect.AlertType;
import vedette.detect.Evidence;
import vedette.detect.Feed;
import vedette.detect.Level;
import vedette.flow.FlowCounters;
import vedette.report.Quantity;

/**
 * Tells, as alerts of the sensor's own health, what it cannot see: frames that were lost, interfaces that are gone or silent,
 * connections of which one direction is missing, a full flow table, a clock that was set. Owned by the detecting thread; looks
 * once a second.
 */
final class CaptureWatch {
    private static final Logger LOG = LoggerFactory.getLogger(CaptureWatch.class);

    private static final long NS_PER_S = 1_000_000_000;

    /** A second in which a larger part of the frames is lost leaves detectors and totals wrong. */
    private static final double SEVERE_LOSS = 0.01;

    /** Seconds without another one after which a loss is over. */
    private static final int CALM_S = 10;

    /** Seconds without a frame after which the source is silent: there is hardly a network without ARP. */
    private static final int SILENT_S = 60;

    private final CaptureCounters captured;
    private final Supplier<FlowCounters> flows;
    private final Supplier<List<String>> absent;
    private final Supplier<Feed> feed;
    private final HealthAlert drops;
    private final HealthAlert emergency;
    private final HealthAlert silent;
    private final HealthAlert oneWay;
    private final HealthAlert clock;
    private List<String> missed = List.of();
    private long lookedNs;
    private long frames;
    private long framesNs;
    private final Growth dropped = new Growth();
    private final Map<String, Long> droppedBy = new HashMap<>();
    /** Interfaces of which frames were dropped since the alert was opened. */
    private final Set<String> losing = new TreeSet<>();

    private final Growth evicted = new Growth();
    private final Growth steps = new Growth();

    /** A counter that ought not to grow: by how much it has since its alert was opened, and for how long it has not. */
    private static final class Growth {
        long total;
        long before;
        long byNow;
        int calmS;

        /** Takes the counter's value; true if it has grown in the last second, or not long ago. */
        boolean goesOn(long value, boolean isOpen) {
            byNow = value - total;
            total = value;
            before = isOpen ? before : value - byNow;
            calmS = byNow > 0 ? 0 : calmS + 1;
            return byNow > 0 || isOpen && calmS < CALM_S;
        }

        long sinceOpen() {
            return total - before;
        }
    }

    /**
     * @param flows what metering has counted by now
     * @param absent interfaces that are gone
     * @param feed how well the sensor sees
     */
    CaptureWatch(
            CaptureCounters captured,
            Supplier<FlowCounters> flows,
            Supplier<List<String>> absent,
            Supplier<Feed> feed,
            AlertDesk desk,
            long nowNs) {
        this.captured = captured;
        this.flows = flows;
        this.absent = absent;
        this.feed = feed;
        this.drops = new HealthAlert(desk, AlertType.CAPTURE_DROPS);
        this.emergency = new HealthAlert(desk, AlertType.FLOW_TABLE_EMERGENCY);
        this.silent = new HealthAlert(desk, AlertType.SOURCE_SILENT);
        this.oneWay = new HealthAlert(desk, AlertType.ONE_WAY_TRAFFIC);
        this.clock = new HealthAlert(desk, AlertType.CLOCK_STEP);
        this.framesNs = nowNs;
        this.lookedNs = nowNs;
    }

    /**
     * Called every turn.
     *
     * @param nowNs by the sensor's clock
     * @param timeNs the time of day, nanoseconds since 1970
     */
    void tick(long nowNs, long timeNs) {
        if (nowNs - lookedNs < NS_PER_S) {
            return;
        }
        lookedNs = nowNs;
        long came = captured.captured.sum() - frames;
        frames += came;
        framesNs = came > 0 ? nowNs : framesNs;
        lookForDrops(came, timeNs);
        lookForSilence(nowNs, timeNs);
        FlowCounters metered = flows.get();
        lookForEvictions(metered.evictedIdle.get(), timeNs);
        lookForClockSteps(metered.clockSteps.get(), timeNs);
        lookForTheOtherDirection(timeNs);
    }

    private void lookForDrops(long came, long timeNs) {
        lookWhoLoses();
        if (!dropped.goesOn(captured.dropped(), drops.isOpen())) {
            losing.clear();
            drops.over("no frame was dropped for " + CALM_S + " s", timeNs);
            return;
        }
        double share = (double) dropped.byNow / Math.max(1, dropped.byNow + came);
        String message = Quantity.count(dropped.sinceOpen(), "frame") + " dropped, "
                + String.format(Locale.ROOT, "%.1f %%", 100 * share) + " of the last second's";
        Evidence evidence = new Evidence()
                .put("dropped_frames", dropped.sinceOpen())
                .put("kernel", captured.kernelDropped.sum())
                .put("interface", captured.interfaceDropped.sum())
                .put("ring", captured.ringDropped.sum())
                .put("ring_freezes", captured.ringFreezes.sum())
                .put("interfaces", List.copyOf(losing))
                .put("share", share);
        drops.tell(share > SEVERE_LOSS ? Level.HIGH : Level.MEDIUM, message, evidence, timeNs - NS_PER_S, timeNs);
    }

    private void lookWhoLoses() {
        captured.interfaces().forEach((name, counters) -> {
            long total = counters.dropped();
            Long before = droppedBy.put(name, total);
            if (total > (before == null ? 0 : before)) {
                losing.add(name);
            }
        });
    }

    private void lookForSilence(long nowNs, long timeNs) {
        List<String> gone = absent.get();
        tellInTheLog(gone);
        long silentS = (nowNs - framesNs) / NS_PER_S;
        if (!gone.isEmpty()) {
            String message = String.join(", ", gone) + (gone.size() == 1 ? " is" : " are") + " gone";
            silent.tell(Level.HIGH, message, new Evidence().put("interfaces", gone), timeNs, timeNs);
        } else if (silentS >= SILENT_S) {
            String message = "no frame came for " + silentS + " s";
            silent.tell(
                    Level.MEDIUM,
                    message,
                    new Evidence().put("silent_s", silentS),
                    timeNs - silentS * NS_PER_S,
                    timeNs);
        } else {
            silent.over("frames come again", timeNs);
        }
    }

    private void tellInTheLog(List<String> gone) {
        if (!gone.equals(missed)) {
            gone.stream()
                    .filter(name -> !missed.contains(name))
                    .forEach(name -> LOG.warn("{} is gone; it is captured from again once it is back", name));
            missed.stream()
                    .filter(name -> !gone.contains(name))
                    .forEach(name -> LOG.info("{} is back and captured from again", name));
            missed = gone;
        }
    }

    private void lookForEvictions(long total, long timeNs) {
        if (!evicted.goesOn(total, emergency.isOpen())) {
            emergency.over("no flow was ended before its time for " + CALM_S + " s", timeNs);
            return;
        }
        String message = "the flow table is full: " + Quantity.count(evicted.sinceOpen(), "flow")
                + " ended before their time; flow.max-flows may be raised";
        emergency.tell(
                Level.HIGH,
                message,
                new Evidence().put("evicted_flows", evicted.sinceOpen()),
                timeNs - NS_PER_S,
                timeNs);
    }

    private void lookForClockSteps(long total, long timeNs) {
        if (!steps.goesOn(total, clock.isOpen())) {
            clock.over("the clock runs on", timeNs);
            return;
        }
        clock.tell(
                Level.MEDIUM,
                "the clock that gives packets their times was set " + Quantity.count(steps.sinceOpen(), "time")
                        + ", by a minute or more",
                new Evidence().put("steps", steps.sinceOpen()),
                timeNs - NS_PER_S,
                timeNs);
    }

    private void lookForTheOtherDirection(long timeNs) {
        Feed seen = feed.get();
        if (seen.visibility() == Feed.Visibility.FULL) {
            oneWay.over("both directions are seen again", timeNs);
            return;
        }
        oneWay.tell(
                Level.MEDIUM,
                "of most connections one direction alone is seen: the mirror port or tap may lack the other",
                new Evidence().put("visibility", seen.visibility().name().toLowerCase(Locale.ROOT)),
                timeNs,
                timeNs);
    }
}
