package vedette.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vedette.net.MacAddress;

class CsvLineTest {
    private final CsvLine line = new CsvLine();

    private String taken() {
        return new String(line.take(), UTF_8);
    }

    @Test
    void fieldsArePartedByCommasAndLinesByCarriageReturnAndLineFeed() {
        line.number(-7);
        line.none();
        line.flag(true);
        line.end();
        line.word("x");
        line.end();
        assertThat(taken()).isEqualTo("-7,,1\r\nx\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "eth0 | eth0",
                "a,b | \"a,b\"",
                "a\"b | \"a\"\"b\"",
                "=1+1 | '=1+1",
                "+1 | '+1",
                "-1 | '-1",
                "@x | '@x",
                "=a,\"b\" | \"'=a,\"\"b\"\"\"",
            })
    void whatOthersWroteIsTextAndNoFormula(String text, String field) {
        line.foreign(text);
        assertThat(taken()).isEqualTo(field);
    }

    @Test
    void linkAddressesAreSpeltAsElsewhere() {
        long mac = 0x0A00_5E1F_00FFL;
        line.mac(mac);
        line.hexOctet(0x1B);
        assertThat(taken()).isEqualTo(MacAddress.text(mac) + ",1b");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1.5,1.5", "-0.25,-0.25", "0.3333333333,0.333333", "0.0000004,0", "12345678.9,12345678.9"})
    void decimalsHaveSixDigitsAndNoZerosAtTheEnd(double value, String field) {
        line.decimal(value);
        assertThat(taken()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void whatIsNoNumberIsEmpty(double value) {
        line.number(1);
        line.decimal(value);
        line.number(2);
        assertThat(taken()).isEqualTo("1,,2");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,0.000000001", "1500000000,1.5", "-1,-0.000000001", "9223372036854775807,9223372036.854775807"
    })
    void secondsAreExact(long ns, String field) {
        line.seconds(ns);
        assertThat(taken()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000123456789,2023-11-14T22:13:20.123456789Z",
        "0,1970-01-01T00:00:00.000000000Z",
        "-1,1969-12-31T23:59:59.999999999Z"
    })
    void timesHaveNanoseconds(long ns, String field) {
        line.time(ns);
        assertThat(taken()).isEqualTo(field);
    }
}
