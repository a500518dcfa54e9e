package vedette.detect;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import vedette.detect.bruteforce.BruteForceDetector;
import vedette.detect.flood.SynFloodDetector;

/** The detectors there are. A new one is a line here. */
public final class Detectors {
    /** What a detector is given besides its configuration. */
    public record Context(Surroundings surroundings, AlertDesk desk, long seed) {}

    /**
     * @param name in the configuration: {@code [detect.NAME]}
     * @param config the detector's section
     */
    record Entry<C>(String name, Function<DetectConfig, C> config, BiFunction<C, Context, Detector> maker) {
        Detector make(DetectConfig all, Context context) {
            return maker.apply(config.apply(all), context);
        }
    }

    static final List<Entry<?>> ALL = List.of(
            new Entry<>("syn-flood", DetectConfig::synFlood, SynFloodDetector::new),
            new Entry<>("brute-force", DetectConfig::bruteForce, BruteForceDetector::new));

    private Detectors() {}

    /** Names of all, in the order they are told of events. */
    public static List<String> names() {
        return ALL.stream().map(Entry::name).toList();
    }

    static Detector[] make(DetectConfig config, Context context) {
        return ALL.stream()
                .filter(entry -> config.enabled().contains(entry.name()))
                .map(entry -> entry.make(config, context))
                .toArray(Detector[]::new);
    }
}
