package vedette.features;

/** Count, least, greatest, mean and deviation of numbers that are seen once each (Welford). */
final class Moments {
    private long count;
    private long least;
    private long greatest;
    private double mean;
    private double squares;

    void add(long value) {
        least = count == 0 ? value : Math.min(least, value);
        greatest = count == 0 ? value : Math.max(greatest, value);
        count++;
        double off = value - mean;
        mean += off / count;
        squares += off * (value - mean);
    }

    long count() {
        return count;
    }

    long least() {
        return least;
    }

    long greatest() {
        return greatest;
    }

    double mean() {
        return mean;
    }

    /** Standard deviation of all of them, not of a sample. */
    double deviation() {
        return count == 0 ? 0 : Math.sqrt(Math.max(0, squares) / count);
    }
}
