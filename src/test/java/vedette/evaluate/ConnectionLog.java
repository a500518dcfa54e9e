package vedette.evaluate;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import vedette.capture.CaptureWriter;
import vedette.decode.PacketBuilder;
import vedette.net.LinkType;
import vedette.net.TcpFlags;

/**
 * Connections as Zeek's conn.log or Argus's binetflow tells of them, made packets again: their ends, times, flags and sizes are true, and when within a
 * connection a packet was sent is drawn by chance. At most {@link #MOST_PACKETS} each way.
 */
final class ConnectionLog {
    private static final int MOST_PACKETS = 60;
    private static final int MOST_PAYLOAD = 1_400;
    private static final int KEPT_OCTETS = 90;

    /** Between the packets of a handshake. */
    private static final double PACE_S = 0.001;

    private static final int HANDSHAKE = 3;

    private record Sent(long timeNs, byte[] frame, int length) {}

    private final List<Sent> packets = new ArrayList<>();
    private final Random random = new Random(11);

    private ConnectionLog() {}

    /** The logs of a folder. */
    static List<Path> all(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().contains(".conn.log") || isOfArgus(file))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isOfArgus(Path log) {
        return log.getFileName().toString().contains(".binetflow");
    }

    /** The capture that is made of a log, in the folder of its own that campaigns name. */
    static String name(Path log) {
        String file = log.getFileName().toString();
        return "flows/" + file.substring(0, file.indexOf(isOfArgus(log) ? ".binetflow" : ".conn.log")) + ".pcap";
    }

