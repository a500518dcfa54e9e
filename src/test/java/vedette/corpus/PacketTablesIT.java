package vedette.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.Tools;
import vedette.daemon.Csv;
import vedette.daemon.Extracting;

/** packets.csv and features.csv of public captures, against the catalogue, flows.jsonl and tshark. */
class PacketTablesIT {
    private static final int ONE_IN = 9;
    private static final long SMALL = 300_000;

    @TempDir
    Path directory;

    private int replays;

    @BeforeEach
    void theCorpusIsThere() {
        Corpus.require();
    }

    private Path replay(Path capture) throws IOException {
        Path out = directory.resolve("out" + ++replays);
        Extracting.replay(capture, out, "packets-csv,features-csv,jsonl,summary");
        return out;
    }

    @Test
    void bothTablesHoldWhatTheOtherOutputsCount() throws IOException {
        List<Path> captures = new ArrayList<>();
        for (Path capture : Corpus.captures()) {
            if (Files.size(capture) < SMALL) {
                captures.add(capture);
            }
        }
        int held = 0;
        for (int i = 0; i < captures.size(); i += ONE_IN) {
            Path out = replay(captures.get(i));
            String name = Corpus.name(captures.get(i));
            JsonNode summary = new ObjectMapper().readTree(Files.readString(out.resolve("summary.json")));
            assertThat(Csv.read(out.resolve("packets.csv")))
                    .as(name)
                    .hasSize(summary.at("/packets/captured").asInt());
            assertThat(total(out, "packets"))
                    .as(name)
                    .isEqualTo(summary.at("/packets/decoded").asLong());
            assertThat(total(out, "octets"))
                    .as(name)
                    .isEqualTo(summary.at("/octets/metered_ip").asLong());
            assertThat(total(out, "frame_octets"))
                    .as(name)
                    .isEqualTo(summary.at("/octets/decoded").asLong());
            held++;
        }
        assertThat(held).isGreaterThan(100);
    }

    private static long total(Path out, String column) throws IOException {
        long total = 0;
        for (Map<String, String> line : Csv.read(out.resolve("features.csv"))) {
            total += Long.parseLong(line.get(column + "_fwd")) + Long.parseLong(line.get(column + "_rev"));
        }
        return total;
    }

    /** Captures without tunnels, whose outermost headers tshark shows first. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "handmade/tcp_close_v6.pcap",
                "handmade/qinq.pcap",
                "lab/udp_vertical.pcap",
                "benign/many_protocols.pcap",
                "scan/nmap_syn.pcap",
            })
    void framesAreAsTsharkShowsThem(String name) throws Exception {
        Path capture = Corpus.PCAPS.resolve(name);
        List<String> fields = List.of(
                "frame.number",
                "frame.len",
                "frame.cap_len",
                "eth.src",
                "ip.src",
                "ip.dst",
                "ipv6.src",
                "ipv6.dst",
                "tcp.srcport",
                "tcp.dstport",
                "udp.srcport",
                "udp.dstport");
        List<String> command = new ArrayList<>(List.of(
                Tools.tool("tshark"),
                "-n",
                "-r",
                capture.toString(),
                "-T",
                "fields",
                "-E",
                "occurrence=f",
                "-o",
                "ip.defragment:FALSE"));
        fields.forEach(field -> command.addAll(List.of("-e", field)));
        Tools.Result shown = Tools.run(command.toArray(String[]::new));
        List<Map<String, String>> packets = Csv.read(replay(capture).resolve("packets.csv"));
        assertThat(shown.lines()).hasSameSizeAs(packets);
        int compared = 0;
        for (int i = 0; i < packets.size(); i++) {
            Map<String, String> packet = packets.get(i);
            String[] frame = shown.lines().get(i).split("\t", -1);
            assertThat(packet).containsEntry("index", frame[0]).containsEntry("original_length", frame[1]);
            assertThat(packet).containsEntry("captured_length", frame[2]).containsEntry("src_mac", frame[3]);
            if (packet.get("result").equals("ok")) {
                assertThat(packet).as(frame[0]).containsEntry("src_ip", frame[4] + frame[6]);
                assertThat(packet).as(frame[0]).containsEntry("dest_ip", frame[5] + frame[7]);
                if (packet.get("proto").matches("TCP|UDP")
                        && !packet.get("src_port").isEmpty()) {
                    assertThat(packet).as(frame[0]).containsEntry("src_port", frame[8] + frame[10]);
                    assertThat(packet).as(frame[0]).containsEntry("dest_port", frame[9] + frame[11]);
                }
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }
}
