package vedette.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vedette.export.ExportCounters;
import vedette.export.ObservationPoints;
import vedette.export.json.JsonLines;

/**
 * Community identifiers against Arkime's, session by session. Only what both saw is compared: Arkime also looks into
 * tunnels and wireless frames. ESP and AH stay out, since Arkime takes two ports of 0 into the hash where the specification
 * has none.
 */
@Timeout(300)
class CommunityIdIT {
    private static final Set<Integer> COMPARED = Set.of(1, 6, 17, 58, 132);

    private final ObjectMapper json = new ObjectMapper();
    private final List<String> differences = new ArrayList<>();
    private int compared;

    @Test
    void everyFlowHasArkimesCommunityId() throws IOException {
        Corpus.require();
        for (Corpus.Told told : Corpus.toldBy("arkime")) {
            compare(told.capture(), sessions(told.truth()));
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(300);
    }

    /** Arkime's identifiers by the session's protocol and endpoints. */
    private Map<String, String> sessions(Path truth) throws IOException {
        Map<String, String> sessions = new HashMap<>();
        for (JsonNode session : json.readTree(truth.toFile()).get("sessions3")) {
            JsonNode body = session.get("body");
            JsonNode id = body.at("/network/community_id");
            int protocol = body.path("ipProtocol").asInt();
            if (!id.isMissingNode() && COMPARED.contains(protocol)) {
                sessions.put(key(protocol, body.get("source"), body.get("destination")), id.asText());
            }
        }
        return sessions;
    }

    private static String key(int protocol, JsonNode source, JsonNode destination) {
        return key(
                protocol,
                source.get("ip").asText() + ' ' + source.get("port").asInt(),
                destination.get("ip").asText() + ' ' + destination.get("port").asInt());
    }

    private static String key(int protocol, String a, String b) {
        return protocol + " " + String.join(" ", new TreeSet<>(List.of(a, b)));
    }

    private void compare(Path capture, Map<String, String> sessions) throws IOException {
        Map<String, Set<String>> ours = new HashMap<>();
        for (String line : flows(capture)) {
            JsonNode flow = json.readTree(line);
            int protocol = number(flow.get("proto").asText());
            String source =
                    flow.get("src_ip").asText() + ' ' + flow.path("src_port").asInt();
            String destination =
                    flow.get("dest_ip").asText() + ' ' + flow.path("dest_port").asInt();
            ours.computeIfAbsent(key(protocol, source, destination), absent -> new TreeSet<>())
                    .add(flow.get("community_id").asText());
        }
        sessions.forEach((key, id) -> {
            Set<String> same = ours.getOrDefault(key, Set.of());
            compared += same.isEmpty() ? 0 : 1;
            if (!same.isEmpty() && !same.contains(id)) {
                differences.add(Corpus.name(capture) + ": " + key + ": " + id + ", not " + same);
            }
        });
    }

    private static List<String> flows(Path capture) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonLines lines = new JsonLines(out, new ObservationPoints(), new ExportCounters(System::nanoTime));
        Replay.of(capture, flow -> {
            try {
                lines.onFlow(flow);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        lines.flush();
        return out.toString(StandardCharsets.US_ASCII).lines().toList();
    }

    private static int number(String protocol) {
        return switch (protocol) {
            case "ICMP" -> 1;
            case "TCP" -> 6;
            case "UDP" -> 17;
            case "IPv6-ICMP" -> 58;
            case "SCTP" -> 132;
            default -> -1;
        };
    }
}
