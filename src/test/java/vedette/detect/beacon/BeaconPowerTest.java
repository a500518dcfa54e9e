package vedette.detect.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What part of simulated beacons is found, and how soon; and how much that is no beacon is taken for one. A day each, seeded. */
class BeaconPowerTest {
    private static final double DAY = 86_400;
    private static final double MISSED = 0.05;

    /** From one call to the next, as beacons of different make choose it, and as others call. */
    enum Pace {
        EXACT {
            @Override
            double next(double period, SplittableRandom random) {
                return period + random.nextDouble() * 0.2;
            }
        },
        /** The sleep is shortened at random by at most 20 %. */
        SHORTENED_20 {
            @Override
            double next(double period, SplittableRandom random) {
                return period * (1 - 0.2 * random.nextDouble());
            }
        },
        SHORTENED_50 {
            @Override
            double next(double period, SplittableRandom random) {
                return period * (1 - 0.5 * random.nextDouble());
            }
        },
        SHORTENED_90 {
            @Override
            double next(double period, SplittableRandom random) {
                return period * (1 - 0.9 * random.nextDouble());
            }
        },
        /** Shorter or longer by at most 50 %. */
        SYMMETRIC_50 {
            @Override
            double next(double period, SplittableRandom random) {
                return period * (0.5 + random.nextDouble());
            }
        },
        /** Once to twice the period. */
        LENGTHENED_100 {
            @Override
            double next(double period, SplittableRandom random) {
                return period * (1 + random.nextDouble());
            }
        },
        POISSON {
            @Override
            double next(double period, SplittableRandom random) {
                return -period * Math.log(1 - random.nextDouble());
            }
        },
        /** As people pause. */
        LOGNORMAL {
            @Override
            double next(double period, SplittableRandom random) {
                return period * Math.exp(random.nextGaussian());
            }
        },
        /** Pages of one to twelve connections, minutes apart. */
        BROWSING {
            @Override
            double next(double period, SplittableRandom random) {
                return random.nextDouble() < 0.85
                        ? 0.05 + 2 * random.nextDouble()
                        : period * Math.exp(random.nextGaussian());
            }
        };

        abstract double next(double period, SplittableRandom random);
    }

    private static Calls day(Pace pace, double period, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Calls calls = new Calls();
        for (double t = random.nextDouble() * period; t < DAY; t += pace.next(period, random)) {
            if (random.nextDouble() >= MISSED) {
                calls.answered(t, Calls.size(random));
            }
        }
        return calls;
    }

    /** The part of so many days in which the score reached the given one. */
    private static double found(Pace pace, double period, double score, int days) {
        int found = 0;
        for (int i = 0; i < days; i++) {
            found += day(pace, period, (long) period * 1000 + i).bestScore() >= score ? 1 : 0;
        }
        return (double) found / days;
    }

    /** Calls made when the alert came, in the worst of a hundred days but five. */
    private static int callsNeeded(Pace pace, double period) {
        int[] needed = new int[100];
        for (int i = 0; i < needed.length; i++) {
            int calls = day(pace, period, (long) period * 1000 + i).callsAtAlert();
            needed[i] = calls < 0 ? Integer.MAX_VALUE : calls;
        }
        Arrays.sort(needed);
        return needed[94];
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 60, 300, 900, 3600})
    void beaconsThatShortenTheirSleepByHalfAreFound(int period) {
        assertThat(found(Pace.EXACT, period, 0.8, 50)).isEqualTo(1);
        assertThat(found(Pace.SHORTENED_20, period, 0.8, 100)).isGreaterThanOrEqualTo(0.99);
        assertThat(found(Pace.SHORTENED_50, period, 0.8, 100)).isGreaterThanOrEqualTo(0.99);
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 60, 300, 900})
    void widerJitterIsFoundWithinTheDay(int period) {
        assertThat(found(Pace.SYMMETRIC_50, period, 0.8, 100)).isGreaterThanOrEqualTo(0.99);
        assertThat(found(Pace.LENGTHENED_100, period, 0.8, 100)).isGreaterThanOrEqualTo(0.99);
        assertThat(found(Pace.SHORTENED_90, period, 0.6, 100)).isGreaterThanOrEqualTo(0.95);
    }

    /** A day holds 16 to 23 calls then, too few to be as sure. */
    @Test
    void widerJitterOfAnHourIsMostlyFoundWithinTheDay() {
        assertThat(found(Pace.SYMMETRIC_50, 3600, 0.6, 100)).isGreaterThanOrEqualTo(0.8);
        assertThat(found(Pace.LENGTHENED_100, 3600, 0.6, 100)).isGreaterThanOrEqualTo(0.85);
    }

    @Test
    void nearlyExactBeaconsNeedThirteenCallsAndJitteredOnesTwentyFour() {
        assertThat(callsNeeded(Pace.EXACT, 60)).isLessThanOrEqualTo(13);
        assertThat(callsNeeded(Pace.SHORTENED_20, 60)).isLessThanOrEqualTo(13);
        assertThat(callsNeeded(Pace.SHORTENED_50, 60)).isLessThanOrEqualTo(24);
        assertThat(callsNeeded(Pace.LENGTHENED_100, 60)).isLessThanOrEqualTo(24);
    }

    @ParameterizedTest
    @EnumSource(names = {"POISSON", "LOGNORMAL", "BROWSING"})
    void chanceIsNoBeacon(Pace pace) {
        int found = 0;
        for (double period : new double[] {20, 60, 300, 1800}) {
            found += Math.round(250 * found(pace, period, 0.001, 250));
        }
        assertThat(found).as("of 1,000 days of " + pace).isEqualTo(0);
    }
}
