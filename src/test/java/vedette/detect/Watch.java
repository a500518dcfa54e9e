package vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.capture.Frame;
import vedette.daemon.MeteringAgent;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;
import vedette.decode.PacketBuilder;
import vedette.flow.FlowConfig;
import vedette.flow.FlowCounters;
import vedette.flow.FlowHandler;
import vedette.flow.FlowLedger;
import vedette.flow.Metering;
import vedette.flow.PacketClock;

/** A sensor under test from frames to alerts: packets at times in seconds, or a capture, go in; published alerts come out. */
public final class Watch {
    public static final long START_NS = 1_700_000_000_000_000_000L;
    public static final long SEED = 1;

    private static final long AFTERMATH_NS = 5_000_000_000L;

    private final List<Alert> alerts = new ArrayList<>();
    private final FlowCounters counters = new FlowCounters();
    private final PacketClock clock = new PacketClock(counters, () -> Long.MAX_VALUE);
    private final Packet packet = new Packet();
    private final DetectConfig config;
    private final Relay detection;
    private final Metering metering;

    public Watch() {
        this(DetectConfig.DEFAULT);
    }

    public Watch(DetectConfig config) {
        this.config = config;
        detection = new Relay(new Detection(config, SEED, alerts::add));
        metering = new Metering(
                FlowConfig.DEFAULT,
                false,
                SEED,
                counters,
                new FlowLedger(counters, detection, detection, detection, 1));
    }

    /** Every alert of a capture each time it was published, with all detectors at their defaults. */
    public static List<Alert> over(Path capture) throws IOException {
        return over(capture, DetectConfig.DEFAULT);
    }

    public static List<Alert> over(Path capture, DetectConfig config) throws IOException {
        List<Alert> alerts = new ArrayList<>();
        over(capture, new Detection(config, SEED, alerts::add), flow -> {});
        return alerts;
    }

    /** Replays a capture; returns the agent, for its counters. */
    public static MeteringAgent over(Path capture, Detection detection, FlowHandler flows) throws IOException {
        try (CaptureFiles source = CaptureFiles.open(List.of(capture.toString()))) {
            MeteringAgent agent = MeteringAgent.replay(source, FlowConfig.DEFAULT, false, detection, flows);
            while (agent.turn() != CaptureSource.END) {
                // every turn tells the detectors
            }
            agent.finish();
            return agent;
        }
    }

    /** A packet arrives. Times must not step back. */
    public Watch at(double seconds, PacketBuilder bytes) {
        long timestampNs = timeNs(seconds);
        DecodeResult result = bytes.into(packet);
        clock.advanceTo(timestampNs);
        if (result == DecodeResult.OK) {
            metering.onPacket(packet, 0, timestampNs, clock.nowNs());
        } else {
            assertThat(packet.hasArp())
                    .as("neither a packet nor ARP: " + result)
                    .isTrue();
            metering.onArp(packet.arp(), clock.nowNs());
        }
        return this;
    }

    /** Time passes without packets. */
    public Watch pass(double seconds) {
        clock.elapse(Math.round(seconds * 1e9));
        metering.expire(clock.nowNs());
        return this;
    }

    /** Alerts published so far. */
    public List<Alert> alerts() {
        return alerts;
    }

    /** Alerts that were opened so far. */
    public List<Alert> opened() {
        return opened(alerts);
    }

    public static List<Alert> opened(List<Alert> published) {
        return published.stream()
                .filter(alert -> alert.state() == AlertState.OPEN)
                .toList();
    }

    /** Every alert published, after the end of input. */
    public List<Alert> end() {
        clock.elapse(AFTERMATH_NS);
        metering.flush(clock.nowNs());
        return alerts;
    }

    public Detection detection() {
        return detection.to;
    }

    /** A frame of a capture arrives. */
    public void at(Frame frame) {
        clock.advanceTo(frame.timestampNs());
        DecodeResult result = packet.wrap(
                frame.bytes(), frame.offset(), frame.capturedLength(), frame.originalLength(), frame.linkType());
        if (result == DecodeResult.OK) {
            metering.onPacket(packet, frame.observationPoint(), frame.timestampNs(), clock.nowNs());
        } else if (packet.hasArp()) {
            metering.expire(clock.nowNs());
            metering.onArp(packet.arp(), clock.nowNs());
        }
        metering.expire(clock.nowNs());
    }

    /** The detectors' place is taken by others that know no more than what outlives a run; nothing else changes. */
    public Watch forgetAllButMemory() {
        Detection next = new Detection(config, SEED, alerts::add);
        Recollections.carry(detection.to.memories(), next.memories(), clock.nowNs());
        detection.to = next;
        return this;
    }

    public static long timeNs(double seconds) {
        return START_NS + Math.round(seconds * 1e9);
    }
}
