package vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HashTest {
    private static final long K1 = 0xE7037ED1A0B428DBL;
    private static final long K2 = 0x8EBC6AF09C88C6E3L;
    private static final long SITE = 0x2001_0DB8_0001_0002L;
    private static final long HOST = 0x1234_5678_90AB_CDEFL;

    /** Whoever reads this can find numbers that have one hash, as long as he knows the key. */
    @Test
    void unkeyedNumbersCanBeChosenToHaveOneHash() {
        assertThat(Hash.of(SITE, HOST)).isEqualTo(Hash.of(HOST ^ K1 ^ K2, SITE ^ K1 ^ K2));
        assertThat(Hash.of(SITE, K2)).isEqualTo(Hash.of(HOST, K2));
    }

    @Test
    void suchNumbersDifferUnderAKey() {
        Random random = new Random(1);
        long key = 1;
        for (int i = 0; i < 1000; i++, key = random.nextLong()) {
            assertThat(Hash.of(SITE, HOST, key)).isNotEqualTo(Hash.of(HOST ^ K1 ^ K2, SITE ^ K1 ^ K2, key));
            assertThat(Hash.of(SITE, K2, key)).isNotEqualTo(Hash.of(HOST, K2, key));
            assertThat(Hash.of(K1, SITE, key)).isNotEqualTo(Hash.of(K1, HOST, key));
        }
    }

    @Test
    void neighborsAreSpreadOverAllBits() {
        Set<Long> high = new HashSet<>();
        Set<Long> low = new HashSet<>();
        for (int i = 0; i < 4096; i++) {
            long hash = Hash.of(0, 0x0A00_0000L + i, 1);
            high.add(hash >>> 52);
            low.add(hash & 0xFFF);
        }
        // of 4,096 balls thrown into as many urns 63 % are hit, with a deviation of 0.6 %
        assertThat(high).hasSizeBetween(2450, 2730);
        assertThat(low).hasSizeBetween(2450, 2730);
    }

    /** All that the detectors keep of hosts is found by these. */
    @Test
    void detectorsHashAddressesUnderTheirOwnKey() {
        Surroundings one = new Surroundings(DetectConfig.DEFAULT, 1);
        Surroundings other = new Surroundings(DetectConfig.DEFAULT, 2);
        assertThat(one.hash(SITE, HOST)).isEqualTo(new Surroundings(DetectConfig.DEFAULT, 1).hash(SITE, HOST));
        assertThat(one.hash(SITE, HOST)).isNotEqualTo(other.hash(SITE, HOST));
        assertThat(one.hash(SITE, HOST)).isNotEqualTo(one.hash(HOST ^ K1 ^ K2, SITE ^ K1 ^ K2));
    }
}
