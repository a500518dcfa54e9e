package vedette.export;

import java.util.Arrays;

/**
 * The observation points that flow records name by their index, as exports present them. Added to before the first flow
 * of a point is offered; read by the exporting agents.
 */
public final class ObservationPoints {
    private record Point(String name, int ifIndex) {}

    private volatile Point[] points = {};

    /** Adds the point with the next index, from 0. */
    public synchronized void add(String name, int ifIndex) {
        Point[] more = Arrays.copyOf(points, points.length + 1);
        more[points.length] = new Point(name, ifIndex);
        points = more;
    }

    public int count() {
        return points.length;
    }

    /** The interface's name; {@code if} and the index for a point nobody has added. */
    public String name(int observationPoint) {
        Point[] known = points;
        return observationPoint < known.length ? known[observationPoint].name : "if" + observationPoint;
    }

    /** The interface's ifIndex, or 0 for a point nobody has added. */
    public int ifIndex(int observationPoint) {
        Point[] known = points;
        return observationPoint < known.length ? known[observationPoint].ifIndex : 0;
    }
}
