package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AddressRangesTest {
    private final AddressRanges ranges = new AddressRanges(2);

    private double span(long... hiAndLo) {
        ranges.clear(1);
        for (int i = 0; i < hiAndLo.length; i += 2) {
            ranges.add(1, hiAndLo[i], hiAndLo[i + 1]);
        }
        return ranges.span(1);
    }

    @Test
    void aSpanCountsItsAddresses() {
        assertThat(span(0, 10)).isEqualTo(1);
        assertThat(span(0, 73, 0, 10)).isEqualTo(64);
    }

    /** Interface identifiers are random: half of all pairs of them are further apart than a signed number tells. */
    @Test
    void aSpanIsNeverNegative() {
        assertThat(span(0xfd00_0001L << 32, 1, 0xfd00_0001L << 32, 0xf000_0000_0000_0000L))
                .isCloseTo(0xfp60, within(0x1p20));
        assertThat(span(1, -1, 2, 0)).isEqualTo(2);
        assertThat(span(0, 0, -1, -1)).isCloseTo(0x1p128, within(0x1p80));
    }
}
