package vedette.detect.flood;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class FloodConfigTest {
    @Test
    void refusesThresholdsThatMeanNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SynFloodConfig(9, 20, 500, 5000, 4096))
                .withMessage("detect.syn-flood.new-destination-syns must be at least 10, was 9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SynFloodConfig(600, 0, 500, 5000, 4096))
                .withMessage("detect.syn-flood.min-syns must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SynFloodConfig(600, 20, 10, 5000, 4096))
                .withMessage("detect.syn-flood.prefix-syns must be at least 20, was 10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SynFloodConfig(600, 20, 500, 400, 4096))
                .withMessage("detect.syn-flood.link-syns must be at least 500, was 400");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SynFloodConfig(600, 20, 500, 5000, 8))
                .withMessage("detect.syn-flood.destinations must be 16 to 65536, was 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FloodConfig(100, 5_000_000, 1024))
                .withMessage("detect.flood.min-packets must be at least 256, was 100");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FloodConfig(2000, 0, 1024))
                .withMessage("detect.flood.min-amplified-bits must be at least 1000, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FloodConfig(2000, 5_000_000, 1 << 17))
                .withMessage("detect.flood.destinations must be 16 to 65536, was 131072");
    }

    /** Who wants a rule never to hold writes a large number. */
    @Test
    void refusesThresholdsTooLargeToWorkWith() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SynFloodConfig(600, 20, 500, 1_000_000_000, 4096))
                .withMessage("detect.syn-flood.link-syns must be at most 100000000, was 1000000000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FloodConfig(300_000_000, 5_000_000, 1024))
                .withMessage("detect.flood.min-packets must be at most 100000000, was 300000000");
    }
}
