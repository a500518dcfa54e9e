package vedette.report;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Something in which two captures may differ, with how far apart they are in it.
 *
 * @param name what is compared
 * @param effect from 0, where both are alike, to 1, where nothing of one is like anything of the other
 * @param dominance how much likelier a number of the first is the larger than the smaller, from -1 to 1
 * @param first the figure of the first capture: the median, or the share
 * @param sentence what that means
 * @param chance the effect that captures of so few numbers may show by chance
 * @param one the numbers of the first, null of a share
 * @param other those of the second
 */
record Feature(
        String name,
        double effect,
        double dominance,
        String first,
        String second,
        String sentence,
        double chance,
        @Nullable Numbers one,
        @Nullable Numbers other) {
    /** One in twenty pairs of captures from one source differs more than this over the root of their size (Smirnov). */
    private static final double ONE_IN_TWENTY = 1.36;

    private static final double CLEARLY = 0.15;

    /**
     * Numbers of one capture.
     *
     * @param isTime whether they are nanoseconds
     */
    record Numbers(Distribution distribution, boolean isTime) {}

    /** Of numbers that each flow, frame or source has. */
    static Feature of(String name, Distribution one, Distribution other, boolean isTime) {
        LongFunction<String> text = isTime ? Quantity::nanoseconds : Quantity::count;
        String first = one.isEmpty() ? "-" : text.apply(one.median());
        String second = other.isEmpty() ? "-" : text.apply(other.median());
        double dominance = one.dominance(other);
        return new Feature(
                name,
                one.distance(other),
                dominance,
                first,
                second,
                sentence(first, second, dominance, one.isEmpty() || other.isEmpty()),
                chance(one.total(), other.total()),
                new Numbers(one, isTime),
                new Numbers(other, isTime));
    }

    private static String sentence(String first, String second, double dominance, boolean isMissing) {
        if (isMissing) {
            return "One of the captures has none.";
        }
        String which = dominance > CLEARLY ? "those of A are mostly larger" : "those of A are mostly smaller";
        return "Half are at most " + first + " in A, at most " + second + " in B; "
                + (Math.abs(dominance) > CLEARLY ? which : "neither are mostly larger") + ".";
    }

    /** Of a part of all: {@code part} of {@code all} in the first capture, {@code otherPart} of {@code otherAll} in the second. */
    static Feature share(String name, long part, long all, long otherPart, long otherAll) {
        boolean isMissing = all == 0 || otherAll == 0;
        double one = isMissing ? 0 : (double) part / all;
        double other = isMissing ? 0 : (double) otherPart / otherAll;
        String first = Quantity.share(part, all);
        String second = Quantity.share(otherPart, otherAll);
        return new Feature(
                name,
                Math.abs(one - other),
                one - other,
                first,
                second,
                isMissing ? "One of the captures has none." : first + " in A, " + second + " in B.",
                chance(all, otherAll),
                null,
                null);
    }

    private static double chance(long one, long other) {
        return one == 0 || other == 0 ? 1 : Math.min(1, ONE_IN_TWENTY * Math.sqrt(1.0 / one + 1.0 / other));
    }

    /** How many times the medians of both captures are apart, as a power of two; 0 of a share. */
    double contrast() {
        if (one == null || other == null || one.distribution.isEmpty() || other.distribution.isEmpty()) {
            return 0;
        }
        double ratio = (one.distribution.median() + 1.0) / (other.distribution.median() + 1.0);
        return Math.abs(Math.log(ratio) / Math.log(2));
    }

    /** Whether so few numbers may differ so much by chance. */
    boolean isPerhapsChance() {
        return effect <= chance;
    }
}
