package vedette.extract;

import vedette.capture.Frame;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;
import vedette.flow.Flow;
import vedette.flow.PacketListener;

/**
 * Takes the packets that are asked for out of captures that are metered once more: of each frame it is told first that it begins,
 * then in which flow it was counted, then that it is over.
 */
public final class Cutter implements PacketListener {
    /** Where the frames go that are taken. */
    @FunctionalInterface
    public interface Taker {
        /**
         * Takes one.
         *
         * @param why for its comment
         */
        void take(Frame frame, String why);
    }

    private final Selection selection;
    private final HeldFragments held;
    private final Taker taker;
    private final Packet packet = new Packet();
    private final StringBuilder why = new StringBuilder();
    private final boolean mayMeanArp;
    private long frame = -1;

    /** @param held of the same captures */
    public Cutter(Selection selection, HeldFragments held, Taker taker) {
        this.selection = selection;
        this.held = held;
        this.taker = taker;
        this.mayMeanArp = selection.mayMeanArp();
        held.rewind();
    }

    /** A frame begins. */
    public void onFrame(Frame begun) {
        frame++;
        why.setLength(0);
        long flowId = held.flowOf(frame);
        if (flowId >= 0) {
            Selection.append("fragment of flow " + flowId, why);
            selection.appendReasons(flowId, why);
        }
        if (mayMeanArp && wrap(begun) == DecodeResult.NON_IP && packet.hasArp()) {
            selection.appendReasons(packet.arp(), begun.timestampNs(), why);
        }
    }

    private DecodeResult wrap(Frame begun) {
        return packet.wrap(
                begun.bytes(), begun.offset(), begun.capturedLength(), begun.originalLength(), begun.linkType());
    }

    @Override
    public void onPacket(Flow flow, int direction, Packet counted, long timestampNs) {
        if (selection.means(flow.flowId())) {
            Selection.append("flow " + flow.flowId() + " part " + flow.part(), why);
            selection.appendReasons(flow.flowId(), why);
        }
    }

    @Override
    public void onQuoted(Flow flow) {
        if (selection.means(flow.flowId())) {
            Selection.append("quotes a packet of flow " + flow.flowId(), why);
            selection.appendReasons(flow.flowId(), why);
        }
    }

    /** The frame is over. */
    public void afterFrame(Frame over) {
        if (why.length() > 0) {
            taker.take(over, why.toString());
        }
    }
}
