package vedette.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vedette.Tools;
import vedette.capture.CaptureCounters;
import vedette.corpus.Conversation.End;
import vedette.net.IpProtocol;

/** What tshark reads in each frame, its outermost IP packet, summed by conversation: packets and frame octets each way. */
final class TsharkFrames {
    private static final List<String> FIELDS = List.of(
            "frame.len",
            "frame.protocols",
            "ip.src",
            "ip.dst",
            "ip.proto",
            "ipv6.src",
            "ipv6.dst",
            "ipv6.nxt",
            "ipv6.fraghdr.nxt",
            "tcp.srcport",
            "tcp.dstport",
            "udp.srcport",
            "udp.dstport",
            "sctp.srcport",
            "sctp.dstport");

    private TsharkFrames() {}

    /**
     * Reads captures in one run, for tshark takes longer to start than to read: they are put one behind the other first. Those
     * that are cut are left out.
     */
    static Map<Path, Tally> read(List<Path> captures, Path directory) throws IOException, InterruptedException {
        Map<Path, Long> frames = new LinkedHashMap<>();
        for (Path capture : captures) {
            CaptureCounters counters = Replay.of(capture, flow -> {}).captured();
            if (counters.cutFiles.sum() == 0) {
                frames.put(capture, counters.captured.sum());
            }
        }
        Iterator<String> lines = dissect(frames.keySet(), directory.resolve("all.pcapng"));
        Map<Path, Tally> tallies = new LinkedHashMap<>();
        frames.forEach((capture, count) -> tallies.put(capture, tally(lines, count)));
        assertThat(lines).isExhausted();
        return tallies;
    }

    private static Iterator<String> dissect(Set<Path> captures, Path all) throws IOException, InterruptedException {
        List<String> merge = new ArrayList<>(List.of(Tools.tool("mergecap"), "-a", "-I", "none", "-w", all.toString()));
        captures.forEach(capture -> merge.add(capture.toString()));
        Tools.Result merged = Tools.run(merge.toArray(String[]::new));
        assertThat(merged.exit()).as(merged.err()).isZero();
        List<String> dissect = new ArrayList<>(List.of(Tools.tool("tshark"), "-n", "-r", all.toString()));
        dissect.addAll(List.of("-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE"));
        dissect.addAll(List.of("-T", "fields", "-E", "occurrence=f"));
        FIELDS.forEach(field -> dissect.addAll(List.of("-e", field)));
        return Tools.run(dissect.toArray(String[]::new)).lines().iterator();
    }

    private static Tally tally(Iterator<String> frames, long count) {
        Tally tally = new Tally();
        for (long i = 0; i < count; i++) {
            add(tally, frames.next().split("\t", -1));
        }
        return tally;
    }

    private static void add(Tally tally, String[] frame) {
        int version = version(frame);
        if (version == 0) {
            return;
        }
        int at = version == 4 ? FIELDS.indexOf("ip.src") : FIELDS.indexOf("ipv6.src");
        int protocol = version == 4 ? Integer.parseInt(frame[at + 2]) : protocolBehindExtensions(frame);
        int port = switch (protocol) {
            case IpProtocol.TCP -> FIELDS.indexOf("tcp.srcport");
            case IpProtocol.UDP -> FIELDS.indexOf("udp.srcport");
            case IpProtocol.SCTP -> FIELDS.indexOf("sctp.srcport");
            default -> -1;
        };
        End from = End.of(frame[at], port(frame, port));
        End to = End.of(frame[at + 1], port(frame, port + 1));
        tally.add(protocol, from, to, 1, Long.parseLong(frame[0]));
    }

    private static int version(String[] frame) {
        for (String layer : layers(frame)) {
            if (layer.equals("ip") && !frame[FIELDS.indexOf("ip.src")].isEmpty()) {
                return 4;
            }
            if (layer.equals("ipv6") && !frame[FIELDS.indexOf("ipv6.src")].isEmpty()) {
                return 6;
            }
        }
        return 0;
    }

    private static int protocolBehindExtensions(String[] frame) {
        List<String> layers = layers(frame);
        int next = layers.indexOf("ipv6") + 1;
        while (next < layers.size() && layers.get(next).startsWith("ipv6.")) {
            next++;
        }
        int at = FIELDS.indexOf("ipv6.nxt");
        boolean isFragment = Integer.parseInt(frame[at]) == IpProtocol.FRAGMENT;
        return switch (next < layers.size() ? layers.get(next) : "") {
            case "tcp" -> IpProtocol.TCP;
            case "udp" -> IpProtocol.UDP;
            case "icmpv6" -> IpProtocol.ICMPV6;
            default -> Integer.parseInt(frame[isFragment ? at + 1 : at]);
        };
    }

    private static List<String> layers(String[] frame) {
        return List.of(frame[FIELDS.indexOf("frame.protocols")].split(":"));
    }

    private static int port(String[] frame, int field) {
        return field <= 0 || frame[field].isEmpty() ? 0 : Integer.parseInt(frame[field]);
    }
}
