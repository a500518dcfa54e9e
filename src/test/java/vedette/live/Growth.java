package vedette.live;

import java.util.ArrayList;
import java.util.List;

/**
 * By how much a measure grows while it is looked at: the median of all slopes from one sample to a later one (Theil and Sen), by the
 * time from the first sample to the last. What goes up and comes down again does not move it, nor do a few samples far off.
 */
final class Growth {
    private record Sample(double seconds, double value) {}

    private final List<Sample> samples = new ArrayList<>();

    void add(double seconds, double value) {
        samples.add(new Sample(seconds, value));
    }

    /** In the measure's unit. */
    double overall() {
        List<Double> slopes = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            for (int j = i + 1; j < samples.size(); j++) {
                Sample from = samples.get(i);
                Sample to = samples.get(j);
                slopes.add((to.value - from.value) / (to.seconds - from.seconds));
            }
        }
        return median(slopes) * (samples.get(samples.size() - 1).seconds - samples.get(0).seconds);
    }

    double median() {
        return median(values());
    }

    double least() {
        return values().stream().mapToDouble(each -> each).min().orElseThrow();
    }

    double most() {
        return values().stream().mapToDouble(each -> each).max().orElseThrow();
    }

    private List<Double> values() {
        return samples.stream().map(Sample::value).toList();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
