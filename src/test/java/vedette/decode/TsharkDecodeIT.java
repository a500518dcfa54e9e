package vedette.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vedette.Tools;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.capture.Frame;
import vedette.net.IpAddress;
import vedette.net.IpProtocol;

/** Holds what the decoder says of each frame against tshark, on a sample of the corpus. */
class TsharkDecodeIT {
    private static final Path PCAPS = Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps");
    private static final Path CATALOG = PCAPS.resolve("CATALOG.dev.tsv");
    /** Every so manieth capture is compared: tshark needs half a second for the smallest. */
    private static final int STEP = 20;

    private static final int LINK_TYPES_COLUMN = 8;
    private static final Set<String> LINK_TYPES = Set.of(
            "0", "1", "9", "12", "14", "50", "51", "101", "104", "108", "113", "228", "229", "276", "1,0", "1,113");

    /** Captures in which tshark and we differ, and why. */
    private static final Map<String, String> EXPLAINED = Map.of(
            "odd/PcapFlowLab/llc_snap_15_llc_snap_length_extra_payload_0142.pcap",
            "tshark cuts the packet at the 802.3 length, which is less than the IP length; we go by IP's",
            "odd/PcapFlowLab/llc_snap_19_llc_snap_declared_short_with_captured_tail_7d1d.pcap",
            "the same",
            "tunnel/PcapFlowLab/08_pbb_inner_llc_snap_ipv4_udp_8602.pcap",
            "tshark does not look for LLC behind an I-TAG",
            "tunnel/tcpdump/bigtcp-ipv6-vxlan-ipv4_1f4d.pcap",
            "tshark 4.0 reads no UDP header behind an IPv6 payload length of 0",
            "odd/tcpdump/tests_bigtcp-ipv6_6ae8.pcap",
            "the same of TCP",
            "odd/gopacket/le_test901_429b.pcapng",
            "tshark ends at a section of an unknown version");

    /** Stands for a frame that holds no IP packet. */
    private static final String NO_IP = "-";
    /** Stands for an IP packet that is rejected: tshark may show its addresses, but no transport header. */
    private static final String REJECTED = "rejected";
    /** Stands for a length that tshark shows as the header says and we count as the frame does. */
    private static final String BY_FRAME = "*";

    private static final String[] FIELDS = {
        "frame.protocols",
        "ip.src",
        "ip.dst",
        "ip.len",
        "ipv6.src",
        "ipv6.dst",
        "ipv6.plen",
        "tcp.srcport",
        "tcp.dstport",
        "tcp.flags",
        "udp.srcport",
        "udp.dstport",
        "sctp.srcport",
        "sctp.dstport",
    };

    private final Packet packet = new Packet();

