package vedette.report;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import vedette.decode.Packet;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.flow.Flow;
import vedette.net.IpPrefix;
import vedette.net.IpProtocol;
import vedette.net.TcpFlags;
import vedette.report.plot.LinearAxis;
import vedette.report.plot.Plot;
import vedette.report.plot.Series;
import vedette.report.plot.TimeAxis;
import vedette.report.plot.Unit;

/** How many packets a second came to somebody and went back; of a flood of SYNs, how many asked for a connection and how many got one. */
final class RatePicture implements Picture {
    private static final long FIRST_WIDTH_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int HANDSHAKE = TcpFlags.SYN | TcpFlags.ACK | TcpFlags.RST;
    private static final List<String> OF_SYNS = List.of("SYNs", "SYN-ACKs", "handshakes completed");
    private static final List<String> OF_PACKETS = List.of("packets there", "packets back");

    private final Scope scope;
    private final boolean isOfSyns;
    private final @Nullable IpPrefix source;
    private final @Nullable IpPrefix target;
    private final List<String> names;
    private final TimeBins bins;

    RatePicture(Alert alert, Scope scope) {
        this.scope = scope;
        isOfSyns = alert.type() == AlertType.FLOOD_SYN;
        source = alert.subject().source();
        target = alert.subject().destination();
        names = isOfSyns ? OF_SYNS : OF_PACKETS;
        bins = new TimeBins(names.size(), FIRST_WIDTH_NS);
    }

    @Override
    public void onPacket(Flow flow, int direction, Packet packet, long timeNs) {
        if (!isOfSyns) {
            bins.add(isThere(packet) ? 0 : 1, timeNs, 1);
            return;
        }
        if (packet.protocol() != IpProtocol.TCP || !packet.hasTransport()) {
            return;
        }
        switch (packet.tcp().flags() & HANDSHAKE) {
            case TcpFlags.SYN -> bins.add(0, timeNs, 1);
            case TcpFlags.SYN | TcpFlags.ACK -> bins.add(1, timeNs, 1);
            case TcpFlags.ACK -> {
                if (direction == Flow.FORWARD && flow.ackCount(Flow.FORWARD) == 1 && flow.synAckMicros() >= 0) {
                    bins.add(2, timeNs, 1);
                }
            }
            default -> {
                // Neither asks for a connection nor gets one.
            }
        }
    }

    private boolean isThere(Packet packet) {
        if (target != null) {
            return target.contains(packet.ipVersion(), packet.destinationHi(), packet.destinationLo());
        }
        return source == null || source.contains(packet.ipVersion(), packet.sourceHi(), packet.sourceLo());
    }

    @Override
    public Plot plot() {
        TimeAxis time = new TimeAxis(
                Math.min(scope.fromNs(), bins.isEmpty() ? scope.fromNs() : bins.startNs(0)),
                Math.max(scope.toNs(), bins.isEmpty() ? scope.toNs() : bins.endNs()));
        List<Series> all = new ArrayList<>();
        double largest = 0;
        for (int channel = 0; channel < names.size(); channel++) {
            Series series = new Series(names.get(channel), Series.Kind.STEPS);
            for (int bin = 0; bin < bins.size() && bins.sum(channel) > 0; bin++) {
                series.add(time.of(bins.startNs(bin)), bins.count(channel, bin) * 1e9 / bins.widthNs());
            }
            if (!series.isEmpty()) {
                series.add(time.of(bins.endNs()), 0);
            }
            largest = Math.max(largest, series.largestY());
            all.add(series);
        }
        return new Plot(
                isOfSyns ? "Connections asked for and completed" : "Packets there and back",
                time,
                LinearAxis.upTo(isOfSyns ? "per second" : "packets/s", Unit.COUNT, largest),
                all);
    }

    @Override
    public String caption() {
        StringBuilder text = new StringBuilder("In bins of " + Quantity.nanoseconds(bins.widthNs()) + ". In all: ");
        for (int channel = 0; channel < names.size(); channel++) {
            text.append(channel == 0 ? "" : ", ")
                    .append(Quantity.count(bins.sum(channel)))
                    .append(' ')
                    .append(names.get(channel));
        }
        return text.append('.').toString();
    }
}
