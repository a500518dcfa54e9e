package vedette.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void fewAreAllKept() {
        Sample sample = new Sample(2);
        for (int i = 0; i < Sample.MOST; i++) {
            sample.add(i, -i);
        }
        assertThat(sample.size()).isEqualTo(Sample.MOST);
        assertThat(sample.get(17, 1)).isEqualTo(-17);
        assertThat(sample.leftOut("rows")).isEmpty();
    }

    @Test
    void ofManyOneInSoManyIsKeptFromTheFirstOn() {
        Sample sample = new Sample(1);
        for (int i = 0; i < 100_000; i++) {
            sample.add(i);
        }
        assertThat(sample.size()).isLessThanOrEqualTo(Sample.MOST);
        long step = sample.get(1, 0) - sample.get(0, 0);
        for (int i = 0; i < sample.size(); i++) {
            assertThat(sample.get(i, 0)).isEqualTo(i * step);
        }
        assertThat(sample.leftOut("rows")).isEqualTo(" Of 100,000 rows one in " + step + " is shown.");
    }
}