    @Test
    void framesAreReadAsTsharkReadsThem() throws Exception {
        Tools.require(Files.exists(CATALOG), "no corpus at " + CATALOG);
        String tshark = Tools.tool("tshark");
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (String capture : sample()) {
            List<String> expected = tshark(tshark, PCAPS.resolve(capture));
            List<String> decoded = decode(PCAPS.resolve(capture));
            compared += expected.size();
            String difference = firstDifference(expected, decoded);
            if (difference != null && !EXPLAINED.containsKey(capture)) {
                differences.add(capture + ": " + difference);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(10_000);
    }

    private static List<String> sample() throws IOException {
        List<String[]> rows = Files.readAllLines(CATALOG).stream()
                .skip(1)
                .map(line -> line.split("\t"))
                .filter(row -> LINK_TYPES.contains(row[LINK_TYPES_COLUMN]))
                .toList();
        List<String> sample = new ArrayList<>();
        for (int i = 0; i < rows.size(); i += STEP) {
            sample.add(rows.get(i)[0]);
        }
        return sample;
    }

    private static String firstDifference(List<String> expected, List<String> decoded) {
        if (expected.size() != decoded.size()) {
            return "tshark has " + expected.size() + " frames, we " + decoded.size();
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!agree(expected.get(i).split(" "), decoded.get(i).split(" "))) {
                return "frame " + (i + 1) + ": tshark " + expected.get(i) + ", we " + decoded.get(i);
            }
        }
        return null;
    }

    private static boolean agree(String[] expected, String[] decoded) {
        if (decoded[0].equals(REJECTED)) {
            return expected.length <= 3;
        }
        if (expected.length != decoded.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (!expected[i].equals(decoded[i]) && !decoded[i].equals(BY_FRAME)) {
                return false;
            }
        }
        return true;
    }

    /** One line a frame: addresses, IP octets, transport, ports, flags. */
    private static List<String> tshark(String tshark, Path capture) throws Exception {
        List<String> command = new ArrayList<>(List.of(tshark, "-n", "-r", capture.toString(), "-T", "fields"));
        command.addAll(List.of("-E", "occurrence=f", "-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE"));
        command.addAll(List.of("-o", "tcp.desegment_tcp_streams:FALSE"));
        for (String field : FIELDS) {
            command.addAll(List.of("-e", field));
        }
        return Tools.run(command.toArray(String[]::new)).lines().stream()
                .map(line -> told(line.split("\t", -1)))
                .toList();
    }

    private static String told(String[] fields) {
        List<String> layers = List.of(fields[0].split(":"));
        int ipv4 = layers.indexOf("ip");
        int ipv6 = layers.indexOf("ipv6");
        boolean is6 = ipv4 < 0 || (ipv6 >= 0 && ipv6 < ipv4);
        int ip = is6 ? ipv6 : ipv4;
        if (ip < 0 || (fields[1].isEmpty() && fields[4].isEmpty())) {
            return NO_IP;
        }
        String transport = layers.subList(ip + 1, layers.size()).stream()
                .filter(layer -> !layer.startsWith("ipv6.") && !(is6 && layer.equals("ah")))
                .findFirst()
                .orElse("");
        String addresses = is6
                ? fields[4] + " " + fields[5] + " " + (40 + Integer.parseInt(fields[6]))
                : fields[1] + " " + fields[2] + " " + fields[3];
        return addresses
                + switch (transport) {
                    case "tcp" ->
                        fields[9].isEmpty()
                                ? ""
                                : " tcp " + fields[7] + " " + fields[8] + " " + (Integer.decode(fields[9]) & 0xFF);
                    case "udp" -> " udp " + fields[10] + " " + fields[11];
                    case "sctp" -> " sctp " + fields[12] + " " + fields[13];
                    default -> "";
                };
    }

    private List<String> decode(Path capture) throws IOException {
        List<String> decoded = new ArrayList<>();
        try (CaptureSource source = CaptureFiles.open(List.of(capture.toString()))) {
            int polled;
            do {
                polled = source.poll(frame -> decoded.add(told(frame)), 256);
            } while (polled != CaptureSource.END);
        }
        return decoded;
    }

    private String told(Frame frame) {
        DecodeResult result = packet.wrap(
                frame.bytes(), frame.offset(), frame.capturedLength(), frame.originalLength(), frame.linkType());
        if (result != DecodeResult.OK) {
            return result == DecodeResult.NON_IP ? NO_IP : REJECTED;
        }
        boolean byFrame = packet.isOffloaded() || packet.has(Anomaly.IP_LENGTH_BEYOND_FRAME);
        String ip = IpAddress.text(packet.ipVersion(), packet.sourceHi(), packet.sourceLo()) + " "
                + IpAddress.text(packet.ipVersion(), packet.destinationHi(), packet.destinationLo()) + " "
                + (byFrame ? BY_FRAME : packet.ipOctets());
        if (!packet.hasTransport()) {
            return ip;
        }
        String ports = " " + packet.sourcePort() + " " + packet.destinationPort();
        return ip
                + switch (packet.protocol()) {
                    case IpProtocol.TCP -> " tcp" + ports + " " + packet.tcp().flags();
                    case IpProtocol.UDP -> " udp" + ports;
                    case IpProtocol.SCTP -> " sctp" + ports;
                    default -> "";
                };
    }
}
