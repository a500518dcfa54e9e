package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vedette.Tools;
import vedette.net.IpAddress;
import vedette.net.IpProtocol;

/** Holds packets and TCP flags of each direction against tshark. */
class TsharkFlagsIT {
    private static final Path PCAPS = Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps");
    private static final Path APPLICATIONS = PCAPS.resolve("benign/apps");
    private static final int CAPTURES = 30;
    private static final int FLAGS = 6;

    @Test
    void flagCountsAreThoseOfTshark() throws Exception {
        assumeTrue(Files.isDirectory(APPLICATIONS), "no corpus at " + PCAPS);
        List<String> differences = new ArrayList<>();
        int directions = 0;
        for (Path capture : captures()) {
            Map<String, long[]> tshark = tshark(capture);
            Map<String, long[]> ours = ours(capture);
            directions += tshark.size();
            tshark.forEach((key, counts) -> {
                if (!Arrays.equals(counts, ours.get(key))) {
                    differences.add(capture.getFileName() + " " + key + ": tshark " + Arrays.toString(counts)
                            + ", here " + Arrays.toString(ours.get(key)));
                }
            });
        }
        assertThat(differences).isEmpty();
        assertThat(directions).as("directions compared").isGreaterThan(200);
    }

    private static List<Path> captures() throws IOException {
        try (var files = Files.list(APPLICATIONS)) {
            return files.filter(file -> file.toFile().length() < 1_000_000)
                    .sorted()
                    .limit(CAPTURES)
                    .toList();
        }
    }

    /** Packets, FIN, SYN, RST, PSH, ACK and URG by source and destination. */
    private static Map<String, long[]> ours(Path capture) throws IOException {
        Map<String, long[]> counts = new TreeMap<>();
        for (Flow flow : CaptureReplay.records(capture)) {
            if (flow.protocol() == IpProtocol.TCP) {
                String initiator = end(flow, flow.initiatorHi(), flow.initiatorLo(), flow.initiatorPort());
                String responder = end(flow, flow.responderHi(), flow.responderLo(), flow.responderPort());
                add(counts, initiator + " " + responder, flow, Flow.FORWARD);
                add(counts, responder + " " + initiator, flow, Flow.REVERSE);
            }
        }
        return counts;
    }

    private static String end(Flow flow, long hi, long lo, int port) {
        return IpAddress.text(flow.ipVersion(), hi, lo) + " " + port;
    }

    private static void add(Map<String, long[]> counts, String key, Flow flow, int direction) {
        long[] sums = counts.computeIfAbsent(key, k -> new long[1 + FLAGS]);
        sums[0] += flow.packets(direction);
        sums[1] += flow.finCount(direction);
        sums[2] += flow.synCount(direction);
        sums[3] += flow.rstCount(direction);
        sums[4] += flow.pshCount(direction);
        sums[5] += flow.ackCount(direction);
        sums[6] += flow.urgCount(direction);
    }

    /** What tshark says of the packets that are neither fragments nor carried in another packet. */
    private static Map<String, long[]> tshark(Path capture) throws Exception {
        List<String> command = List.of(
                Tools.tool("tshark"),
                "-n",
                "-r",
                capture.toString(),
                "-Y",
                "tcp && !icmp && !icmpv6 && ip.flags.mf != 1",
                "-T",
                "fields",
                "-e",
                "ip.src",
                "-e",
                "ipv6.src",
                "-e",
                "tcp.srcport",
                "-e",
                "ip.dst",
                "-e",
                "ipv6.dst",
                "-e",
                "tcp.dstport",
                "-e",
                "tcp.flags");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Map<String, long[]> counts = new TreeMap<>();
        for (String line : new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            String[] fields = line.split("\t");
            if (fields.length == 7 && !line.contains(",")) {
                String key = fields[0] + fields[1] + " " + fields[2] + " " + fields[3] + fields[4] + " " + fields[5];
                long[] sums = counts.computeIfAbsent(key, k -> new long[1 + FLAGS]);
                sums[0]++;
                int flags = Integer.decode(fields[6]);
                for (int bit = 0; bit < FLAGS; bit++) {
                    sums[1 + bit] += flags >> bit & 1;
                }
            }
        }
        return counts;
    }
}
