package vedette.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.Tools;
import vedette.capture.PcapngComments;
import vedette.daemon.Extracting;

/** Packets cut out of public captures of every kind, as Wireshark's programs read them. */
class ExtractIT {
    /** Of the captures of the catalogue that are small enough, one in so many. */
    private static final int ONE_IN = 17;

    private static final long SMALL = 300_000;
    private static final int MOST_BYTES_OF_ARGUMENTS = 100_000;

    @TempDir
    Path directory;

    private int extracts;

    @BeforeEach
    void theCorpusIsThere() {
        Corpus.require();
    }

    private Extracting of(Path capture) throws IOException {
        return new Extracting(Files.createDirectory(directory.resolve("x" + ++extracts)), capture);
    }

    private static List<Path> sample() throws IOException {
        List<Path> small = new ArrayList<>();
        for (Path capture : Corpus.captures()) {
            if (Files.size(capture) < SMALL) {
                small.add(capture);
            }
        }
        List<Path> sample = new ArrayList<>(Corpus.captures("handmade"));
        for (int i = 0; i < small.size(); i += ONE_IN) {
            sample.add(small.get(i));
        }
        return sample;
    }

    /** Of each capture the largest flow: as many packets as its records say, and as capinfos counts. */
    @Test
    void aFlowHasAsManyFramesAsItsRecordsSay() throws Exception {
        List<Path> cuts = new ArrayList<>();
        List<Long> expected = new ArrayList<>();
        for (Path capture : sample()) {
            Extracting extracting = of(capture);
            Map<Long, Long> flows = extracting.packetsOfFlows();
            if (flows.isEmpty()) {
                continue;
            }
            Map.Entry<Long, Long> largest =
                    flows.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
            Path cut = extracting.extracted("--flow", "" + largest.getKey());
            List<String> comments = PcapngComments.of(cut);
            long counted = comments.stream()
                    .filter(comment -> !comment.startsWith("quotes"))
                    .count();
            assertThat(counted).as(Corpus.name(capture)).isEqualTo(largest.getValue());
            cuts.add(cut);
            expected.add((long) comments.size());
        }
        assertThat(cuts).hasSizeGreaterThan(100);
        assertThat(capinfos(cuts)).isEqualTo(expected);
    }

    private static List<Long> capinfos(List<Path> files) throws Exception {
        List<Long> counts = new ArrayList<>();
        List<String> command = new ArrayList<>();
        for (Path file : files) {
            if (command.isEmpty()) {
                command.addAll(List.of(Tools.tool("capinfos"), "-c", "-M", "-T", "-r", "-N"));
            }
            command.add(file.toString());
            if (command.size() * file.toString().length() > MOST_BYTES_OF_ARGUMENTS
                    || file.equals(files.get(files.size() - 1))) {
                Tools.Result told = Tools.run(command.toArray(String[]::new));
                assertThat(told.exit()).as(told.err()).isZero();
                told.lines().forEach(line -> counts.add(Long.valueOf(line.split("\t")[1])));
                command.clear();
            }
        }
        return counts;
    }

    /** Octets, lengths and times as tshark prints them, of the capture and of what was cut out of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "handmade/mixed.pcapng",
                "handmade/mixlink.pcapng",
                "handmade/frag_ooo.pcap",
                "handmade/qinq.pcap",
                "handmade/tcp_close.pcap.gz",
                "lab/fragment_syn.pcap",
                "benign/kdd_test_sll.pcap",
            })
    void whatIsCutOutIsThatFrameForFrame(String name) throws Exception {
        Path capture = Corpus.PCAPS.resolve(name);
        Extracting extracting = of(capture);
        long id = extracting.packetsOfFlows().entrySet().stream()
                .max(Comparator.comparing(Map.Entry<Long, Long>::getValue))
                .orElseThrow()
                .getKey();
        Path cut = extracting.extracted("--flow", "" + id);
        List<String> frames = dump(cut);
        assertThat(frames).hasSize(PcapngComments.of(cut).size());
        assertThat(dump(capture)).containsSubsequence(frames);
        Tools.Result comments =
                Tools.run(Tools.tool("tshark"), "-n", "-r", cut.toString(), "-T", "fields", "-e", "frame.comment");
        assertThat(comments.lines()).allSatisfy(line -> assertThat(line).contains("flow " + id));
    }

    /** Of each frame time and lengths, then its octets. */
    private static List<String> dump(Path capture) throws Exception {
        String tshark = Tools.tool("tshark");
        Tools.Result numbers = Tools.run(
                tshark,
                "-n",
                "-r",
                capture.toString(),
                "-T",
                "fields",
                "-e",
                "frame.time_epoch",
                "-e",
                "frame.len",
                "-e",
                "frame.cap_len",
                "-e",
                "frame.encap_type");
        Tools.Result octets = Tools.run(tshark, "-n", "-r", capture.toString(), "-x");
        List<String> blocks = Stream.of(octets.out().split("\n\n+"))
                .map(block -> block.lines()
                        .filter(line -> line.matches("[0-9a-f]{4}  .*"))
                        .toList())
                .map(lines -> String.join("\n", lines))
                .filter(block -> !block.isEmpty())
                .toList();
        List<String> frames = new ArrayList<>();
        for (int i = 0; i < numbers.lines().size(); i++) {
            frames.add(numbers.lines().get(i) + "\n" + blocks.get(i));
        }
        return frames;
    }

    /** Alerts of real attacks: each has packets, and tshark reads them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "scan/nmap_syn.pcap",
                "scan/slips_arp_scan.pcap",
                "lab/icmp_sweep.pcap",
                "lab/udp_vertical.pcap",
                "flood/cicddos2019_syn_b.pcap",
                "flood/ftp_crack.pcap"
            })
    void anAlertsPacketsAreRead(String name) throws Exception {
        Extracting extracting = of(Corpus.PCAPS.resolve(name));
        String id = extracting.replayed("alerts.jsonl").stream()
                .filter(line -> !line.at("/alert/category").asText().equals("health"))
                .findFirst()
                .orElseThrow()
                .at("/alert/id")
                .asText();
        Path cut = extracting.extracted("--alert", id);
        assertThat(capinfos(List.of(cut)).get(0))
                .isEqualTo(PcapngComments.of(cut).size());
        assertThat(PcapngComments.of(cut))
                .allSatisfy(comment -> assertThat(comment).contains("alert " + id));
    }
}
