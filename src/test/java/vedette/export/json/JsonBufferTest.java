package vedette.export.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBufferTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, -1, 99, 100, Long.MAX_VALUE, Long.MIN_VALUE})
    void numbersAreWrittenWhole(long number) {
        assertThat(written(buffer -> buffer.number(number))).isEqualTo(Long.toString(number));
    }

    @Property
    void everyNumberReadsBack(@ForAll long number) {
        assertThat(written(buffer -> buffer.number(number))).isEqualTo(Long.toString(number));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00.000000Z",
        "1700000000123456000, 2023-11-14T22:13:20.123456Z",
        "1700000000123456789, 2023-11-14T22:13:20.123456789Z",
        "951782400000000000, 2000-02-29T00:00:00.000000Z",
        "4294967295000000000, 2106-02-07T06:28:15.000000Z",
        "-1, 1969-12-31T23:59:59.999999999Z",
        "9223372036854775807, 2262-04-11T23:47:16.854775807Z",
        "-9223372036854775808, 1677-09-21T00:12:43.145224192Z",
    })
    void timesHaveMicrosecondsOrNanosecondsWhereThereAreAny(long ns, String text) {
        assertThat(written(buffer -> buffer.time(ns))).isEqualTo(text);
    }

    @Property
    void everyTimeReadsBack(@ForAll long ns) {
        Instant expected = Instant.ofEpochSecond(Math.floorDiv(ns, 1_000_000_000), Math.floorMod(ns, 1_000_000_000));
        assertThat(Instant.parse(written(buffer -> buffer.time(ns)))).isEqualTo(expected);
    }

    @Property
    void everyStringReadsBackAndIsAscii(@ForAll String text) throws JsonProcessingException {
        String json = written(buffer -> buffer.string(text));
        assertThat(json).matches("[ -~]*");
        assertThat(new ObjectMapper().readValue(json, String.class)).isEqualTo(text);
    }

    @Test
    void aBufferGrowsForWhatDoesNotFit() {
        String text = "x".repeat(200_000);
        assertThat(written(buffer -> buffer.string(text))).isEqualTo('"' + text + '"');
    }

    private static String written(Consumer<JsonBuffer> writer) {
        JsonBuffer buffer = new JsonBuffer();
        writer.accept(buffer);
        return new String(buffer.toBytes(), StandardCharsets.US_ASCII);
    }
}
