package vedette.detect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an alert rests on: the figures that every alert has, for which outputs have fields of their own, and names and values in the
 * order an operator reads them. A value is a {@link Long}, a {@link Double}, a {@link Boolean}, a {@link String} or a list of
 * strings. Names are lower case with underscores and carry their unit.
 */
public final class Evidence {
    public static final Evidence NONE = new Evidence();

    private final Map<String, Object> values = new LinkedHashMap<>();
    private long hosts;
    private long ports;
    private double score;
    private double threshold;

    /**
     * The figure that crossed the threshold, or the most it has come to since (of a beacon, the latest), and the threshold.
     *
     * @param score not below the threshold
     */
    public Evidence crossing(double score, double threshold) {
        this.score = score;
        this.threshold = threshold;
        return this;
    }

    /**
     * How much the alert is about.
     *
     * @param hosts different ones at the other end: those a source turns to, or those that turn to a target; 0 if not counted
     * @param ports different ones that are turned to; 0 if not counted
     */
    public Evidence across(long hosts, long ports) {
        this.hosts = hosts;
        this.ports = ports;
        return this;
    }

    public double score() {
        return score;
    }

    public double threshold() {
        return threshold;
    }

    public long hosts() {
        return hosts;
    }

    public long ports() {
        return ports;
    }

    public Evidence put(String name, long value) {
        values.put(name, value);
        return this;
    }

    public Evidence put(String name, double value) {
        values.put(name, value);
        return this;
    }

    public Evidence put(String name, boolean value) {
        values.put(name, value);
        return this;
    }

    public Evidence put(String name, String value) {
        values.put(name, value);
        return this;
    }

    public Evidence put(String name, List<String> value) {
        values.put(name, List.copyOf(value));
        return this;
    }

    /** In order; not to be changed. */
    public Map<String, Object> values() {
        return values;
    }
}
