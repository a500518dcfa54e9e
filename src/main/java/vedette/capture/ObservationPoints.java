package vedette.capture;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The observation points of capture files. The same interface number, name and link type in another file, or in another
 * section, is the same observation point, so a capture that was cut into many files keeps its interfaces. Numbers are given
 * in the order of first appearance. Written by the reading thread; {@link #list()} may be read by any.
 */
final class ObservationPoints {
    static final int NONE = -1;
    /** More than any capture has; beyond it {@link #numberOf} gives {@link #NONE}. */
    static final int MAX_POINTS = 4096;

    private record Identity(int number, String name, int linkType) {}

    private final Map<Identity, Integer> ordinals = new HashMap<>();
    private final List<ObservationPoint> points = new CopyOnWriteArrayList<>();
    private final List<ObservationPoint> view = Collections.unmodifiableList(points);

    /**
     * The observation point of an interface.
     *
     * @param number the interface's number in its section or file, from 0
     * @param name its name in the file, empty if the file says none
     */
    int numberOf(int number, String name, int linkType) {
        Identity identity = new Identity(number, name, linkType);
        Integer known = ordinals.get(identity);
        if (known != null) {
            return known;
        }
        int ordinal = points.size();
        if (ordinal == MAX_POINTS) {
            return NONE;
        }
        points.add(new ObservationPoint(name.isEmpty() ? "if" + number : name, ordinal + 1, linkType));
        ordinals.put(identity, ordinal);
        return ordinal;
    }

    /** A view that grows. */
    List<ObservationPoint> list() {
        return view;
    }
}
