package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = new Console(
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);

    @Test
    void whatAFileIsCalledStaysOneLineWithoutEscapes() {
        console.warn("x\u001b[31m\ncut.pcap: ends inside a packet");
        console.complain("\u00e9\r");
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("vedette: warning: x?[31m?cut.pcap: ends inside a packet", "vedette: \u00e9?");
    }
}
