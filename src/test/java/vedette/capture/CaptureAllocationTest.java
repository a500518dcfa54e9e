package vedette.capture;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.net.LinkType;

class CaptureAllocationTest {
    private static final int FRAMES = 1_000_000;
    /** Measuring, the start of a file and its end may cost so much, however many frames there are. */
    private static final long ALLOWED_BYTES = 64 << 10;

    private static final long NOW_US = 1_700_000_000_000_000L;

    @TempDir
    Path directory;

    private long octets;

    @Test
    void aFrameOfAPcapFileAllocatesNothing() throws IOException {
        CaptureWriter writer = CaptureWriter.pcap(LITTLE_ENDIAN, LinkType.ETHERNET);
        byte[] frame = new byte[60];
        for (int i = 0; i < FRAMES; i++) {
            writer.packet((NOW_US + i) * 1000, frame);
        }
        assertNothingIsAllocated(writer.writeTo(directory.resolve("a.pcap")));
    }

    @Test
    void aFrameOfTwoMergedPcapngFilesAllocatesNothing() throws IOException {
        assertNothingIsAllocated(pcapng("a.pcapng", 0), pcapng("b.pcapng", 1));
    }

    private Path pcapng(String name, int shift) throws IOException {
        PcapngWriter writer = PcapngWriter.pcapng(LITTLE_ENDIAN);
        writer.networkInterface(LinkType.ETHERNET, 0, writer.resolution(0x80 | 20));
        byte[] frame = new byte[60];
        for (int i = 0; i < FRAMES / 2; i++) {
            writer.packet(0, NOW_US + 2L * i + shift, frame);
        }
        return writer.writeTo(directory.resolve(name));
    }

    private void assertNothingIsAllocated(Path... files) throws IOException {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "this JVM does not count allocations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<String> arguments = List.of(files).stream().map(Path::toString).toList();
        FrameHandler handler = frame -> octets += frame.bytes().get(frame.offset()) + frame.originalLength();
        try (CaptureFiles source = CaptureFiles.open(arguments)) {
            source.poll(handler, 1000);
            long before = threads.getCurrentThreadAllocatedBytes();
            while (source.poll(handler, 256) != CaptureSource.END) {}
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(source.counters().captured.sum()).isEqualTo(FRAMES);
            assertThat(octets).isEqualTo(60L * FRAMES);
            assertThat(allocated).isLessThan(ALLOWED_BYTES);
        }
    }
}
