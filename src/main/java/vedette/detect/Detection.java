package vedette.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vedette.content.DnsMessage;
import vedette.decode.ArpMessage;
import vedette.decode.HeaderFields;
import vedette.decode.Packet;
import vedette.detect.memory.Memory;
import vedette.flow.Flow;
import vedette.flow.FlowEvents;
import vedette.flow.FlowHandler;
import vedette.flow.Folding;
import vedette.flow.Outcome;
import vedette.flow.Probe;

/** All detectors that are switched on, and the desk they bring their findings to. Owned by the detecting thread. */
public final class Detection implements FlowEvents, FlowHandler, Folding {
    private final Surroundings surroundings;
    private final AlertDesk desk;
    private final FeedWatch feedWatch;
    private final Detectors.Context context;
    private DetectConfig config;
    private Detector[] detectors;
    /** Asked by metering threads too. */
    private volatile Watchers watchers;

    private Runnable beforeEnd = () -> {};

    /**
     * @param seed of the hashes, fixed in a replay
     * @param handler is given the alerts
     */
    public Detection(DetectConfig config, long seed, AlertHandler handler) {
        surroundings = new Surroundings(config, seed);
        feedWatch = surroundings.feedWatch();
        desk = new AlertDesk(surroundings, handler);
        context = new Detectors.Context(surroundings, desk, seed);
        this.config = config;
        detectors = Detectors.make(config, context);
        watchers = new Watchers(detectors);
    }

    /**
     * Another configuration takes the place of the one in force: detectors that are the same in both go on with all they know,
     * others begin anew. What of {@code local-nets} has changed does not count. For the detecting thread.
     *
     * @return names of the memories whose detector is no more, or has begun anew
     */
    public List<String> reconfigure(DetectConfig other, long nowNs) {
        Detector[] before = detectors;
        detectors = Detectors.remake(config, before, other, context);
        watchers = new Watchers(detectors);
        config = other;
        surroundings.allow(AllowList.of(other.allow()));
        List<Detector> going = Arrays.asList(detectors);
        List<String> forgotten = new ArrayList<>();
        for (Detector detector : before) {
            if (!going.contains(detector)) {
                detector.memories().forEach(memory -> forgotten.add(memory.name()));
                detector.finish(nowNs);
            }
        }
        return forgotten;
    }

    /** Where the sensor brings what it finds of its own health; for the detecting thread. */
    public AlertDesk desk() {
        return desk;
    }

    /** How well the sensor sees; for the detecting thread. */
    public Feed feed() {
        return feedWatch.feed();
    }

    /** What became of the alerts; may be read from any thread. */
    public AlertCounters alerts() {
        return desk.counters();
    }

    /** How full a detector's tables are: entries now, and entries given up for want of room so far. */
    public record Occupancy(String detector, int entries, long evictions) {}

    /** Of each detector that runs; several may have one name. */
    public List<Occupancy> occupancy() {
        List<Occupancy> all = new ArrayList<>();
        String[] names = Detectors.namesOfEach(config);
        for (int i = 0; i < detectors.length; i++) {
            all.add(new Occupancy(names[i], detectors[i].entries(), detectors[i].evictions()));
        }
        return all;
    }

    /** Takes another allow-list in place of the one in force; from any thread. What is open by then stays open and is closed as ever. */
    public void allow(AllowList list) {
        surroundings.allow(list);
    }

    /** What outlives the run of a sensor; for the detecting thread. */
    public List<Memory> memories() {
        List<Memory> all = new ArrayList<>(surroundings.verdicts().memories());
        for (Detector detector : detectors) {
            all.addAll(detector.memories());
        }
        return all;
    }

    /** What is done when the input has ended, while the alerts that were open are so still. */
    public void beforeEnd(Runnable action) {
        beforeEnd = action;
    }

    @Override
    public boolean minds(Change change, Probe probe) {
        return watchers.of(change, probe).length > 0;
    }

    @Override
    public void onBegin(Flow flow, long nowNs) {
        for (Detector detector : watchers.begin[flow.probe().code()]) {
            detector.onBegin(flow, nowNs);
        }
    }

    @Override
    public void onSynAck(Flow flow, long nowNs) {
        for (Detector detector : watchers.synAck) {
            detector.onSynAck(flow, nowNs);
        }
    }

    @Override
    public void onHandshake(Flow flow, long nowNs) {
        for (Detector detector : watchers.handshake) {
            detector.onHandshake(flow, nowNs);
        }
    }

    @Override
    public void onOutcome(Flow flow, Outcome outcome, long nowNs) {
        for (Detector detector : watchers.outcome[flow.probe().code()]) {
            detector.onOutcome(flow, outcome, nowNs);
        }
    }

    @Override
    public void onBurst(Flow flow, long payloadOctets, long nowNs) {
        for (Detector detector : watchers.burst) {
            detector.onBurst(flow, payloadOctets, nowNs);
        }
    }

    /** On the metering thread, for all detectors that look at packets: each of them looks at those it minds. */
    @Override
    public boolean mindsPacket(Flow flow, int direction, Packet packet) {
        for (Detector detector : watchers.packet) {
            if (detector.mindsPacket(flow, direction, packet)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void onPacket(Flow flow, int direction, HeaderFields packet, long nowNs) {
        for (Detector detector : watchers.packet) {
            detector.onPacket(flow, direction, packet, nowNs);
        }
    }

    @Override
    public boolean mindsDns() {
        return watchers.dns.length > 0;
    }

    @Override
    public void onDns(Flow flow, int direction, DnsMessage message, long nowNs) {
        for (Detector detector : watchers.dns) {
            detector.onDns(flow, direction, message, nowNs);
        }
    }

    @Override
    public void onArp(ArpMessage message, long nowNs) {
        for (Detector detector : watchers.arp) {
            detector.onArp(message, nowNs);
        }
    }

    @Override
    public void onFlow(Flow record) {
        if (record.isAggregate()) {
            return;
        }
        feedWatch.onRecord(record);
        for (Detector detector : watchers.record[record.probe().code()]) {
            detector.onRecord(record);
        }
    }

    @Override
    public void onTick(long nowNs) {
        feedWatch.onTick(nowNs);
        for (Detector detector : detectors) {
            detector.onTick(nowNs);
        }
        desk.onTick(nowNs);
    }

    @Override
    public void onDrops(long total) {
        feedWatch.onDrops(total);
    }

    /** Attempts on a service that is under a flood are told of in aggregates. */
    @Override
    public boolean folds(Flow attempt, long lastNs) {
        return surroundings.isFlooded(attempt, lastNs) || surroundings.isHostFlooded(attempt, lastNs);
    }

    /** Closes all alerts. */
    @Override
    public void onEnd(long nowNs) {
        beforeEnd.run();
        for (Detector detector : detectors) {
            detector.finish(nowNs);
        }
        desk.finish(nowNs);
    }
}
