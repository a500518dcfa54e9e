package vedette.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0 | 0 B", "1023 | 1023 B", "1024 | 1.0 KiB", "1572864 | 1.5 MiB", "9223372036854775807 | 8.0 EiB"
            })
    void bytesHaveTheLargestUnitThatFits(long bytes, String text) {
        assertThat(Quantity.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 s",
                "0.0804 | 0.080 s",
                "3 | 3 s",
                "59.4 | 59 s",
                "60 | 1 min 0 s",
                "3599.6 | 1 h 0 min",
                "90000 | 1 d 1 h",
            })
    void spansHaveTheirTwoLargestUnits(double seconds, String text) {
        assertThat(Quantity.seconds(seconds)).isEqualTo(text);
    }

    @Test
    void oneIsNotMany() {
        assertThat(Quantity.count(1, "flow")).isEqualTo("1 flow");
        assertThat(Quantity.count(1234567, "flow")).isEqualTo("1,234,567 flows");
    }

    @Test
    void timesAreUtcToTheSecondBefore1970Too() {
        assertThat(Quantity.time(1_700_000_000_999_999_999L)).isEqualTo("2023-11-14 22:13:20");
        assertThat(Quantity.time(-1)).isEqualTo("1969-12-31 23:59:59");
    }
}