    static ConnectionLog read(Path log) throws IOException {
        ConnectionLog made = new ConnectionLog();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(log)), StandardCharsets.UTF_8))) {
            if (isOfArgus(log)) {
                made.addArgus(lines);
            } else {
                made.addZeek(lines);
            }
        }
        return made;
    }

    private void addArgus(BufferedReader lines) throws IOException {
        List<String> names = List.of(ArgusRow.split(lines.readLine()));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            add(new ArgusRow(names, line).inZeeksNames());
        }
    }

    private void addZeek(BufferedReader lines) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<String> names = List.of();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] fields = line.replace("   ", "\t").split("\t");
            if (line.startsWith("#fields")) {
                names = Arrays.asList(fields).subList(1, fields.length);
            } else if (line.startsWith("{")) {
                add(ofJson(mapper.readTree(line)));
            } else if (!line.startsWith("#")) {
                add(ofFields(names, fields));
            }
        }
    }

    private static Map<String, String> ofJson(JsonNode row) {
        Map<String, String> values = new HashMap<>();
        row.fieldNames()
                .forEachRemaining(name ->
                        values.put(name.replace("id_", "id."), row.get(name).asText()));
        return values;
    }

    private static Map<String, String> ofFields(List<String> names, String[] fields) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < Math.min(names.size(), fields.length); i++) {
            values.put(names.get(i), fields[i]);
        }
        return values;
    }

    private static double number(Map<String, String> row, String name) {
        String value = row.getOrDefault(name, "-");
        return value.equals("-") || value.isEmpty() ? 0 : Double.parseDouble(value);
    }

    private void add(Map<String, String> row) {
        if (!List.of("tcp", "udp", "icmp").contains(row.getOrDefault("proto", ""))) {
            return;
        }
        Wire wire = new Wire(
                row.getOrDefault("id.orig_h", ""),
                (int) number(row, "id.orig_p"),
                row.getOrDefault("id.resp_h", ""),
                (int) number(row, "id.resp_p"));
        Side there = new Side(number(row, "orig_pkts"), number(row, "orig_bytes"));
        Side back = new Side(number(row, "resp_pkts"), number(row, "resp_bytes"));
        double start = number(row, "ts");
        double duration = number(row, "duration");
        switch (row.getOrDefault("proto", "")) {
            case "tcp" -> addTcp(wire, there, back, start, duration, row.getOrDefault("history", ""));
            case "udp" -> addEach(wire, there, back, start, duration, false);
            default -> addEach(wire, there, back, start, duration, true);
        }
    }

    /** The two ends. */
    private record Wire(String from, int fromPort, String to, int toPort) {
        PacketBuilder ip(boolean there) {
            String source = there ? from : to;
            String destination = there ? to : from;
            return from.indexOf(':') < 0
                    ? PacketBuilder.ethernet().ipv4(source, destination)
                    : PacketBuilder.ethernet().ipv6(source, destination);
        }

        PacketBuilder segment(boolean there) {
            return there ? ip(true).tcp(fromPort, toPort) : ip(false).tcp(toPort, fromPort);
        }

        PacketBuilder datagram(boolean there) {
            return there ? ip(true).udp(fromPort, toPort) : ip(false).udp(toPort, fromPort);
        }

        /** The originator's port is the type and the responder's the code. */
        PacketBuilder message(boolean there) {
            int type = there ? fromPort : fromPort == 8 ? 0 : fromPort == 128 ? 129 : fromPort;
            return from.indexOf(':') < 0
                    ? ip(there).icmp(type, toPort, 7, 1)
                    : ip(there).icmpv6(type, toPort, 7, 1);
        }
    }

    /** What one end sends. */
    private static final class Side {
        final int count;
        final int payload;
        int sequence;

        Side(double packets, double octets) {
            count = (int) Math.min(packets, MOST_PACKETS);
            payload = packets == 0 ? 0 : (int) Math.min(Math.ceil(octets / packets), MOST_PAYLOAD);
            sequence = 1000;
        }
    }

    /** Seconds from the beginning at which so many packets are sent: the first at once, the last at the end, in order. */
    private double[] times(int count, int atOnce, double duration) {
        double[] times = new double[count];
        double length = Math.max(duration, count * PACE_S);
        for (int i = 0; i < count; i++) {
            times[i] = i < atOnce ? i * PACE_S : i == count - 1 ? length : random.nextDouble() * length;
        }
        Arrays.sort(times);
        return times;
    }

    /** Packets each way by turns. */
    private void addEach(Wire wire, Side there, Side back, double start, double duration, boolean isIcmp) {
        for (boolean forward : new boolean[] {true, false}) {
            Side side = forward ? there : back;
            for (double at : times(side.count, 1, duration)) {
                PacketBuilder packet = isIcmp ? wire.message(forward) : wire.datagram(forward);
                send(start + (forward ? at : Math.max(at, PACE_S)), packet.payload(side.payload));
            }
        }
    }

    /** The letters of the history in their order, and what is left of the packets among them as data or acknowledgements. */
    private void addTcp(Wire wire, Side there, Side back, double start, double duration, String history) {
        String letters = withAllPackets(history, there.count, back.count);
        double[] times = times(letters.length(), HANDSHAKE, duration);
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            boolean forward = Character.isUpperCase(letter);
            Side side = forward ? there : back;
            segment(wire, side, forward ? back : there, Character.toUpperCase(letter), forward, start + times[i]);
        }
    }

    /** A letter stands for the first of its kind: the rest follow where the last data, or else the last packet, of their side is. */
    private static String withAllPackets(String history, int there, int back) {
        StringBuilder letters = new StringBuilder();
        for (char letter : history.toCharArray()) {
            if ("SHADFRTshadfrt".indexOf(letter) >= 0) {
                letters.append(letter);
            }
        }
        int moreThere =
                there - (int) letters.chars().filter(Character::isUpperCase).count();
        int moreBack =
                back - (int) letters.chars().filter(Character::isLowerCase).count();
        int at = Math.max(letters.indexOf("D"), letters.indexOf("d"));
        boolean hasData = at >= 0;
        StringBuilder more = new StringBuilder();
        for (int i = 0; i < Math.max(moreThere, moreBack); i++) {
            more.append(i < moreThere ? hasData ? letters.indexOf("D") >= 0 ? "D" : "A" : first(letters, true) : "");
            more.append(i < moreBack ? hasData ? letters.indexOf("d") >= 0 ? "d" : "a" : first(letters, false) : "");
        }
        return letters.insert(hasData ? at + 1 : letters.length(), more).toString();
    }

    /** What a side without data repeats. */
    private static String first(StringBuilder letters, boolean there) {
        String own = there ? "S" : "r";
        return letters.indexOf(own) >= 0 ? own : there ? "A" : "a";
    }

    private void segment(Wire wire, Side side, Side other, char letter, boolean forward, double seconds) {
        int flags = switch (letter) {
            case 'S' -> TcpFlags.SYN;
            case 'H' -> TcpFlags.SYN | TcpFlags.ACK;
            case 'D', 'T' -> TcpFlags.PSH | TcpFlags.ACK;
            case 'F' -> TcpFlags.FIN | TcpFlags.ACK;
            case 'R' -> TcpFlags.RST | TcpFlags.ACK;
            default -> TcpFlags.ACK;
        };
        int payload = letter == 'D' || letter == 'T' ? Math.max(1, side.payload) : 0;
        boolean takesOne = letter == 'S' || letter == 'H' || letter == 'F';
        int sequence = takesOne && letter != 'F' ? 999 : side.sequence;
        PacketBuilder packet = wire.segment(forward).flags(flags).seq(sequence);
        if ((flags & TcpFlags.ACK) != 0) {
            packet.ack(other.sequence);
        }
        send(seconds, packet.payload(payload));
        side.sequence += payload + (letter == 'F' ? 1 : 0);
    }

    private void send(double seconds, PacketBuilder packet) {
        byte[] frame = packet.build();
        packets.add(new Sent(
                Math.round(seconds * 1e6) * 1_000,
                Arrays.copyOf(frame, Math.min(frame.length, KEPT_OCTETS)),
                frame.length));
    }

    void writeTo(Path capture) throws IOException {
        Files.createDirectories(capture.getParent());
        packets.sort(Comparator.comparingLong(Sent::timeNs));
        CaptureWriter writer = CaptureWriter.pcap(LITTLE_ENDIAN, LinkType.ETHERNET);
        for (Sent sent : packets) {
            writer.packet(sent.timeNs, sent.frame, sent.length);
        }
        writer.writeTo(capture);
    }
}
