package vedette.detect.exfiltration;

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
import vedette.flow.EndReason;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;
import vedette.flow.Meter;
import vedette.flow.Probe;

/** Flow records of a site whose hosts send and fetch, in the order of their times, and what is told of them. */
final class Sent {
    static final long START_NS = 1_700_000_000_000_000_000L;
    static final double HOUR = 3600;
    static final double LEARNT = 25 * HOUR;
    static final long MIB = 1 << 20;

    private static final double PART = 300;

    private final List<Alert> alerts = new ArrayList<>();
    private final Detection detection = new Detection(DetectConfig.DEFAULT.only("exfiltration"), 1, alerts::add);
    private Findings findings = Findings.NONE;
    private long nowNs = START_NS;

    /** A connection with its octets evenly spread over its time, which is recorded in parts as long ones are. */
    Sent flow(double start, double seconds, String from, String to, long up, long down) {
        int parts = (int) Math.max(1, Math.ceil(seconds / PART));
        for (int part = 1; part <= parts; part++) {
            double begun = start + (part - 1) * seconds / parts;
            double ended = start + part * seconds / parts;
            FlowRecords record = FlowRecords.tcp()
                    .ipv4(from, to)
                    .ports(40_000, 443)
                    .id(1, part)
                    .probe(Probe.SYN)
                    .payload(Flow.FORWARD, up / parts)
                    .payload(Flow.REVERSE, down / parts)
                    .times(Flow.FORWARD, timeNs(begun), timeNs(ended))
                    .times(Flow.REVERSE, timeNs(begun), timeNs(ended))
                    .closed(timeNs(ended), part < parts ? EndReason.ACTIVE : EndReason.END_OF_FLOW);
            pass(ended);
            detection.onFlow(record.flow().with(findings));
        }
        return this;
    }

    /** Something small, by which it is known when the sensor started. */
    Sent started() {
        return flow(0, 1, "10.0.0.1", "192.0.2.1", 500, 5000);
    }

    /** Of the connections to come, the server is named so. */
    Sent to(String server) {
        byte[] request = ("GET / HTTP/1.1\r\nHost: " + server + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        PacketBuilder packet = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "192.0.2.1")
                .tcp(40_000, 80)
                .seq(1);
        findings = new Meter().at(0, packet.payload(request)).only().findings();
        return this;
    }

    /** People look at pages, now and then a video, and send a picture: each of so many hosts about every ten minutes. */
    Sent browsing(double from, double to, int hosts, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (double time = from; time < to; time += 2 * 600 * random.nextDouble() / hosts) {
            long down = (long) (20_000 * Math.exp(2 * gaussian(random)));
            long up = random.nextInt(100) == 0 ? random.nextInt(5_000_000) : 2_000 + down / 40;
            String host = "10.0.0." + (1 + random.nextInt(hosts));
            flow(time, 0.5, host, "192.0.2." + (1 + random.nextInt(200)), up, Math.min(down, 500 * MIB));
        }
        return this;
    }

    private static double gaussian(SplittableRandom random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }

    Sent pass(double seconds) {
        while (nowNs + 60_000_000_000L < timeNs(seconds)) {
            nowNs += 60_000_000_000L;
            detection.onTick(nowNs);
        }
        nowNs = Math.max(nowNs, timeNs(seconds));
        return this;
    }

    /** Flows of which one direction is not seen, until that is known. */
    Sent oneWay() {
        for (int i = 0; i < 30; i++) {
            detection.onFlow(FlowRecords.tcp()
                    .ipv4("10.0.0.1", "192.0.2.1")
                    .probe(Probe.SYN)
                    .without(Flow.REVERSE)
                    .flow());
        }
        detection.onTick(nowNs + 61_000_000_000L);
        return this;
    }

    static long timeNs(double seconds) {
        return START_NS + Math.round(seconds * 1e9);
    }

    List<Alert> opened() {
        return alerts.stream().filter(alert -> alert.state() == AlertState.OPEN).toList();
    }

    List<Alert> alerts() {
        return alerts;
    }

    List<Alert> end() {
        detection.onEnd(nowNs);
        return alerts;
    }
}
