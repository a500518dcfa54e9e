package vedette.detect.sketch;

/**
 * Divides the positive numbers into bins of equal ratio. What lies below the first bin falls into it, what lies above the last
 * into that.
 */
public final class LogBins {
    private static final double LN_2 = Math.log(2);

    private final double perE;
    private final double from;
    private final double[] centres;
    private final double[] logCentres;
    private final double ratio;

    /**
     * @param perOctave bins from a number to its double
     * @param fromOctave the first bin begins at two to this power
     * @param toOctave the last bin ends at two to this power
     */
    public LogBins(int perOctave, int fromOctave, int toOctave) {
        perE = perOctave / LN_2;
        ratio = Math.pow(2, 1.0 / perOctave);
        from = (double) fromOctave * perOctave;
        centres = new double[(toOctave - fromOctave) * perOctave];
        logCentres = new double[centres.length];
        for (int bin = 0; bin < centres.length; bin++) {
            centres[bin] = Math.pow(2, fromOctave + (bin + 0.5) / perOctave);
            logCentres[bin] = Math.log(centres[bin]);
        }
    }

    public int count() {
        return centres.length;
    }

    /** The bin a number falls into. */
    public int of(double value) {
        double bin = Math.log(value) * perE - from;
        return bin <= 0 ? 0 : Math.min((int) bin, centres.length - 1);
    }

    /** The natural logarithm of that. */
    public double logCentre(int bin) {
        return logCentres[bin];
    }

    /** The number that divides a bin's logarithms as {@code part} does 0 to 1. */
    public double within(int bin, double part) {
        return centres[bin] * Math.pow(ratio, part - 0.5);
    }

    /** The geometric middle of a bin. */
    public double centre(int bin) {
        return centres[bin];
    }
}
