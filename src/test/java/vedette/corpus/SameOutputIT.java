package vedette.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.Tools;

/** The same packets give the same octets: on every run, and whatever they are wrapped in. */
@Execution(ExecutionMode.CONCURRENT)
class SameOutputIT {
    @TempDir
    Path directory;

    @BeforeEach
    void theCorpusIsThere() {
        Corpus.require();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "benign/home_office_47h.pcap",
                "benign/many_protocols.pcap",
                "benign/kdd_test_sll.pcap",
                "flood/cicddos2019_syn_b.pcap",
                "flood/stopddos_syn_spoofed.pcap",
                "handmade/tcp_reuse.pcap",
                "lab/fragment_syn.pcap",
                "recon/4sics_151020_7h.pcap",
                "scan/bro_445_sweep.pcap",
                "scan/s4_cip_two_scanners.pcap",
            })
    void everyRunAndEveryWrappingGivesTheSameOutput(String name) throws Exception {
        Path capture = Corpus.PCAPS.resolve(name);
        Path pcapng = directory.resolve("capture.pcapng");
        Tools.Result edited = Tools.run(Tools.tool("editcap"), "-F", "pcapng", capture.toString(), pcapng.toString());
        assertThat(edited.exit()).as(edited.err()).isZero();

        Path first = replay("first", capture);
        assertThat(first.resolve("flows.jsonl")).isNotEmptyFile();
        same(first, replay("again", capture));
        same(first, replay("pcapng", pcapng));
        same(first, replay("gz", gzip(capture)));
        same(first, replay("pcapng.gz", gzip(pcapng)));
        Path input = directory.resolve("input");
        Installed.replayInput(input, capture);
        same(first, input);
    }

    private Path replay(String name, Path capture) throws IOException, InterruptedException {
        Path out = directory.resolve(name);
        Installed.replay(out, List.of(capture.toString()));
        return out;
    }

    private static void same(Path first, Path other) {
        for (String file : List.of("flows.jsonl", "alerts.jsonl", "flows.ipfix")) {
            assertThat(other.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
        }
    }

    private Path gzip(Path file) throws IOException {
        Path packed = directory.resolve(file.getFileName() + ".gz");
        try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(file, stream);
        }
        return packed;
    }
}
