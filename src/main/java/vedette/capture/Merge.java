package vedette.capture;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of many files into packet-time order. Inside a file the order is the file's own. A file is opened when the
 * merge has reached its first frame; when too many are open at once, the one whose frame is the furthest away is parked.
 */
final class Merge {
    /** So many windows of full size fit into the direct memory that a heap of 64 MB grants. */
    static final int MAX_OPEN = 64;

    private final ArrayDeque<Lane> waiting;
    /** A binary heap, the earliest lane first. */
    private final Lane[] lanes;

    private int size;
    private int open;
    private boolean delivered;

    Merge(List<Lane> lanes) {
        this.waiting = new ArrayDeque<>(lanes.stream()
                .sorted(Comparator.comparingLong(Lane::timestampNs))
                .toList());
        this.lanes = new Lane[lanes.size()];
    }

    /**
     * The next frame in time, or null after the last.
     *
     * @throws CaptureException if a file cannot be read; it is left out then, and the next call goes on with the others
     */
    @Nullable
    Frame next() throws CaptureException {
        if (delivered) {
            delivered = false;
            advanceEarliest();
        }
        startDueLanes();
        if (size == 0) {
            return null;
        }
        if (lanes[0].isParked()) {
            unparkEarliest();
        }
        delivered = true;
        return lanes[0].frame();
    }

    private void advanceEarliest() throws CaptureException {
        boolean more = false;
        try {
            more = lanes[0].advance();
        } finally {
            if (!more) {
                open--;
                lanes[0] = lanes[--size];
            }
            siftDown();
        }
    }

    private void startDueLanes() throws CaptureException {
        while (!waiting.isEmpty() && (size == 0 || waiting.element().timestampNs() <= lanes[0].timestampNs())) {
            Lane lane = waiting.remove();
            makeRoom();
            lane.start();
            if (lane.advance()) {
                open++;
                push(lane);
            }
        }
    }

    private void unparkEarliest() throws CaptureException {
        makeRoom();
        try {
            lanes[0].unpark();
            open++;
        } catch (CaptureException e) {
            lanes[0].close();
            lanes[0] = lanes[--size];
            siftDown();
            throw e;
        }
    }

    private void makeRoom() {
        if (open < MAX_OPEN) {
            return;
        }
        Lane furthest = null;
        for (int i = 0; i < size; i++) {
            Lane lane = lanes[i];
            if (!lane.isParked() && lane.isReopenable() && (furthest == null || furthest.isBefore(lane))) {
                furthest = lane;
            }
        }
        if (furthest != null) {
            furthest.park();
            open--;
        }
    }

    private void push(Lane lane) {
        int at = size++;
        while (at > 0 && lane.isBefore(lanes[(at - 1) / 2])) {
            lanes[at] = lanes[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        lanes[at] = lane;
    }

    private void siftDown() {
        if (size < 2) {
            return;
        }
        Lane lane = lanes[0];
        int at = 0;
        int child = earlierChild(at);
        while (child < size && lanes[child].isBefore(lane)) {
            lanes[at] = lanes[child];
            at = child;
            child = earlierChild(at);
        }
        lanes[at] = lane;
    }

    private int earlierChild(int at) {
        int left = 2 * at + 1;
        return left + 1 < size && lanes[left + 1].isBefore(lanes[left]) ? left + 1 : left;
    }

    void close() {
        for (int i = 0; i < size; i++) {
            lanes[i].close();
        }
        waiting.forEach(Lane::close);
    }
}
