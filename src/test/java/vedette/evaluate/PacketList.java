package vedette.evaluate;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import vedette.capture.CaptureWriter;
import vedette.decode.PacketBuilder;
import vedette.net.LinkType;
import vedette.net.TcpFlags;

/**
 * Packets as Wireshark lists them, with names for addresses: the handshakes and refusals of TCP, and a segment of payload for each
 * row of HTTP. The rest has no ports in such a list.
 */
final class PacketList {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");
    private static final Pattern SEGMENT = Pattern.compile("(\\d+) > (\\d+) \\[(SYN|SYN, ACK|RST|RST, ACK|ACK)\\](.*)");
    private static final String SITE = "10.0.0.5";

    /** A segment without payload, or, with port 0, payload of the connection that the two had last. */
    record Row(double seconds, String from, int fromPort, String to, int toPort, String flags) {}

    private final String site;
    private final Map<String, String> addresses = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();

    private PacketList(String site) {
        this.site = site;
    }

    /** @param site the name of the host at which the list was made */
    static PacketList read(Path list, String site) throws IOException {
        PacketList made = new PacketList(site);
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(list)), StandardCharsets.UTF_8))) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                made.add(line.split("\",\""));
            }
        }
        made.rows.sort(Comparator.comparingDouble(Row::seconds));
        return made;
    }

    private void add(String[] fields) {
        double seconds =
                LocalDateTime.parse(fields[1], TIME).toInstant(ZoneOffset.UTC).toEpochMilli() / 1e3;
        String from = address(fields[2]);
        String to = address(fields[3]);
        Matcher segment = SEGMENT.matcher(fields[6]);
        if (fields[4].equals("HTTP")) {
            rows.add(new Row(seconds, from, 0, to, 0, "HTTP"));
        } else if (fields[4].equals("TCP") && segment.find() && isOfHandshake(segment)) {
            int fromPort = Integer.parseInt(segment.group(1));
            rows.add(new Row(seconds, from, fromPort, to, Integer.parseInt(segment.group(2)), segment.group(3)));
        }
    }

    /** Later acknowledgements are of payload that the list does not tell. */
    private static boolean isOfHandshake(Matcher segment) {
        return !segment.group(3).equals("ACK") || segment.group(4).startsWith(" Seq=1 Ack=1 ");
    }

    /** Each name is in a network of its own. */
    private String address(String name) {
        if (name.equals(site)) {
            return SITE;
        }
        if (name.matches("\\d+\\.\\d+\\.\\d+\\.\\d+")) {
            return name;
        }
        return addresses.computeIfAbsent(
                name, key -> "100." + (64 + (addresses.size() >> 8)) + "." + (addresses.size() & 0xFF) + ".1");
    }

    /** What strangers send to the host, and it to them, in the order of time. */
    void forEach(Consumer<Row> consumer) {
        rows.stream()
                .filter(row -> row.from.equals(SITE) || row.to.equals(SITE))
                .forEach(consumer);
    }

    static boolean isFromSite(Row row) {
        return row.from.equals(SITE);
    }

    void writeTo(Path capture) throws IOException {
        CaptureWriter writer = CaptureWriter.pcap(LITTLE_ENDIAN, LinkType.ETHERNET);
        Map<String, Row> latest = new HashMap<>();
        forEach(row -> {
            Row ports = row.fromPort == 0 ? latest.get(row.from + row.to) : row;
            if (ports != null) {
                byte[] frame = frame(ports, row.flags);
                writer.packet(Math.round(row.seconds * 1e6) * 1_000, frame, frame.length);
                latest.put(row.from + row.to, ports);
                latest.putIfAbsent(row.to + row.from, new Row(0, row.to, ports.toPort, row.from, ports.fromPort, ""));
            }
        });
        Files.createDirectories(capture.getParent());
        writer.writeTo(capture);
    }

    private static byte[] frame(Row row, String what) {
        int flags = switch (what) {
            case "SYN" -> TcpFlags.SYN;
            case "SYN, ACK" -> TcpFlags.SYN | TcpFlags.ACK;
            case "RST" -> TcpFlags.RST;
            case "RST, ACK" -> TcpFlags.RST | TcpFlags.ACK;
            case "ACK" -> TcpFlags.ACK;
            default -> TcpFlags.PSH | TcpFlags.ACK;
        };
        PacketBuilder packet = PacketBuilder.ethernet()
                .ipv4(row.from, row.to)
                .tcp(row.fromPort, row.toPort)
                .flags(flags)
                .seq((flags & TcpFlags.SYN) == 0 ? 1001 : 1000);
        if ((flags & TcpFlags.ACK) != 0) {
            packet.ack(1001);
        }
        return packet.payload(what.equals("HTTP") ? 100 : 0).build();
    }
}
