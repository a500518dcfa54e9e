package vedette.capture;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.net.LinkType;

/** What needs a JVM of its own: little memory, or a library that is not there. */
class ChildJvmTest {
    private static final long NOW = 1_700_000_000_000_000_000L;

    @TempDir
    Path directory;

    @Test
    void manyOverlappingFilesOfLargeFramesAreReadWithALittleHeap() throws Exception {
        byte[] large = new byte[FrameReader.MAX_FRAME_LENGTH];
        int files = 2 * Merge.MAX_OPEN;
        for (int i = 0; i < files; i++) {
            byte[] capture = CaptureWriter.pcap(LITTLE_ENDIAN, LinkType.ETHERNET)
                    .packet(NOW + i * 1000, large)
                    .packet(NOW + (files + i) * 1000L, new byte[60])
                    .packet(NOW + (2L * files + i) * 1000, large)
                    .toBytes();
            Files.write(directory.resolve("f" + i), i % 8 == 0 ? Zstd.compress(capture, 1) : capture);
        }
        assertThat(count("-Xmx64m")).isEqualTo("frames " + 3 * files);
    }

    @Test
    void withoutItsLibraryZstdIsAnErrorThatSaysWhatToDo() throws Exception {
        byte[] capture = CaptureWriter.pcap(LITTLE_ENDIAN, LinkType.ETHERNET)
                .packet(NOW, new byte[60])
                .toBytes();
        Path packed = Files.write(directory.resolve("a"), Zstd.compress(capture));
        directory = packed;
        assertThat(count("-DZstdNativePath=/nowhere/libzstd-jni.so"))
                .startsWith("error " + packed + ": the zstd library cannot be loaded (")
                .endsWith("try: zstd -dc " + packed + " | vedette replay -");
        directory = Files.write(packed, capture);
        assertThat(count("-DZstdNativePath=/nowhere/libzstd-jni.so")).isEqualTo("frames 1");
    }

    private String count(String option) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Count.class.getName(),
                directory.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return output;
    }

    /** Counts the frames of what its argument names. */
    static final class Count {
        private Count() {}

        public static void main(String[] arguments) {
            try (CaptureFiles files = CaptureFiles.open(List.of(arguments))) {
                while (files.poll(frame -> {}, 100) != CaptureSource.END) {}
                files.warnings().forEach(System.out::println);
                System.out.println("frames " + files.counters().captured.sum());
            } catch (CaptureException e) {
                System.out.println("error " + e.getMessage());
            }
        }
    }
}
