package vedette.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import vedette.os.PacketSocket;
import vedette.os.SystemCallException;

/**
 * The kernel's rings of one interface, walked as one. With several, the kernel divides the frames among them by flow (packet(7),
 * PACKET_FANOUT), so that its processors need not wait for each other, and here they are put into the order of time again. Owned by
 * the polling thread.
 */
final class RingGroup {
    /** Twice as long as the kernel gathers frames: an empty ring gets none that is older by more. */
    private static final long HOLD_NS = TimeUnit.MILLISECONDS.toNanos(2L * LiveInterface.GATHERING_MS);

    /** A program that lets nothing in. */
    private static final int[] NOTHING = {0x06, 0, 0, 0};

    /**
     * How a ring is opened.
     *
     * @param ignoresOutgoing whether what this machine sends is left out
     * @param promiscuous whether frames to others' addresses are captured
     */
    record Terms(
            PacketSocket.Ring size,
            boolean ignoresOutgoing,
            boolean promiscuous,
            int interfaceIndex,
            int observationPoint) {}

    private final PacketBlocks[] rings;
    private List<PacketSocket> sockets = List.of();
    private @Nullable PacketBlocks oldest;
    private boolean stopping;
    /** Time of day when the poll began. */
    private long pollNs;

    RingGroup(int size, int snaplen, CaptureCounters counters) {
        rings = new PacketBlocks[size];
        for (int i = 0; i < size; i++) {
            rings[i] = new PacketBlocks(snaplen, counters);
        }
    }

    /**
     * Begins to capture; none may be left of a time before.
     *
     * @param program of the filter
     */
    void open(Terms terms, int[] program) throws SystemCallException {
        List<PacketSocket> opened = new ArrayList<>();
        try {
            for (int i = 0; i < rings.length; i++) {
                opened.add(PacketSocket.open(terms.size()));
                prepare(opened.get(i), terms);
            }
            if (opened.size() > 1) {
                PacketSocket.fanOut(opened, terms.ignoresOutgoing());
            }
            for (PacketSocket socket : opened) {
                socket.filter(program);
            }
        } catch (SystemCallException | RuntimeException | Error e) {
            opened.forEach(PacketSocket::close);
            throw e;
        }
        sockets = opened;
        for (int i = 0; i < rings.length; i++) {
            rings[i].take(opened.get(i).blocks(), terms.observationPoint());
        }
    }

    /** Until all rings share the frames, each would get all of them: nothing is let in before. */
    private static void prepare(PacketSocket socket, Terms terms) throws SystemCallException {
        socket.filter(NOTHING);
        if (terms.ignoresOutgoing()) {
            socket.ignoreOutgoing();
        }
        if (terms.promiscuous()) {
            socket.promiscuous(terms.interfaceIndex());
        }
        socket.bind(terms.interfaceIndex());
    }

    boolean isOpen() {
        return !sockets.isEmpty();
    }

    void filter(int[] program) throws SystemCallException {
        for (PacketSocket socket : sockets) {
            socket.filter(program);
        }
    }

    /** From here on the kernel takes no frame in, so that there is an end. */
    void stop() throws SystemCallException {
        stopping = true;
        filter(NOTHING);
    }

    /** What all sockets counted since the last call. */
    PacketSocket.Statistics statistics() throws SystemCallException {
        long came = 0;
        long dropped = 0;
        long freezes = 0;
        for (PacketSocket socket : sockets) {
            PacketSocket.Statistics each = socket.statistics();
            came += each.came();
            dropped += each.dropped();
            freezes += each.freezes();
        }
        return new PacketSocket.Statistics(came, dropped, freezes);
    }

    /** The ifIndex of an interface, 0 if there is none of that name; asked through a socket that is open. */
    int interfaceIndex(String name) throws IOException {
        return sockets.get(0).interfaceIndex(name);
    }

    /** How much of the fullest ring is ours. */
    double filled() {
        double most = 0;
        for (PacketBlocks ring : rings) {
            most = Math.max(most, ring.filled());
        }
        return most;
    }

    /** Frames that are old enough by then need not wait for those of a ring that is empty. */
    void beginPoll(long timeNs) {
        pollNs = timeNs;
    }

    /** Whether no frame is there whose turn it is. */
    boolean isEmpty() {
        if (rings.length == 1) {
            oldest = rings[0];
            return oldest.isEmpty();
        }
        oldest = oldest();
        return oldest == null;
    }

    /** The ring with the oldest frame, null if there is none, or an empty one may still get an older one. */
    private @Nullable PacketBlocks oldest() {
        PacketBlocks first = null;
        boolean complete = true;
        for (PacketBlocks ring : rings) {
            if (ring.isEmpty()) {
                complete = false;
            } else if (first == null
                    || ring.frame().timestampNs() < first.frame().timestampNs()) {
                first = ring;
            }
        }
        return complete || first == null || stopping || isHeldLongEnough(first.frame()) ? first : null;
    }

    private boolean isHeldLongEnough(Frame frame) {
        return Math.abs(pollNs - frame.timestampNs()) >= HOLD_NS;
    }

    /** Whether no frame is there at all. */
    boolean isDrained() {
        for (PacketBlocks ring : rings) {
            if (!ring.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** After how long a frame that was captured is here at the latest. */
    long lagNs() {
        return rings.length == 1 ? HOLD_NS : 2 * HOLD_NS;
    }

    /** The frame whose turn it is, if it is not empty. */
    Frame frame() {
        return first().frame();
    }

    /** The frame has been dealt with. */
    void pass() {
        first().pass();
    }

    private PacketBlocks first() {
        PacketBlocks first = oldest;
        if (first == null) {
            throw new IllegalStateException("no frame waits");
        }
        return first;
    }

    /** Gives the rings back; returns how many frames still waited in them. */
    long close() {
        long left = 0;
        for (PacketBlocks ring : rings) {
            for (; !ring.isEmpty(); ring.pass()) {
                left++;
            }
            ring.leave();
        }
        sockets.forEach(PacketSocket::close);
        sockets = List.of();
        return left;
    }
}
