package vedette.detect;

/** What a detector is given, for tests that make one by themselves. */
public final class Contexts {
    private Contexts() {}

    /** At the defaults, with a desk that tells the handler. */
    public static Detectors.Context of(AlertHandler handler) {
        Surroundings surroundings = new Surroundings(DetectConfig.DEFAULT.only(), Watch.SEED);
        return new Detectors.Context(surroundings, new AlertDesk(surroundings, handler), Watch.SEED);
    }
}
