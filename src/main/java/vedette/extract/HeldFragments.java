package vedette.extract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vedette.capture.Frame;
import vedette.decode.Packet;
import vedette.flow.Flow;
import vedette.flow.PacketListener;

/**
 * Remembers which frames were fragments held back for their ports, and the flow they joined in the end: those alone whose flow may be
 * asked for, and meanwhile those that wait.
 */
public final class HeldFragments implements PacketListener {
    private record Held(long frame, long flowId) {}

    private final Selection selection;
    private final Map<Long, List<Long>> waiting = new HashMap<>();
    private List<Held> joined = new ArrayList<>();
    private long frame = -1;
    private int next;

    public HeldFragments(Selection selection) {
        this.selection = selection;
    }

    /** The next frame begins. */
    public void onFrame(Frame ignored) {
        frame++;
    }

    @Override
    public void onPacket(Flow flow, int direction, Packet packet, long timestampNs) {}

    @Override
    public void onHeld(long datagram, Packet packet, long timestampNs) {
        waiting.computeIfAbsent(datagram, key -> new ArrayList<>()).add(frame);
    }

    @Override
    public void onJoined(long datagram, Flow flow, int direction) {
        List<Long> frames = waiting.remove(datagram);
        if (frames != null && selection.mayMean(flow)) {
            frames.forEach(each -> joined.add(new Held(each, flow.flowId())));
        }
    }

    /** All have joined: from now on frames are asked for, each once and in order. */
    void rewind() {
        joined.removeIf(held -> !selection.means(held.flowId()));
        joined.sort(Comparator.comparingLong(Held::frame));
        next = 0;
    }

    /** The flow that a frame joined if it was held back and the flow is asked for, else -1. */
    long flowOf(long ordinal) {
        if (next < joined.size() && joined.get(next).frame() == ordinal) {
            return joined.get(next++).flowId();
        }
        return -1;
    }
}
