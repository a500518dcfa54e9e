package vedette.report;

import java.util.List;
import java.util.Map;
import vedette.decode.Packet;
import vedette.detect.sketch.HyperLogLog;
import vedette.flow.EndReason;
import vedette.flow.Flow;
import vedette.flow.FlowHandler;
import vedette.flow.PacketListener;
import vedette.flow.Probe;

/** To how many hosts and ports each source turned, with which success, and how long it waited between two flows. */
final class SourceFacts implements FlowHandler, PacketListener {
    static final int MOST_SOURCES = 1 << 13;

    private static final int PRECISION = 11;
    private static final long MULTIPLIER = 0xC2B2AE3D27D4EB4FL;

    /** What one source did. */
    static final class Source {
        private final HyperLogLog hosts = new HyperLogLog(PRECISION);
        private final HyperLogLog ports = new HyperLogLog(PRECISION);
        private long flows;
        private long unanswered;
        private long refused;
        private long syns;
        private long lastStartNs = Long.MIN_VALUE;

        long hosts() {
            return hosts.estimate();
        }

        long ports() {
            return ports.estimate();
        }

        long flows() {
            return flows;
        }

        long unanswered() {
            return unanswered;
        }

        long refused() {
            return refused;
        }

        /** Of a hundred flows, how many got no answer or a refusal. */
        long failedPercent() {
            return flows == 0 ? 0 : 100 * (unanswered + refused) / flows;
        }

        /** Of a hundred flows, how many began with a SYN. */
        long synPercent() {
            return flows == 0 ? 0 : 100 * syns / flows;
        }

        /** How far it reaches. */
        long reach() {
            return Math.max(hosts(), ports());
        }
    }

    private final Largest<Host, Source> sources = new Largest<>(MOST_SOURCES, Source::new, Source::flows);
    private final Distribution waitsNs = new Distribution();

    /** A flow begins. */
    @Override
    public void onPacket(Flow flow, int direction, Packet packet, long timestampNs) {
        if (flow.part() > 1 || flow.packets(Flow.FORWARD) + flow.packets(Flow.REVERSE) > 1) {
            return;
        }
        Source source = sources.of(Host.initiator(flow));
        if (source.lastStartNs != Long.MIN_VALUE && timestampNs >= source.lastStartNs) {
            waitsNs.add(timestampNs - source.lastStartNs);
        }
        source.lastStartNs = timestampNs;
    }

    @Override
    public void onFlow(Flow flow) {
        if (flow.isAggregate() || flow.endReason() == EndReason.ACTIVE) {
            return;
        }
        Source source = sources.of(Host.initiator(flow));
        source.flows++;
        source.hosts.add(hash(flow.responderHi() * MULTIPLIER ^ flow.responderLo()));
        source.ports.add(hash((long) flow.protocol() << 16 | flow.responderPort()));
        Answer answer = Answer.to(flow);
        source.unanswered += answer == Answer.UNANSWERED ? 1 : 0;
        source.refused += answer == Answer.REFUSED ? 1 : 0;
        source.syns += flow.probe() == Probe.SYN ? 1 : 0;
    }

    private static long hash(long value) {
        long mixed = (value ^ value >>> 32) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
        return mixed ^ mixed >>> 32;
    }

    List<Map.Entry<Host, Source>> farthest(int count) {
        return sources.top(count, Source::reach);
    }

    Largest<Host, Source> sources() {
        return sources;
    }

    /** Times between the beginnings of two flows of one source. */
    Distribution waitsNs() {
        return waitsNs;
    }
}
