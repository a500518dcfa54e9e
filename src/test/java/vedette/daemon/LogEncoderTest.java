package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.daemon.LogEncoder.Style;

class LogEncoderTest {
    private static final String HOSTILE = "name \"a\\b\"\nERROR forged\r\u001b[31m \u00e4";

    private static String line(Style style, boolean isJournal, Level level, String message, @Nullable Throwable fault) {
        LoggingEvent event = new LoggingEvent(
                "none", new LoggerContext().getLogger("vedette.export.Sender"), level, "{}", fault, new Object[] {
                    message
                });
        event.setInstant(Instant.parse("2026-11-26T08:00:01.000203Z"));
        return new String(new LogEncoder(style, isJournal).encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void anEventIsItsLevelAndWhatIsSaid() {
        assertThat(line(Style.TEXT, false, Level.WARN, "veth0 is gone", null)).isEqualTo("WARN veth0 is gone\n");
        assertThat(line(Style.DETAILED_TEXT, false, Level.DEBUG, "found", null)).isEqualTo("DEBUG Sender: found\n");
        assertThat(line(Style.COMMAND, false, Level.WARN, "cut", null)).isEqualTo("vedette: warning: cut\n");
        assertThat(line(Style.COMMAND, false, Level.ERROR, "cut", null)).isEqualTo("vedette: error: cut\n");
    }

    @Test
    void whatOthersPutIntoItIsStillOneLineWithoutEscapes() {
        for (Style style : Style.values()) {
            String line = line(style, false, Level.INFO, HOSTILE, new IllegalStateException(HOSTILE));
            assertThat(line).as("%s", style).endsWith("\n").contains("\u00e4");
            assertThat(line.substring(0, line.length() - 1)).as("%s", style).doesNotContainPattern("\\p{Cntrl}");
        }
    }

    @Test
    void aFaultIsToldWithWhereItHappenedAndAtLengthWhenThatIsWanted() {
        Throwable fault = new IllegalStateException("no room", new IOException("full"));
        String brief = line(Style.TEXT, false, Level.ERROR, "given up", fault);
        assertThat(brief)
                .startsWith(
                        "ERROR given up: java.lang.IllegalStateException (no room) at vedette.daemon.LogEncoderTest.")
                .contains(": java.io.IOException (full) at vedette.daemon.LogEncoderTest.");
        assertThat(brief.split(" at ")).hasSize(3);
        assertThat(line(Style.DETAILED_TEXT, false, Level.ERROR, "given up", fault)
                        .split(" at "))
                .hasSizeGreaterThan(10);
    }

    @Test
    void anObjectHoldsTheSameAndTheTime() throws IOException {
        JsonNode told = new ObjectMapper()
                .readTree(line(Style.JSON, false, Level.WARN, HOSTILE, new IllegalStateException(HOSTILE)));
        assertThat(told.path("timestamp").asText()).isEqualTo("2026-11-26T08:00:01.000203Z");
        assertThat(told.path("level").asText()).isEqualTo("WARN");
        assertThat(told.path("logger").asText()).isEqualTo("Sender");
        assertThat(told.path("message").asText()).isEqualTo(HOSTILE);
        assertThat(told.path("fault").asText()).startsWith("java.lang.IllegalStateException (" + HOSTILE + ") at ");
        assertThat(new ObjectMapper()
                        .readTree(line(Style.JSON, false, Level.INFO, "well", null))
                        .size())
                .isEqualTo(4);
    }

    @Test
    void theJournalIsToldThePriority() {
        assertThat(line(Style.TEXT, true, Level.ERROR, "a", null)).isEqualTo("<3>ERROR a\n");
        assertThat(line(Style.TEXT, true, Level.WARN, "a", null)).isEqualTo("<4>WARN a\n");
        assertThat(line(Style.JSON, true, Level.INFO, "a", null)).startsWith("<6>{");
        assertThat(line(Style.DETAILED_TEXT, true, Level.DEBUG, "a", null)).startsWith("<7>DEBUG");
    }

    @Test
    void theJournalIsKnownByTheFileItReads(@TempDir Path directory) throws IOException {
        Path stream = Files.createFile(directory.resolve("stream"));
        Map<String, Object> file = Files.readAttributes(stream, "unix:dev,ino");
        String name = file.get("dev") + ":" + file.get("ino");
        assertThat(JournalStream.is(stream, Map.of("JOURNAL_STREAM", name))).isTrue();
        assertThat(JournalStream.is(stream, Map.of("JOURNAL_STREAM", "8:" + file.get("ino"))))
                .isFalse();
        assertThat(JournalStream.is(stream, Map.of())).isFalse();
        assertThat(JournalStream.is(directory.resolve("none"), Map.of("JOURNAL_STREAM", name)))
                .isFalse();
    }
}
