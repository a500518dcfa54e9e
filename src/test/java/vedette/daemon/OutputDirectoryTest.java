package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.capture.GivenCaptures;

class OutputDirectoryTest {
    @TempDir
    Path temporary;

    @Test
    void anEarlierFileIsKeptUnderTheTimeOfItsLastChange() throws IOException, CommandException {
        OutputDirectory directory = new OutputDirectory(temporary);
        for (String content : List.of("first", "second")) {
            Path file = Files.writeString(directory.file(OutputFile.FLOWS), content);
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
            directory.keepEarlier(Exporters.FILES);
        }
        assertThat(temporary.resolve("flows-20260102T030405Z.jsonl")).hasContent("first");
        assertThat(temporary.resolve("flows-20260102T030405Z_002.jsonl")).hasContent("second");
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void aDirectoryAndThoseAboveItAreMade() throws CommandException, IOException {
        Path deep = temporary.resolve("a/b/c");
        OutputDirectory directory = new OutputDirectory(deep);
        directory.check(List.of(OutputFile.values()), false, new GivenCaptures(List.of()));
        assertThat(deep).doesNotExist();
        directory.create();
        assertThat(deep).isDirectory();
    }
}
