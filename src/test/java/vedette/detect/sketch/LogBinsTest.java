package vedette.detect.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class LogBinsTest {
    private final LogBins bins = new LogBins(8, -4, 17);

    @Property
    void aNumberIsNearTheMiddleOfItsBin(@ForAll @DoubleRange(min = 0.07, max = 131_071) double value) {
        assertThat(bins.centre(bins.of(value)) / value).isBetween(0.957, 1.045);
    }

    @Property
    void partsOfABinLieInIt(
            @ForAll @IntRange(max = 167) int bin, @ForAll @DoubleRange(min = 0.01, max = 0.99) double part) {
        assertThat(bins.of(bins.within(bin, part))).isEqualTo(bin);
    }

    @Property
    void whatLiesOutsideFallsIntoTheFirstOrLastBin(@ForAll @DoubleRange(min = -1e6, max = 0.06) double below) {
        assertThat(bins.of(below)).isZero();
        assertThat(bins.of(131_072 + 1 - below)).isEqualTo(bins.count() - 1);
    }
}
