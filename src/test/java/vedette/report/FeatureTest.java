package vedette.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FeatureTest {
    private static Distribution of(int times, long... numbers) {
        Distribution distribution = new Distribution();
        for (long number : numbers) {
            distribution.add(number, times);
        }
        return distribution;
    }

    @Test
    void aDifferenceOfManyNumbersIsNoChance() {
        Feature feature = Feature.of("packets of a flow", of(100, 1, 2), of(100, 8, 9), false);
        assertThat(feature.effect()).isEqualTo(1);
        assertThat(feature.dominance()).isEqualTo(-1);
        assertThat(feature.isPerhapsChance()).isFalse();
        assertThat(feature.sentence())
                .isEqualTo("Half are at most 1 in A, at most 8 in B; those of A are mostly smaller.");
    }

    @Test
    void theSameDifferenceOfFewNumbersMayBeChance() {
        assertThat(Feature.of("packets of a flow", of(1, 1, 2), of(1, 8, 9), false)
                        .isPerhapsChance())
                .isTrue();
        assertThat(Feature.share("lone SYNs", 3, 5, 1, 5).isPerhapsChance()).isTrue();
        assertThat(Feature.share("lone SYNs", 300, 500, 100, 500).isPerhapsChance())
                .isFalse();
    }

    @Test
    void mediansThatAreMoreTimesApartAreTheClearerContrast() {
        Feature ports = Feature.of("ports", of(10, 154), of(10, 2), false);
        Feature hosts = Feature.of("hosts", of(10, 2), of(10, 3), false);
        assertThat(ports.effect()).isEqualTo(hosts.effect());
        assertThat(ports.contrast()).isGreaterThan(5);
        assertThat(hosts.contrast()).isLessThan(0.5);
        assertThat(Feature.share("lone SYNs", 3, 4, 10, 100).contrast()).isZero();
    }

    @Test
    void ofPartsTheEffectIsTheirDifference() {
        Feature feature = Feature.share("lone SYNs", 3, 4, 10, 100);
        assertThat(feature.effect()).isCloseTo(0.65, within(1e-12));
        assertThat(feature.sentence()).isEqualTo("75.0 % in A, 10.0 % in B.");
    }

    @Test
    void whatOneCaptureLacksSaysNothing() {
        Feature feature = Feature.of("time of a flow", of(1), of(100, 5), true);
        assertThat(feature.effect()).isZero();
        assertThat(feature.isPerhapsChance()).isTrue();
        assertThat(feature.sentence()).isEqualTo("One of the captures has none.");
        assertThat(Feature.share("lone SYNs", 0, 0, 1, 2).sentence()).isEqualTo("One of the captures has none.");
    }
}
