package vedette.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.net.LinkType;

class PcapReaderTest {
    @TempDir
    Path directory;

    @Test
    void aFrameIsHandedOverWithItsTimeAndLengths() throws IOException {
        Path file = directory.resolve("one.pcap");
        Files.write(
                file,
                CaptureWriter.pcap(ByteOrder.LITTLE_ENDIAN, LinkType.ETHERNET)
                        .packet(1_700_000_000_123_456_000L, new byte[] {1, 2, 3}, 60)
                        .toBytes());
        List<String> seen = new ArrayList<>();
        try (CaptureFiles files = CaptureFiles.open(List.of(file.toString()))) {
            while (files.poll(
                            frame -> seen.add(
                                    frame.timestampNs() + " " + frame.capturedLength() + "/" + frame.originalLength()
                                            + " " + frame.bytes().get(frame.offset())),
                            10)
                    != CaptureSource.END) {}
            assertThat(seen).containsExactly("1700000000123456000 3/60 1");
            assertThat(files.counters().captured.sum()).isEqualTo(1);
            assertThat(files.warnings()).isEmpty();
        }
    }
}
