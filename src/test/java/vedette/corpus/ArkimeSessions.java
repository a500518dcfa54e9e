package vedette.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import vedette.corpus.Conversation.End;

/** The IP sessions of an Arkime test: packets and frame octets each way. */
final class ArkimeSessions {
    private ArkimeSessions() {}

    static Tally read(Path sessions) throws IOException {
        Tally tally = new Tally();
        for (JsonNode session : new ObjectMapper().readTree(sessions.toFile()).path("sessions3")) {
            JsonNode body = session.path("body");
            int protocol = body.path("ipProtocol").asInt();
            JsonNode source = body.path("source");
            JsonNode destination = body.path("destination");
            if (protocol != 0 && source.has("ip")) {
                add(tally, protocol, source, destination);
                add(tally, protocol, destination, source);
            }
        }
        return tally;
    }

    private static void add(Tally tally, int protocol, JsonNode from, JsonNode to) {
        tally.add(
                protocol,
                end(from),
                end(to),
                from.path("packets").asLong(),
                from.path("bytes").asLong());
    }

    private static End end(JsonNode node) {
        return End.of(node.path("ip").asText(), node.path("port").asInt());
    }
}
