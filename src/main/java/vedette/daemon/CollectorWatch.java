package vedette.daemon;

import java.util.ArrayList;
import java.util.List;
import vedette.detect.AlertDesk;
import vedette.detect.AlertType;
import vedette.detect.Evidence;
import vedette.detect.Level;
import vedette.export.DropReason;
import vedette.export.ExportCounters;
import vedette.export.ExportingAgent;
import vedette.report.Quantity;

/**
 * Tells, as alerts of the sensor's own health, which collectors are away and that a spool's disk is full. Owned by the
 * metering thread; looks once a second.
 */
final class CollectorWatch {
    private static final long NS_PER_S = 1_000_000_000;

    /** How long a collector may be away before it is told: a restart is shorter. */
    private static final long GRACE_NS = 10 * NS_PER_S;

    private final HealthAlert down;
    private final HealthAlert low;
    private List<Collector> collectors = List.of();
    private long lookedNs;

    private static final class Collector {
        final ExportingAgent agent;
        final String name;
        final ExportCounters counters;
        long awaySinceNs;
        boolean away;

        Collector(ExportingAgent agent) {
            this.agent = agent;
            this.name = agent.collector();
            this.counters = agent.counters();
        }

        /** Whether it has been away for so long that it is told. */
        boolean isDown(long nowNs) {
            boolean isAway = counters.isAway();
            if (isAway && !away) {
                awaySinceNs = nowNs;
            }
            away = isAway;
            return away && nowNs - awaySinceNs >= GRACE_NS;
        }

        long waiting() {
            return counters.queuedRecords() + counters.spooled().records();
        }
    }

    CollectorWatch(List<ExportingAgent> agents, AlertDesk desk) {
        this.down = new HealthAlert(desk, AlertType.COLLECTOR_DOWN);
        this.low = new HealthAlert(desk, AlertType.DISK_LOW);
        watch(agents);
    }

    /** These are the ones to look after now. */
    void watch(List<ExportingAgent> agents) {
        List<Collector> before = collectors;
        collectors = agents.stream()
                .map(agent -> before.stream()
                        .filter(known -> known.agent == agent)
                        .findFirst()
                        .orElseGet(() -> new Collector(agent)))
                .toList();
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
        lookForCollectors(nowNs, timeNs);
        lookForDisks(timeNs);
    }

    private void lookForCollectors(long nowNs, long timeNs) {
        List<Collector> away = new ArrayList<>();
        for (Collector collector : collectors) {
            if (collector.isDown(nowNs)) {
                away.add(collector);
            }
        }
        if (away.isEmpty()) {
            down.over("all collectors are reached again", timeNs);
        } else {
            tellDown(away, nowNs, timeNs);
        }
    }

    private void tellDown(List<Collector> away, long nowNs, long timeNs) {
        long longestNs = 0;
        long waiting = 0;
        long dropped = 0;
        List<String> names = new ArrayList<>();
        for (Collector collector : away) {
            longestNs = Math.max(longestNs, nowNs - collector.awaySinceNs);
            names.add(collector.name);
            waiting += collector.waiting();
            dropped += collector.counters.droppedRecords();
        }
        String message = Quantity.count(away.size(), "collector") + (away.size() == 1 ? " is" : " are") + " away: "
                + String.join(", ", names) + "; " + waiting + " records wait, " + dropped + " were dropped";
        Evidence evidence = new Evidence()
                .put("collectors", names)
                .put("away_s", longestNs / NS_PER_S)
                .put("waiting_records", waiting)
                .put("dropped_records", dropped);
        down.tell(dropped > 0 ? Level.HIGH : Level.MEDIUM, message, evidence, timeNs - longestNs, timeNs);
    }

    private void lookForDisks(long timeNs) {
        List<String> names = new ArrayList<>();
        long dropped = 0;
        for (Collector collector : collectors) {
            if (collector.counters.isDiskLow()) {
                names.add(collector.name);
                dropped += collector.counters.dropped(DropReason.DISK_LOW).records();
            }
        }
        if (names.isEmpty()) {
            low.over("the disk has room again", timeNs);
            return;
        }
        String message = "the disk where records wait for collectors is nearly full: " + dropped + " were dropped";
        Evidence evidence = new Evidence().put("collectors", names).put("dropped_records", dropped);
        low.tell(Level.HIGH, message, evidence, timeNs, timeNs);
    }
}
