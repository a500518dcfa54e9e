package vedette.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vedette.corpus.Conversation.End;

/** The flows that nDPI's example reader prints: packets and frame octets each way. */
final class NdpiOutput {
    private static final Pattern FLOW =
            Pattern.compile("\\t\\d+\\t(\\S+) \\[?([^ \\]]+?)\\]?:(\\d+) <?-> \\[?([^ \\]]+?)\\]?:(\\d+) "
                    + ".*?\\[(\\d+) pkts/(\\d+) bytes <?-> (\\d+) pkts/(\\d+) bytes\\].*");
    private static final Map<String, Integer> PROTOCOLS =
            Map.of("ICMP", 1, "IGMP", 2, "TCP", 6, "UDP", 17, "ICMPV6", 58, "PGM", 113, "SCTP", 132);

    private NdpiOutput() {}

    static Tally read(Path output) throws IOException {
        Tally tally = new Tally();
        for (String line : Files.readAllLines(output, StandardCharsets.ISO_8859_1)) {
            Matcher flow = FLOW.matcher(line);
            if (flow.matches()) {
                int protocol = protocol(flow.group(1));
                End one = End.of(address(flow.group(2)), Integer.parseInt(flow.group(3)));
                End other = End.of(address(flow.group(4)), Integer.parseInt(flow.group(5)));
                tally.add(protocol, one, other, Long.parseLong(flow.group(6)), Long.parseLong(flow.group(7)));
                tally.add(protocol, other, one, Long.parseLong(flow.group(8)), Long.parseLong(flow.group(9)));
            }
        }
        return tally;
    }

    private static int protocol(String name) {
        Integer number = PROTOCOLS.get(name);
        return number == null ? Integer.parseInt(name) : number;
    }

    /** nDPI writes a group of zeros as nothing, which can leave two double colons; one of them is that group. */
    static String address(String text) {
        int first = text.indexOf("::");
        int last = text.lastIndexOf("::");
        if (first == last) {
            return text;
        }
        int group = text.endsWith("::") ? first : last;
        return text.substring(0, group) + ":0:" + text.substring(group + 2);
    }
}
