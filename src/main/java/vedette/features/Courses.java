package vedette.features;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vedette.decode.Anomaly;
import vedette.decode.Packet;
import vedette.flow.Flow;
import vedette.flow.PacketListener;

/**
 * Follows the packets of open flows.
 *
 * <p>Bounded: {@value #MOST} flows, those that begin beyond are not followed; {@value #MOST_HELD} fragments that wait for their ports of
 * each datagram.
 */
final class Courses implements PacketListener {
    static final int MOST = 1 << 18;

    private static final int MOST_HELD = 64;

    private record Held(long octets, long timestampNs) {}

    private final int firstPackets;
    private final int most;
    private final Map<Long, Course> byFlow = new HashMap<>();
    private final Map<Long, List<Held>> held = new HashMap<>();

    Courses(int firstPackets, int most) {
        this.firstPackets = firstPackets;
        this.most = most;
    }

    @Override
    public void onPacket(Flow flow, int direction, Packet packet, long timestampNs) {
        Course course = of(flow, 1);
        if (course != null) {
            course.add(flow, direction, packet.ipOctets(), timestampNs);
            if (packet.has(Anomaly.MALFORMED_FRAGMENT) || packet.has(Anomaly.TINY_FRAGMENT)) {
                course.addWrongFragment();
            }
        }
    }

    /** The flow's course; one that is met in its midst, since there was no room before, has none. */
    private @Nullable Course of(Flow flow, long packetsAtBegin) {
        Course course = byFlow.get(flow.flowId());
        boolean begins = flow.part() == 1 && flow.packets(Flow.FORWARD) + flow.packets(Flow.REVERSE) == packetsAtBegin;
        if (course == null && begins && byFlow.size() < most) {
            course = new Course(flow, firstPackets);
            byFlow.put(flow.flowId(), course);
        }
        return course;
    }

    @Override
    public void onHeld(long datagram, Packet packet, long timestampNs) {
        List<Held> waiting = held.computeIfAbsent(datagram, key -> new ArrayList<>());
        if (waiting.size() < MOST_HELD) {
            waiting.add(new Held(packet.ipOctets(), timestampNs));
        }
    }

    @Override
    public void onJoined(long datagram, Flow flow, int direction) {
        List<Held> waiting = held.remove(datagram);
        Course course = waiting == null ? null : of(flow, waiting.size());
        if (waiting != null && course != null) {
            waiting.forEach(each -> course.add(flow, direction, each.octets(), each.timestampNs()));
        }
    }

    /** The course of a flow that is over, null if it was not followed. */
    @Nullable
    Course remove(long flowId) {
        return byFlow.remove(flowId);
    }
}
