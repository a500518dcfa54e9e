package vedette.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import vedette.capture.CaptureCounters;
import vedette.capture.CaptureSource;
import vedette.capture.Frame;
import vedette.capture.FrameHandler;
import vedette.capture.LiveSource;
import vedette.config.Config;
import vedette.decode.DecodeCounters;
import vedette.decode.DecodeResult;
import vedette.flow.Flow;
import vedette.flow.FlowCounters;
import vedette.flow.FlowEvents;
import vedette.flow.FlowLedger;
import vedette.flow.Folding;
import vedette.flow.Share;
import vedette.net.IpProtocol;
import vedette.report.Quantity;

/** Listens for a while as the sensor does, and looks at what comes: whether anything does, all of it, once, and in time. */
final class FeedCheck {
    private static final int FRAMES_PER_TURN = 512;
    private static final double NS_PER_S = 1e9;

    /** Of so many connections a feed with both directions shows the other one of some. */
    private static final int CONNECTIONS = 10;
    /** Connections of fewer packets may be half seen because the listening begins or ends. */
    private static final int PACKETS = 3;

    private static final double MOST_COPIES = 0.05;
    private static final double MOST_UNKNOWN = 0.5;
    private static final double MOST_LAG_S = 1;

    private final Config config;
    private final Shutdown shutdown;
    private long connections;
    private long halfSeen;
    private long worstLagNs;

    FeedCheck(Config config, Shutdown shutdown) {
        this.config = config;
        this.shutdown = shutdown;
    }

    /** What is found; nothing if there is no interface. */
    List<Finding> listen(Duration time) {
        if (config.capture().interfaces().isEmpty()) {
            return List.of();
        }
        try (LiveSource source = LiveSource.open(config.capture())) {
            FrameMeter meter = meter();
            listen(source, meter, time);
            return findings(source.counters(), meter.decoded(), time);
        } catch (IOException | IllegalArgumentException bad) {
            return List.of(
                    Finding.bad(
                            "cannot capture: " + bad.getMessage(),
                            "mend what it says; for want of rights, run it as root or by the unit in systemd/, which has them"));
        }
    }

    private FrameMeter meter() {
        FlowCounters flows = new FlowCounters();
        return new FrameMeter(
                TimeOfDay::ns,
                config.flow(),
                config.capture().mergeInterfaces(),
                MeteringAgent.REPLAY_SEED,
                Share.ALL,
                flows,
                new FlowLedger(flows, this::onFlow, FlowEvents.NONE, Folding.NONE, MeteringAgent.REPLAY_SEED));
    }

    private void listen(LiveSource source, FrameMeter meter, Duration time) throws IOException {
        FrameHandler looking = frame -> {
            look(frame);
            meter.onFrame(frame);
        };
        long endNs = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < endNs && !shutdown.isAsked()) {
            source.poll(looking, FRAMES_PER_TURN);
        }
        source.stop();
        while (source.poll(looking, FRAMES_PER_TURN) != CaptureSource.END) {
            // what came before the stop
        }
        meter.finish();
    }

    private void look(Frame frame) {
        worstLagNs = Math.max(worstLagNs, Math.abs(TimeOfDay.ns() - frame.timestampNs()));
    }

    private void onFlow(Flow flow) {
        long forward = flow.packets(Flow.FORWARD);
        long reverse = flow.packets(Flow.REVERSE);
        if (flow.protocol() == IpProtocol.TCP && forward + reverse >= PACKETS) {
            connections++;
            halfSeen += forward == 0 || reverse == 0 ? 1 : 0;
        }
    }

    private List<Finding> findings(CaptureCounters captured, DecodeCounters decoded, Duration time) {
        List<Finding> findings = new ArrayList<>();
        long frames = captured.captured.sum();
        captured.interfaces().forEach((name, counters) -> findings.add(came(name, counters, time)));
        if (frames == 0) {
            return findings;
        }
        findings.add(drops(captured));
        findings.add(unknown(frames, decoded));
        findings.add(directions());
        findings.add(copies(captured));
        findings.add(lag());
        if (captured.merged.sum() > 0) {
            findings.add(Finding.bad(
                    Quantity.count(captured.merged.sum(), "frame") + " had been merged before they were captured",
                    "ethtool -K IF gro off lro off, on what forwards them too"));
        }
        return findings;
    }

    private static Finding came(String name, CaptureCounters counters, Duration time) {
        String what = Quantity.count(counters.captured.sum(), "frame") + " from " + name + " in "
                + Quantity.seconds(time.toMillis() / 1000.0);
        return counters.captured.sum() > 0
                ? Finding.well(what)
                : Finding.bad(what, "look at the mirror port and the cable: tcpdump -c 10 -i " + name);
    }

    private static Finding drops(CaptureCounters captured) {
        return captured.dropped() == 0
                ? Finding.well("no frame was dropped")
                : Finding.bad(
                        Quantity.count(captured.dropped(), "frame") + " dropped (" + captured.kernelDropped.sum()
                                + " in the kernel, " + captured.interfaceDropped.sum() + " in the interface)",
                        "raise capture.ring-size, filter what need not be seen, or give the sensor a processor of its own");
    }

    private static Finding unknown(long frames, DecodeCounters decoded) {
        long unread = frames - decoded.frames(DecodeResult.OK);
        String what = Quantity.share(unread, frames) + " of the frames have nothing to meter";
        return unread <= MOST_UNKNOWN * frames
                ? Finding.well(what)
                : Finding.bad(what, "see why: vedette_decode_rejected_total, and decoding.md for each reason");
    }

    private Finding directions() {
        if (connections < CONNECTIONS) {
            return Finding.well("too few TCP connections to tell whether both directions come");
        }
        String what =
                Quantity.count(connections, "TCP connection") + ", of which " + halfSeen + " in one direction alone";
        return 2 * halfSeen <= connections
                ? Finding.well(what)
                : Finding.bad(what, "let the mirror port copy both directions, or capture from both ports of the tap");
    }

    private Finding copies(CaptureCounters captured) {
        long copies = captured.duplicates.sum();
        long came = captured.captured.sum() + (config.capture().dropDuplicates() ? copies : 0);
        String what = Quantity.share(copies, came) + " of the frames came twice";
        return copies <= MOST_COPIES * came
                ? Finding.well(what)
                : Finding.bad(what, "let the mirror port copy what comes in alone, or each link once");
    }

    private Finding lag() {
        double seconds = worstLagNs / NS_PER_S;
        String what = String.format(Locale.ROOT, "frames are read %.3f s after they came, at the most", seconds);
        return seconds <= MOST_LAG_S
                ? Finding.well(what)
                : Finding.bad(what, "give the sensor more processor, or see to the clock");
    }
}
