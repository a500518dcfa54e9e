package vedette.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.capture.CaptureException;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;

/** Captures of odd, broken and tunnelled traffic: each frame has a result, and nothing throws. */
class CorpusDecodeTest {
    private static final int FRAMES_PER_TURN = 256;

    private final Packet packet = new Packet();
    private final DecodeCounters counters = new DecodeCounters();
    private final Set<DecodeResult> results = EnumSet.noneOf(DecodeResult.class);
    private long frames;

    @ParameterizedTest
    @ValueSource(strings = {"odd", "tunnel"})
    void everyFrameHasAResult(String folder) throws IOException {
        Path captures = Path.of(System.getProperty("vedette.corpus"), "pcaps", folder);
        assumeTrue(Files.isDirectory(captures), () -> "no captures in " + captures);
        List<Path> files;
        try (Stream<Path> found = Files.walk(captures)) {
            files = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            decode(file);
        }
        assertThat(Arrays.stream(DecodeResult.values())
                        .mapToLong(counters::frames)
                        .sum())
                .isEqualTo(frames);
        assertThat(results).contains(DecodeResult.OK, DecodeResult.NON_IP, DecodeResult.MALFORMED_IPV4);
        assertThat(counters.frames(DecodeResult.OK)).isGreaterThan(10_000);
    }

    private void decode(Path file) throws IOException {
        try (CaptureSource source = CaptureFiles.open(List.of(file.toString()))) {
            int polled;
            do {
                polled = source.poll(
                        frame -> {
                            DecodeResult result = packet.wrap(
                                    frame.bytes(),
                                    frame.offset(),
                                    frame.capturedLength(),
                                    frame.originalLength(),
                                    frame.linkType());
                            counters.count(result, packet, 0);
                            results.add(result);
                            frames++;
                        },
                        FRAMES_PER_TURN);
            } while (polled != CaptureSource.END);
        } catch (CaptureException e) {
            assertThat(e)
                    .as("a file that is no capture")
                    .hasMessageContaining(file.getFileName().toString());
        }
    }
}
