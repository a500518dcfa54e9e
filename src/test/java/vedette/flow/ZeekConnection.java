package vedette.flow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import vedette.net.IpAddress;

/** A TCP connection as Zeek's conn.log tells it, from a log or from one of our records. */
record ZeekConnection(
        String initiator,
        String responder,
        String state,
        String history,
        long initiatorPackets,
        long initiatorOctets,
        long responderPackets,
        long responderOctets,
        long missedOctets) {

    private static final Set<String> NONE = Set.of("-", "(empty)", "");

    static ZeekConnection of(Flow flow) {
        return new ZeekConnection(
                IpAddress.text(flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo()) + " " + flow.initiatorPort(),
                IpAddress.text(flow.ipVersion(), flow.responderHi(), flow.responderLo()) + " " + flow.responderPort(),
                flow.tcpState().name(),
                TcpWire.history(flow),
                flow.packets(Flow.FORWARD),
                flow.octets(Flow.FORWARD),
                flow.packets(Flow.REVERSE),
                flow.octets(Flow.REVERSE),
                flow.missedOctets(Flow.FORWARD) + flow.missedOctets(Flow.REVERSE));
    }

    /** The TCP connections of a log, without those inside a tunnel. */
    static List<ZeekConnection> read(Path log) throws IOException {
        List<ZeekConnection> connections = new ArrayList<>();
        List<String> names = List.of();
        for (String line : lines(log)) {
            List<String> fields = Arrays.asList(line.split("\t"));
            if (line.startsWith("#fields")) {
                names = fields.subList(1, fields.size());
            } else if (!line.startsWith("#")
                    && field(names, fields, "proto").equals("tcp")
                    && NONE.contains(field(names, fields, "tunnel_parents"))) {
                connections.add(of(names, fields));
            }
        }
        return connections;
    }

    private static List<String> lines(Path log) throws IOException {
        if (!log.toString().endsWith(".gz")) {
            return Files.readAllLines(log);
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(log))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** Some logs name the ends in their own way, but the ends always stand before the protocol. */
    private static ZeekConnection of(List<String> names, List<String> fields) {
        int proto = names.indexOf("proto");
        return new ZeekConnection(
                fields.get(proto - 4) + " " + fields.get(proto - 3),
                fields.get(proto - 2) + " " + fields.get(proto - 1),
                field(names, fields, "conn_state"),
                field(names, fields, "history"),
                Long.parseLong(field(names, fields, "orig_pkts")),
                Long.parseLong(field(names, fields, "orig_ip_bytes")),
                Long.parseLong(field(names, fields, "resp_pkts")),
                Long.parseLong(field(names, fields, "resp_ip_bytes")),
                Long.parseLong(field(names, fields, "missed_bytes")));
    }

    private static String field(List<String> names, List<String> fields, String name) {
        int index = names.indexOf(name);
        return index < 0 ? "" : fields.get(index);
    }

    boolean isBetweenTheEndsOf(ZeekConnection other) {
        return initiator.equals(other.initiator) && responder.equals(other.responder);
    }

    /** The same connection, had its first packet been taken for the responder's. */
    ZeekConnection turnedRound() {
        StringBuilder letters = new StringBuilder("^");
        for (char letter : history.toCharArray()) {
            letters.append(
                    Character.isUpperCase(letter) ? Character.toLowerCase(letter) : Character.toUpperCase(letter));
        }
        return new ZeekConnection(
                responder,
                initiator,
                state,
                letters.toString(),
                responderPackets,
                responderOctets,
                initiatorPackets,
                initiatorOctets,
                missedOctets);
    }

    /** This record and a later one as one: the later state, the sums, and each letter of the history once. */
    ZeekConnection joined(ZeekConnection later) {
        StringBuilder letters = new StringBuilder(history);
        for (char letter : later.history.toCharArray()) {
            if (history.indexOf(letter) < 0) {
                letters.append(letter);
            }
        }
        return new ZeekConnection(
                initiator,
                responder,
                later.state,
                letters.toString(),
                initiatorPackets + later.initiatorPackets,
                initiatorOctets + later.initiatorOctets,
                responderPackets + later.responderPackets,
                responderOctets + later.responderOctets,
                missedOctets + later.missedOctets);
    }

    ZeekConnection withState(String state) {
        return with(state, history, missedOctets);
    }

    /** Without retransmissions and gaps, which older versions of Zeek see in another way. */
    ZeekConnection withoutSequenceNumbers() {
        return with(state, history.replaceAll("[TtGg]", ""), 0);
    }

    private ZeekConnection with(String state, String history, long missedOctets) {
        return new ZeekConnection(
                initiator,
                responder,
                state,
                history,
                initiatorPackets,
                initiatorOctets,
                responderPackets,
                responderOctets,
                missedOctets);
    }
}
