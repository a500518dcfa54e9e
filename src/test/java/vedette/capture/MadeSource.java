package vedette.capture;

import java.util.List;

/** A source whose frames a test makes; it counts what it is told to, and has no interface. */
public abstract class MadeSource implements CaptureSource {
    private final CaptureCounters counters = new CaptureCounters();

    @Override
    public final List<ObservationPoint> observationPoints() {
        return List.of();
    }

    @Override
    public final CaptureCounters counters() {
        return counters;
    }

    @Override
    public final void close() {}
}
