package vedette.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import vedette.net.LinkType;

/** A process of its own, in which there is no libpcap. */
class WithoutLibpcapTest {
    private static final String MISSING = "libpcap cannot be loaded; install the package libpcap0.8 (Debian),"
            + " libpcap0.8t64 (newer Ubuntu) or libpcap (others)";

    /** Tries everything that needs libpcap twice, for the second time fails otherwise. */
    public static final class Attempts {
        public static void main(String[] args) {
            for (int i = 0; i < 2; i++) {
                tell(InterfaceList::all);
                tell(() -> BpfFilter.compile("tcp", LinkType.ETHERNET));
                tell(() -> LiveSource.open(
                        new CaptureConfig(List.of("lo"), "pcap4j", 128, true, 1L << 20, 1, "", false, false)));
            }
        }

        private static void tell(java.util.concurrent.Callable<?> attempt) {
            try {
                System.out.println(attempt.call());
            } catch (Exception | LinkageError e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void whatNeedsLibpcapSaysSo() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.pcap4j.core.pcapLibName=vedette-has-no-such-library",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Attempts.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(said.lines()).containsOnly(MISSING).hasSize(6);
    }
}
