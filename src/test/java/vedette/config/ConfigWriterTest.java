package vedette.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigWriterTest {
    @Test
    void theDefaultsReadBack() throws ConfigException {
        assertThat(ConfigReader.parse("written", ConfigWriter.toml(Config.DEFAULT)))
                .isEqualTo(Config.DEFAULT);
    }

    @Test
    void whatWasSetReadsBack() throws ConfigException {
        Config config = ConfigReader.read(
                null,
                List.of(
                        "sensor.name=\u00e9 \\ \" \t!",
                        "capture.interfaces=eth0,eth1",
                        "capture.ring-size=2MiB",
                        "flow.linger=1500ms",
                        "log.format=json"));
        assertThat(ConfigReader.parse("written", ConfigWriter.toml(config))).isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource({"PT5M, 300s", "PT1.5S, 1500ms", "PT0.000001S, 1us", "PT0S, 0s", "PT0.000000001S, 1ns"})
    void durationsAreWrittenInTheLargestUnitThatFits(Duration duration, String text) {
        assertThat(Units.text(duration)).isEqualTo(text);
        assertThat(Units.duration(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({"67108864, 64MiB", "1536, 1536B", "1024, 1KiB", "0, 0B", "1099511627776, 1TiB"})
    void sizesAreWrittenInTheLargestUnitThatFits(long octets, String text) {
        assertThat(Units.text(octets)).isEqualTo(text);
        assertThat(Units.octets(text)).isEqualTo(octets);
    }
}
