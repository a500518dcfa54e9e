package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAlignedAndNumbersSetToTheRight() {
        Table table = new Table("name", "count", "state");
        table.add("a", "1", "up");
        table.add("longer", "1,234", "-");
        assertThat(printed(table)).isEqualTo("""
                        > name    count  state
                        > a           1  up
                        > longer  1,234  -
                        """);
    }

    @Test
    void theFirstColumnIsANameThoughItMayLookLikeANumber() {
        Table table = new Table("host", "octets");
        table.add("10.0.0.1", "-");
        assertThat(printed(table)).isEqualTo("> host      octets\n> 10.0.0.1  -\n");
    }

    private static String printed(Table table) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        table.print(new PrintStream(bytes, true, StandardCharsets.UTF_8), "> ");
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
