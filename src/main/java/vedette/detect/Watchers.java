package vedette.detect;

import java.util.Arrays;
import vedette.detect.Detector.Event;
import vedette.flow.Probe;

/** Which detectors are told of which events, in the order they run, so that nobody is called whom it does not concern. */
final class Watchers {
    private final Detector[] detectors;

    Watchers(Detector[] detectors) {
        this.detectors = detectors;
    }

    /** Those that are told of an event. */
    Detector[] of(Event event) {
        return Arrays.stream(detectors)
                .filter(detector -> detector.watches().contains(event))
                .toArray(Detector[]::new);
    }

    /** Those that are told of it, for each beginning of a flow: indexed by {@link Probe#code}. */
    Detector[][] ofProbes(Event event) {
        Probe[] probes = Probe.values();
        Detector[][] all = new Detector[probes.length][];
        for (Probe probe : probes) {
            all[probe.code()] = Arrays.stream(of(event))
                    .filter(detector -> detector.minds(probe))
                    .toArray(Detector[]::new);
        }
        return all;
    }
}
