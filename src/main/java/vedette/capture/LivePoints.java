package vedette.capture;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The observation points of a live source. An interface that was deleted and comes back with another ifIndex is another
 * one, {@link #MAX_POINTS} in all; beyond it keeps its last. Written by the polling thread, read by any.
 */
final class LivePoints {
    static final int MAX_POINTS = 4096;

    private final List<ObservationPoint> points = new CopyOnWriteArrayList<>();
    private final List<ObservationPoint> view = Collections.unmodifiableList(points);

    int numberOf(ObservationPoint point) {
        int known = points.indexOf(point);
        if (known >= 0) {
            return known;
        }
        if (points.size() == MAX_POINTS) {
            return lastOf(point.name());
        }
        points.add(point);
        return points.size() - 1;
    }

    private int lastOf(String name) {
        int last = points.size() - 1;
        while (last > 0 && !points.get(last).name().equals(name)) {
            last--;
        }
        return last;
    }

    /** A view that grows. */
    List<ObservationPoint> list() {
        return view;
    }
}
