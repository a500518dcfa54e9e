package vedette.detect.beacon;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import vedette.content.Findings;
import vedette.decode.PacketBuilder;
import vedette.detect.Alert;
import vedette.detect.AlertState;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;
import vedette.flow.Meter;
import vedette.flow.Outcome;
import vedette.flow.Probe;

/** Tells the beacon detector of calls without packets: one source, one service, times in seconds. */
final class Calls {
    static final long START_NS = 1_700_000_000_000_000_000L;

    private final List<Alert> alerts = new ArrayList<>();
    private final Detection detection;
    private FlowRecords flow = FlowRecords.tcp()
            .ipv4("10.20.0.1", "198.51.100.1")
            .ports(40000, 443)
            .id(1, 1)
            .probe(Probe.SYN);
    private Findings findings = Findings.NONE;
    private Findings named = Findings.NONE;
    private long nowNs = START_NS;
    private int made;
    private int callsAtAlert = -1;

    Calls() {
        this(config(false, 1 << 12));
    }

    Calls(BeaconConfig beacon) {
        detection = new Detection(DetectConfig.DEFAULT.only("beacon").withBeacon(beacon), 1, alert -> {
            alerts.add(alert);
            if (alert.state() == AlertState.OPEN && callsAtAlert < 0) {
                callsAtAlert = made;
            }
        });
    }

    static BeaconConfig config(boolean internal, int capacity) {
        BeaconConfig all = BeaconConfig.DEFAULT;
        return new BeaconConfig(all.minScore(), internal, false, all.resolvers(), all.ignore(), capacity, capacity);
    }

    Calls between(String source, String destination) {
        flow.ipv4(source, destination);
        return this;
    }

    /** DNS answered with the server's address. */
    Calls named(Findings answer) {
        named = answer;
        return this;
    }

    Calls udp(int port) {
        flow.protocol(17).ports(50000, port).probe(Probe.DATAGRAM);
        return this;
    }

    Calls tcp(int port) {
        flow.protocol(6).ports(40000, port).probe(Probe.SYN);
        return this;
    }

    /** What each connection's client says first. */
    Calls saying(String text) {
        PacketBuilder packet = PacketBuilder.ethernet()
                .ipv4("10.20.0.1", "198.51.100.1")
                .tcp(40000, 443)
                .seq(1);
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        findings = new Meter().at(0, packet.payload(octets)).only().findings();
        return this;
    }

    Calls portless(int protocol) {
        flow.protocol(protocol).ports(0, 0).probe(Probe.OTHER);
        return this;
    }

    /** A connection that sends so many octets and ends at once. */
    Calls answered(double seconds, long octets) {
        at(seconds);
        made++;
        detection.onBegin(flow.flow(), nowNs);
        detection.onOutcome(flow.flow(), Outcome.SUCCESS, nowNs);
        flow.payload(Flow.FORWARD, octets);
        detection.onFlow(flow.flow().with(findings).named(named));
        return this;
    }

    /** An attempt that nobody answers. */
    Calls unanswered(double seconds) {
        at(seconds);
        made++;
        detection.onBegin(flow.flow(), nowNs);
        return this;
    }

    /** Payload after silence in an open connection. */
    Calls burst(double seconds, long octets) {
        at(seconds);
        made++;
        detection.onBurst(flow.flow(), octets, nowNs);
        return this;
    }

    /** Time passes, in ticks of ten seconds. */
    Calls at(double seconds) {
        long thenNs = START_NS + Math.round(seconds * 1e9);
        while (thenNs - nowNs > 10_000_000_000L) {
            nowNs += 10_000_000_000L;
            detection.onTick(nowNs);
        }
        nowNs = thenNs;
        return this;
    }

    List<Alert> alerts() {
        return alerts;
    }

    List<Alert> opened() {
        return alerts.stream().filter(alert -> alert.state() == AlertState.OPEN).toList();
    }

    List<Alert> end() {
        detection.onEnd(nowNs);
        return alerts;
    }

    Detection detection() {
        return detection;
    }

    FlowRecords flow() {
        return flow;
    }

    long nowNs() {
        return nowNs;
    }

    /** Calls made when the first alert was opened, -1 if there was none. */
    int callsAtAlert() {
        return callsAtAlert;
    }

    /** The highest score of any alert so far, 0 without one. */
    double bestScore() {
        return alerts.stream()
                .mapToDouble(alert -> (double) alert.evidence().values().get("score"))
                .max()
                .orElse(0);
    }

    /** The last alert's figure. */
    double last(String figure) {
        Object value = alerts.get(alerts.size() - 1).evidence().values().get(figure);
        return ((Number) value).doubleValue();
    }

    /** Payload of a check-in: nearly always the same, some transfers. */
    static long size(SplittableRandom random) {
        return random.nextDouble() < 0.03 ? 20_000 + random.nextInt(1_000_000) : 300 + random.nextInt(20);
    }
}
