package vedette.export.netflow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A version 9 collector that forgives nothing: it reads the export packets of one exporter and refuses whatever RFC 3954
 * forbids, and what our own rules forbid beyond it. It shares no code with the exporting process.
 */
final class StrictNetflow9 {
    /** A broken rule. */
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1;

        Violation(String message) {
            super(message);
        }
    }

    /** A field's name and the lengths it may have. */
    private record Field(String name, int length) {}

    private record Template(boolean isOptions, List<Field> fields) {
        int length() {
            return fields.stream().mapToInt(Field::length).sum();
        }
    }

    /** A data record: numbers as Long, addresses and names as hexadecimal or text. */
    record DataRecord(boolean isOptions, int template, Map<String, Object> values) {
        long number(String name) {
            return (Long) values.get(name);
        }
    }

    /** An export packet as it was received. */
    record Message(
            int length,
            long uptimeMs,
            long seconds,
            long sequence,
            long source,
            int templates,
            List<DataRecord> records) {
        long bootMs() {
            return seconds * 1000 - uptimeMs;
        }
    }

    private static final Map<Integer, Field> FIELDS = new HashMap<>();

    static {
        String fields =
                "1 octets 8,2 packets 8,3 flows 4,4 protocol 1,5 tos 1,6 flags 1,7 sourcePort 2,8 source 4,10 input 4,"
                        + "11 destinationPort 2,12 destination 4,21 last 4,22 first 4,27 source 16,28 destination 16,32 icmp 2,"
                        + "52 minTtl 1,53 maxTtl 1,56 sourceMac 6,58 vlan 2,60 version 1,80 destinationMac 6,82 name 32,136 reason 1,"
                        + "152 startMs 8,153 endMs 8,243 dot1q 2,245 customer 2";
        for (String row : fields.split(",", -1)) {
            String[] cells = row.split(" ", -1);
            FIELDS.put(Integer.parseInt(cells[0]), new Field(cells[1], Integer.parseInt(cells[2])));
        }
    }

    private final Map<Long, Map<Integer, Template>> templates = new HashMap<>();
    private final Map<Long, Long> sequences = new HashMap<>();

    Message read(byte[] octets) {
        ByteBuffer in = ByteBuffer.wrap(octets);
        require(octets.length >= 20 && octets.length % 4 == 0, "%d octets", octets.length);
        require(in.getShort() == 9, "version");
        int count = in.getShort() & 0xFFFF;
        long uptime = in.getInt() & 0xFFFF_FFFFL;
        long seconds = in.getInt() & 0xFFFF_FFFFL;
        long sequence = in.getInt() & 0xFFFF_FFFFL;
        long source = in.getInt() & 0xFFFF_FFFFL;
        long expected = sequences.getOrDefault(source, 0L);
        require(sequence == expected, "sequence %d of source %d, expected %d", sequence, source, expected);
        sequences.put(source, expected + 1);
        require(uptime % 1000 == 0, "uptime %d: the boot is no whole second", uptime);
        Map<Integer, Template> known = templates.computeIfAbsent(source, key -> new HashMap<>());
        List<DataRecord> records = new ArrayList<>();
        int defined = 0;
        require(in.hasRemaining(), "a packet without flow sets");
        while (in.hasRemaining()) {
            require(in.remaining() >= 4, "%d octets of junk", in.remaining());
            int id = in.getShort() & 0xFFFF;
            int length = in.getShort() & 0xFFFF;
            require(length > 4 && length % 4 == 0, "flow set %d of %d octets", id, length);
            require(length - 4 <= in.remaining(), "flow set %d of %d octets, %d left", id, length, in.remaining());
            ByteBuffer set = in.slice(in.position(), length - 4);
            in.position(in.position() + length - 4);
            if (id < 256) {
                require(id < 2, "flow set id %d", id);
                defined += id == 0 ? readTemplates(set, known) : readOptionsTemplate(set, known);
            } else {
                readRecords(id, set, known, records);
            }
        }
        require(count == defined + records.size(), "count %d of %d", count, defined + records.size());
        Message message = new Message(octets.length, uptime, seconds, sequence, source, defined, records);
        records.stream().filter(record -> !record.isOptions).forEach(record -> addTimes(message, record));
        return message;
    }

    private static int readTemplates(ByteBuffer set, Map<Integer, Template> known) {
        int count = 0;
        while (set.hasRemaining()) {
            int id = set.getShort() & 0xFFFF;
            int fields = set.getShort() & 0xFFFF;
            require(id >= 256 && fields > 0, "template %d of %d fields", id, fields);
            keep(id, new Template(false, readFields(set, fields)), known);
            count++;
        }
        return count;
    }

    private static List<Field> readFields(ByteBuffer set, int count) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int type = set.getShort() & 0xFFFF;
            int length = set.getShort() & 0xFFFF;
            Field field = FIELDS.get(type);
            require(field != null, "field type %d", type);
            require(field.length == length, "%s of %d octets", field.name, length);
            require(!fields.contains(field), "%s twice", field.name);
            fields.add(field);
        }
        return fields;
    }

    private static int readOptionsTemplate(ByteBuffer set, Map<Integer, Template> known) {
        int id = set.getShort() & 0xFFFF;
        int scopes = set.getShort() & 0xFFFF;
        int options = set.getShort() & 0xFFFF;
        require(id >= 256 && scopes == 4 && options % 4 == 0, "options template %d: %d, %d", id, scopes, options);
        int scope = set.getShort() & 0xFFFF;
        int length = set.getShort() & 0xFFFF;
        require(scope == 1 && length == 4, "scope %d of %d octets", scope, length);
        List<Field> fields = new ArrayList<>(List.of(new Field("system", 4)));
        fields.addAll(readFields(set, options / 4));
        keep(id, new Template(true, fields), known);
        checkPadding(set);
        return 1;
    }

    private static void keep(int id, Template template, Map<Integer, Template> known) {
        Template before = known.put(id, template);
        require(before == null || before.equals(template), "template %d was another", id);
    }

    private static void readRecords(int id, ByteBuffer set, Map<Integer, Template> known, List<DataRecord> records) {
        Template template = known.get(id);
        require(template != null, "data of template %d before it", id);
        require(set.remaining() >= template.length(), "flow set %d is empty", id);
        while (set.remaining() >= template.length()) {
            Map<String, Object> values = new TreeMap<>();
            for (Field field : template.fields) {
                values.put(field.name, value(field, set));
            }
            records.add(new DataRecord(template.isOptions, id, values));
        }
        checkPadding(set);
    }

    private static void checkPadding(ByteBuffer set) {
        require(set.remaining() < 4, "%d octets of padding", set.remaining());
        while (set.hasRemaining()) {
            require(set.get() == 0, "padding that is not zero");
        }
    }

    private static Object value(Field field, ByteBuffer set) {
        byte[] octets = new byte[field.length];
        set.get(octets);
        if (field.name.equals("name")) {
            return new String(octets, StandardCharsets.UTF_8).replaceAll("\0+$", "");
        }
        if (List.of("source", "destination", "sourceMac", "destinationMac").contains(field.name)) {
            return HexFormat.of().formatHex(octets);
        }
        long value = 0;
        for (byte octet : octets) {
            value = value << 8 | octet & 0xFF;
        }
        return value;
    }

    /** Puts in what a collector works out of the uptimes; nothing ends after it was told. */
    private static void addTimes(Message message, DataRecord record) {
        long first = record.number("first");
        long last = record.number("last");
        require(first <= last && last <= message.uptimeMs, "%d to %d at uptime %d", first, last, message.uptimeMs);
        record.values.put("startMs", message.bootMs() + first);
        record.values.put("endMs", message.bootMs() + last);
    }

    private static void require(boolean holds, String rule, Object... values) {
        if (!holds) {
            throw new Violation(String.format(rule, values));
        }
    }
}
