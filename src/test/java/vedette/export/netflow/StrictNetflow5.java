package vedette.export.netflow;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A version 5 collector that forgives nothing. It shares no code with the exporting process. */
final class StrictNetflow5 {
    /** A flow record, with the times a collector works out. */
    record FlowRecord(
            String source,
            String destination,
            int input,
            long packets,
            long octets,
            long startMs,
            long endMs,
            int sourcePort,
            int destinationPort,
            int flags,
            int protocol,
            int tos) {}

    /** An export packet as it was received. */
    record Message(int length, long uptimeMs, long seconds, long sequence, int engine, List<FlowRecord> records) {
        long bootMs() {
            return seconds * 1000 - uptimeMs;
        }
    }

    private final Map<Integer, Long> sequences = new HashMap<>();

    Message read(byte[] octets) {
        ByteBuffer in = ByteBuffer.wrap(octets);
        require(octets.length >= 24, "%d octets", octets.length);
        require(in.getShort() == 5, "version");
        int count = in.getShort();
        require(count >= 1 && count <= 30, "count %d", count);
        require(octets.length == 24 + 48 * count, "%d octets for %d records", octets.length, count);
        long uptime = in.getInt() & 0xFFFF_FFFFL;
        long seconds = in.getInt() & 0xFFFF_FFFFL;
        require(in.getInt() == 0 && uptime % 1000 == 0, "uptime %d: the boot is no whole second", uptime);
        long sequence = in.getInt() & 0xFFFF_FFFFL;
        int engine = in.getShort() & 0xFFFF;
        require(in.getShort() == 0, "sampling");
        long expected = sequences.getOrDefault(engine, 0L);
        require(sequence == expected, "sequence %d of engine %d, expected %d", sequence, engine, expected);
        sequences.put(engine, expected + count);
        Message message = new Message(octets.length, uptime, seconds, sequence, engine, new ArrayList<>());
        while (in.hasRemaining()) {
            message.records.add(readRecord(in, message));
        }
        return message;
    }

    private static FlowRecord readRecord(ByteBuffer in, Message message) {
        String source = hex(in);
        String destination = hex(in);
        require(in.getInt() == 0, "next hop");
        int input = in.getShort() & 0xFFFF;
        require(in.getShort() == 0, "output interface");
        long packets = in.getInt() & 0xFFFF_FFFFL;
        long octets = in.getInt() & 0xFFFF_FFFFL;
        long first = in.getInt() & 0xFFFF_FFFFL;
        long last = in.getInt() & 0xFFFF_FFFFL;
        require(first <= last && last <= message.uptimeMs, "%d to %d at uptime %d", first, last, message.uptimeMs);
        int sourcePort = in.getShort() & 0xFFFF;
        int destinationPort = in.getShort() & 0xFFFF;
        require(in.get() == 0, "padding");
        int flags = in.get() & 0xFF;
        int protocol = in.get() & 0xFF;
        int tos = in.get() & 0xFF;
        require(in.getLong() == 0, "systems, masks, padding");
        return new FlowRecord(
                source,
                destination,
                input,
                packets,
                octets,
                message.bootMs() + first,
                message.bootMs() + last,
                sourcePort,
                destinationPort,
                flags,
                protocol,
                tos);
    }

    private static String hex(ByteBuffer in) {
        byte[] octets = new byte[4];
        in.get(octets);
        return HexFormat.of().formatHex(octets);
    }

    private static void require(boolean holds, String rule, Object... values) {
        if (!holds) {
            throw new StrictNetflow9.Violation(String.format(rule, values));
        }
    }
}
