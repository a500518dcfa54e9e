package vedette.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vedette.decode.ArpMessage;
import vedette.net.IpPrefix;
import vedette.net.MacAddress;
import vedette.report.plot.Axis;
import vedette.report.plot.LinearAxis;
import vedette.report.plot.Plot;
import vedette.report.plot.Series;
import vedette.report.plot.TimeAxis;
import vedette.report.plot.Unit;

/** Of a sweep by ARP: whom it asked for and who answered. Of somebody's address: which stations claimed it when. */
final class ArpPicture implements Picture {
    private static final int MOST_STATIONS = 4;

    private final Scope scope;
    private final @Nullable IpPrefix source;
    private final @Nullable IpPrefix address;
    private final Sample asked = new Sample(2);
    private final Sample answered = new Sample(2);
    private final Map<Long, Sample> claims = new LinkedHashMap<>();
    private final Sample otherClaims = new Sample(2);

    /**
     * @param source who asks, or null
     * @param address which is claimed, or null
     */
    ArpPicture(Scope scope, @Nullable IpPrefix source, @Nullable IpPrefix address) {
        this.scope = scope;
        this.source = source;
        this.address = address;
    }

    @Override
    public void onArp(ArpMessage message, long timeNs) {
        if (address != null && address.contains(4, 0, message.senderAddress())) {
            Sample station = claims.get(message.senderMac());
            if (station == null && claims.size() < MOST_STATIONS) {
                station = new Sample(2);
                claims.put(message.senderMac(), station);
            }
            (station == null ? otherClaims : station).add(timeNs, 0);
        }
        if (source != null
                && source.contains(4, 0, message.senderAddress())
                && message.operation() == ArpMessage.REQUEST) {
            asked.add(timeNs, message.targetAddress());
        }
        if (source != null
                && source.contains(4, 0, message.targetAddress())
                && message.operation() == ArpMessage.REPLY) {
            answered.add(timeNs, message.senderAddress());
        }
    }

    @Override
    public Plot plot() {
        TimeAxis time = new TimeAxis(scope.fromNs(), scope.toNs());
        return address != null ? claims(time) : sweep(time);
    }

    private Plot claims(TimeAxis time) {
        List<Series> all = new ArrayList<>();
        claims.forEach((mac, times) -> all.add(points(MacAddress.text(mac), times, time, all.size() + 1.0)));
        all.add(points("others", otherClaims, time, all.size() + 1.0));
        return new Plot(
                "Who said when that the address is his",
                time,
                new LinearAxis("station", Unit.NUMBER, 0, claims.size() + 2.0),
                all);
    }

    private static Series points(String name, Sample times, TimeAxis time, double height) {
        Series series = new Series(name, Series.Kind.POINTS);
        for (int i = 0; i < times.size(); i++) {
            series.add(time.of(times.get(i, 0)), height);
        }
        return series;
    }

    private Plot sweep(TimeAxis time) {
        Series questions = new Series("asked for", Series.Kind.POINTS);
        Series answers = new Series("answered", Series.Kind.POINTS);
        long least = Long.MAX_VALUE;
        long largest = 0;
        for (int i = 0; i < asked.size(); i++) {
            least = Math.min(least, asked.get(i, 1));
            largest = Math.max(largest, asked.get(i, 1));
            questions.add(time.of(asked.get(i, 0)), asked.get(i, 1));
        }
        for (int i = 0; i < answered.size(); i++) {
            answers.add(time.of(answered.get(i, 0)), answered.get(i, 1));
        }
        Axis hosts = new LinearAxis("host", Unit.ADDRESS, Math.min(least, largest), largest);
        return new Plot("Whom it asked for, and who answered", time, hosts, List.of(questions, answers));
    }

    @Override
    public String caption() {
        return address != null
                ? "Each point is an ARP message whose sender says that it has the address."
                        + otherClaims.leftOut("claims")
                : "Each point is an ARP message." + asked.leftOut("requests");
    }
}
