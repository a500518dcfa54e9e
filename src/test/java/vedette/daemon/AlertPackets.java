package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import vedette.capture.PcapngComments;
import vedette.net.IpPrefix;

/** Holds the packets that are cut out for the alerts of a scenario against what those tell. */
final class AlertPackets {
    private AlertPackets() {}

    /** An alert of each kind has packets, all of them of whom it is about. */
    static void expectAll(Path temporary, String scenario) throws IOException {
        Path directory = Files.createTempDirectory(temporary, scenario);
        Extracting extracting = new Extracting(directory, Path.of("pcaps", scenario, "traffic.pcap"));
        List<JsonNode> told = extracting.replayed("alerts.jsonl");
        assertThat(told).isNotEmpty();
        Set<String> seen = new HashSet<>();
        for (JsonNode alert : told) {
            if (alert.at("/alert/state").asText().equals("close")
                    && seen.add(alert.at("/alert/signature").asText())) {
                expectPacketsOf(alert, extracting);
            }
        }
    }

    private static void expectPacketsOf(JsonNode line, Extracting extracting) throws IOException {
        JsonNode alert = line.get("alert");
        String id = alert.get("id").asText();
        Path cut = extracting.extracted("--alert", id);
        List<String> comments = PcapngComments.of(cut);
        assertThat(comments)
                .allSatisfy(comment -> assertThat(comment)
                        .contains("alert " + id + " " + alert.get("signature").asText()));
        List<String> frames = Extracting.frames(List.of(cut.toString()));
        assertThat(extracting.sourceFrames()).containsSubsequence(frames);
        assertThat(frames).hasSize(comments.size()).hasSizeGreaterThanOrEqualTo(atLeast(alert));
        for (String end : List.of("src_ip", "dest_ip")) {
            if (line.has(end) && (end.equals("src_ip") || alert.path("hosts").asInt(1) == 1)) {
                String octets = octets(line.get(end).asText());
                assertThat(frames).allSatisfy(frame -> assertThat(frame).contains(octets));
            }
        }
    }

    /** Whatever an alert counts has at least a packet; from 16 on, counts of different ones are estimates. */
    private static int atLeast(JsonNode alert) {
        int count = alert.get("count").asInt();
        return count < 16 ? count : count * 9 / 10;
    }

    private static String octets(String address) {
        IpPrefix prefix = IpPrefix.parse(address);
        return prefix.ipVersion() == 4
                ? HexFormat.of().toHexDigits(prefix.lo(), 8)
                : HexFormat.of().toHexDigits(prefix.hi()) + HexFormat.of().toHexDigits(prefix.lo());
    }
}
