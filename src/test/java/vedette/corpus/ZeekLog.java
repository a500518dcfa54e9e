package vedette.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import vedette.corpus.Conversation.End;

/** The connections of a Zeek conn.log outside tunnels: packets and IP octets each way. */
final class ZeekLog {
    private static final Set<String> NONE = Set.of("-", "(empty)");

    private ZeekLog() {}

    /** An empty tally if there were only tunnels, or if the log has not the columns with packets. */
    static Tally read(Path log) throws IOException {
        Tally tally = new Tally();
        List<String> names = List.of();
        for (String line : Files.readAllLines(log)) {
            List<String> fields = Arrays.asList(line.split("\t"));
            if (line.startsWith("#fields")) {
                names = fields.subList(1, fields.size());
            } else if (!line.startsWith("#")
                    && names.contains("orig_pkts")
                    && NONE.contains(field(names, fields, "tunnel_parents"))) {
                add(tally, names, fields);
            }
        }
        return tally;
    }

    /** Some logs name the ends in their own way, but the ends always stand before the protocol. */
    private static void add(Tally tally, List<String> names, List<String> fields) {
        int proto = names.indexOf("proto");
        End originator = End.of(fields.get(proto - 4), Integer.parseInt(fields.get(proto - 3)));
        End responder = End.of(fields.get(proto - 2), Integer.parseInt(fields.get(proto - 1)));
        int protocol = Integer.parseInt(field(names, fields, "ip_proto"));
        tally.add(
                protocol,
                originator,
                responder,
                number(names, fields, "orig_pkts"),
                number(names, fields, "orig_ip_bytes"));
        tally.add(
                protocol,
                responder,
                originator,
                number(names, fields, "resp_pkts"),
                number(names, fields, "resp_ip_bytes"));
    }

    private static long number(List<String> names, List<String> fields, String name) {
        return Long.parseLong(field(names, fields, name));
    }

    private static String field(List<String> names, List<String> fields, String name) {
        int index = names.indexOf(name);
        return index < 0 ? "-" : fields.get(index);
    }
}
