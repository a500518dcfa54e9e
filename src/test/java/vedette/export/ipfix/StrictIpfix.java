package vedette.export.ipfix;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A collector that forgives nothing: it reads the messages of one transport session and refuses whatever RFC 7011, 5103
 * or 5655 forbid, and what our own rules forbid beyond them (no padding, no repeated element, no record that says nothing
 * in reverse). It shares no code with the exporting process.
 */
public final class StrictIpfix {
    /** What a session runs over; each has its own rules for templates and times. */
    public enum Transport {
        UDP,
        /** TCP or TLS: one connection, from its first octet. */
        TCP,
        FILE
    }

    /** A broken rule. */
    public static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1;

        Violation(String message) {
            super(message);
        }
    }

    private enum Type {
        U8(1),
        U16(2),
        U32(4),
        U64(8),
        F64(8),
        OCTETS(-1),
        MAC(6),
        STRING(-1),
        MILLIS(8),
        NTP(8),
        IPV4(4),
        IPV6(16);

        final int length;

        Type(int length) {
            this.length = length;
        }

        boolean isInteger() {
            return this == U8 || this == U16 || this == U32 || this == U64;
        }
    }

    private record Element(String name, Type type) {}

    private record FieldSpec(int id, long enterprise, int length, Element element) {
        boolean isReverse() {
            return enterprise == REVERSE;
        }

        String name() {
            return isReverse() ? reverse(element().name) : element().name;
        }
    }

    /** A template as it was received. */
    public record TemplateRecord(int id, int scopes, List<String> fields, int minimumLength) {}

    /** A data record: element name to value; counters, ports and times are Long, addresses and names String; and whose elements beside IANA's. */
    public record DataRecord(int template, boolean isOptions, Map<String, Object> values, Set<Long> enterprises) {
        public long number(String name) {
            return (Long) values.get(name);
        }
    }

    /** A message as it was received. */
    public record Message(
            long exportTime,
            long sequence,
            long domain,
            int length,
            List<TemplateRecord> templates,
            List<DataRecord> records) {}

    private static final int HEADER = 16;
    private static final int VARIABLE = 65535;
    private static final long REVERSE = 29305;

    /** Elements of registries, by enterprise and id. */
    private static final Map<List<Long>, Element> ELEMENTS = new HashMap<>();

    /** Elements without a reverse, likewise. */
    private static final Set<List<Long>> NOT_REVERSIBLE = new HashSet<>();

    private static final long CERT = 6871;

    /** In the id of a reverse element that is not IANA's. */
    private static final int OWN_REVERSE = 0x4000;

    /** Options that may have an element twice: of the first and of the last thing they are about. */
    private static final String FIRST_AND_LAST = "observationTimeMilliseconds";

    /** Keys that tell the two ends of a flow apart. */
    private static final Set<Integer> DIRECTIONAL = Set.of(7, 8, 11, 12, 27, 28, 56, 80);

    static {
        try (InputStream facts = StrictIpfix.class.getResourceAsStream("elements.txt")) {
            new String(facts.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> register(line.split(" ", -1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void register(String[] fact) {
        long enterprise = Long.parseLong(fact[0]);
        long id = Long.parseLong(fact[1]);
        Element element = new Element(fact[2], type(fact[3]));
        ELEMENTS.put(List.of(enterprise, id), element);
        if (fact[5].equals("no")) {
            NOT_REVERSIBLE.add(List.of(enterprise, id));
        } else if (enterprise != 0) {
            ELEMENTS.put(List.of(enterprise, id | OWN_REVERSE), new Element(reverse(fact[2]), element.type));
        }
    }

    private static Type type(String word) {
        return switch (word) {
            case "unsigned8" -> Type.U8;
            case "unsigned16" -> Type.U16;
            case "unsigned32" -> Type.U32;
            case "unsigned64" -> Type.U64;
            case "string" -> Type.STRING;
            case "macAddress" -> Type.MAC;
            case "ipv4Address" -> Type.IPV4;
            case "ipv6Address" -> Type.IPV6;
            case "dateTimeMilliseconds" -> Type.MILLIS;
            case "dateTimeNanoseconds" -> Type.NTP;
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static String reverse(String name) {
        return "reverse" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static final class Layout {
        final int id;
        final int scopes;
        final List<FieldSpec> fields;

        Layout(int id, int scopes, List<FieldSpec> fields) {
            this.id = id;
            this.scopes = scopes;
            this.fields = fields;
        }

        boolean has(int id, boolean reverse) {
            return fields.stream().anyMatch(field -> field.id == id && field.isReverse() == reverse);
        }

        Set<Long> enterprises() {
            return fields.stream()
                    .map(FieldSpec::enterprise)
                    .filter(each -> each != 0 && each != REVERSE)
                    .collect(Collectors.toSet());
        }

        boolean isBiflow() {
            return fields.stream().anyMatch(FieldSpec::isReverse);
        }

        int minimumLength() {
            return fields.stream()
                    .mapToInt(field -> field.length == VARIABLE ? 1 : field.length)
                    .sum();
        }

        boolean isSame(Layout other) {
            return scopes == other.scopes && fields.equals(other.fields);
        }
    }

    private final Transport transport;

    /** Elements that type records (RFC 5610) have told of, by domain, enterprise and id. */
    private final Map<List<Long>, Element> told = new HashMap<>();

    private final Map<List<Long>, Map<String, Object>> typeRecords = new HashMap<>();
    private final Map<Long, Map<Integer, Layout>> templates = new HashMap<>();
    private final Map<Long, Long> sequences = new HashMap<>();
    private final Map<Long, Map<Integer, Long>> templateTimes = new HashMap<>();
    private long latestExportTime;

    public StrictIpfix(Transport transport) {
        this.transport = transport;
    }

    /** Reads a whole IPFIX file. */
    public static List<Message> file(Path path) throws IOException {
        return file(Files.readAllBytes(path));
    }

    /** Reads the octets of a whole IPFIX file. */
    public static List<Message> file(byte[] octets) {
        StrictIpfix session = new StrictIpfix(Transport.FILE);
        List<Message> messages = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(octets);
        while (rest.hasRemaining()) {
            require(rest.remaining() >= HEADER, "E-01: %d octets after the last message", rest.remaining());
            int length = rest.getShort(rest.position() + 2) & 0xFFFF;
            require(
                    length >= HEADER && length <= rest.remaining(),
                    "E-01: message of %d octets with %d left in the file",
                    length,
                    rest.remaining());
            byte[] message = new byte[length];
            rest.get(message);
            messages.add(session.read(message));
        }
        return messages;
    }

    /** The flow records of messages. */
    public static List<DataRecord> flows(List<Message> messages) {
        return messages.stream()
                .flatMap(message -> message.records.stream())
                .filter(record -> !record.isOptions)
                .toList();
    }

    /** The options records of messages. */
    public static List<DataRecord> options(List<Message> messages) {
        return messages.stream()
                .flatMap(message -> message.records.stream())
                .filter(DataRecord::isOptions)
                .toList();
    }

    /** Reads the session's next message: all that one datagram held. */
    public Message read(byte[] octets) {
        ByteBuffer in = ByteBuffer.wrap(octets);
        require(octets.length >= HEADER, "E-01: %d octets are no message", octets.length);
        require(in.getShort(0) == 10, "E-01: version %d", in.getShort(0));
        int length = in.getShort(2) & 0xFFFF;
        require(length == octets.length, "E-01: length says %d of %d octets", length, octets.length);
        long exportTime = in.getInt(4) & 0xFFFF_FFFFL;
        long sequence = in.getInt(8) & 0xFFFF_FFFFL;
        long domain = in.getInt(12) & 0xFFFF_FFFFL;
        require(exportTime >= latestExportTime, "E-02: export time %d after %d", exportTime, latestExportTime);
        latestExportTime = exportTime;
        long expected = sequences.getOrDefault(domain, 0L);
        require(sequence == expected, "E-03: domain %d, sequence %d, expected %d", domain, sequence, expected);
        Message message = new Message(exportTime, sequence, domain, length, new ArrayList<>(), new ArrayList<>());
        int at = HEADER;
        require(at < length, "a message without sets");
        while (at < length) {
            require(length - at >= 4, "%d octets of junk after the last set", length - at);
            int setId = in.getShort(at) & 0xFFFF;
            int setLength = in.getShort(at + 2) & 0xFFFF;
            require(setLength > 4, "set %d of %d octets", setId, setLength);
            require(at + setLength <= length, "set %d of %d octets with %d left", setId, setLength, length - at);
            readSet(setId, in.slice(at + 4, setLength - 4), message);
            at += setLength;
        }
        sequences.put(domain, expected + message.records.size() & 0xFFFF_FFFFL);
        return message;
    }

    private void readSet(int setId, ByteBuffer set, Message message) {
        require(setId == 2 || setId == 3 || setId >= 256, "E-07: set id %d", setId);
        if (setId < 256) {
            while (set.hasRemaining()) {
                readTemplate(setId == 3, set, message);
            }
            return;
        }
        Layout layout = templates.getOrDefault(message.domain, Map.of()).get(setId);
        require(layout != null, "E-21: data of template %d in domain %d before the template", setId, message.domain);
        require(
                message.exportTime >= templateTimes.get(message.domain).get(setId),
                "E-21: data of template %d dated before it",
                setId);
        while (set.hasRemaining()) {
            require(
                    set.remaining() >= layout.minimumLength(),
                    "E-08: %d octets of padding or of a cut record of template %d",
                    set.remaining(),
                    setId);
            DataRecord record = readRecord(layout, set);
            message.records.add(record);
            if (record.values.containsKey("informationElementDataType")) {
                learn(message.domain, record.values);
            }
        }
    }

    /** RFC 5610: what an element is told to be, it stays. */
    private void learn(long domain, Map<String, Object> type) {
        List<Long> key =
                List.of(domain, (Long) type.get("privateEnterpriseNumber"), (Long) type.get("informationElementId"));
        require(key.get(1) != 0 && key.get(1) != REVERSE, "5610: type of an element of enterprise %d", key.get(1));
        require((key.get(2) & 0x8000) == 0, "5610: element id %d with its enterprise bit", key.get(2));
        String name = (String) type.get("informationElementName");
        require(name.matches("[a-z][A-Za-z0-9]*"), "7013: name %s", name);
        Map<String, Object> before = typeRecords.put(key, type);
        require(before == null || before.equals(type), "5610: %s was told to be something else", name);
        require(before == null || transport == Transport.UDP, "5610: %s told twice in a reliable session", name);
        long dataType = (Long) type.get("informationElementDataType");
        require(dataType < OF_5610.length && OF_5610[(int) dataType] != null, "5610: data type %d", dataType);
        told.put(key, new Element(name, OF_5610[(int) dataType]));
    }

    /** By the numbers of RFC 5610 §3.1; null for what we do not send. */
    private static final Type[] OF_5610 = {
        Type.OCTETS,
        Type.U8,
        Type.U16,
        Type.U32,
        Type.U64,
        null,
        null,
        null,
        null,
        null,
        Type.F64,
        null,
        Type.MAC,
        Type.STRING,
        null,
        Type.MILLIS,
        null,
        Type.NTP,
        Type.IPV4,
        Type.IPV6
    };

    private void readTemplate(boolean options, ByteBuffer set, Message message) {
        require(set.remaining() >= (options ? 6 : 4), "E-08: %d octets after the last template", set.remaining());
        int id = set.getShort() & 0xFFFF;
        int count = set.getShort() & 0xFFFF;
        require(id >= 256, "E-11: template id %d", id);
        require(count > 0, "E-24: withdrawal of template %d", id);
        int scopes = options ? set.getShort() & 0xFFFF : 0;
        require(!options || scopes > 0 && scopes <= count, "E-10: %d scopes in %d fields", scopes, count);
        List<FieldSpec> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            fields.add(readField(id, set, message.domain));
        }
        Layout layout = new Layout(id, scopes, fields);
        check(layout);
        keep(layout, message);
        message.templates.add(new TemplateRecord(
                id, scopes, fields.stream().map(FieldSpec::name).toList(), layout.minimumLength()));
    }

    /** What it was told of in its domain, or in domain 0, where stands what is of no specific one. */
    private Element told(long domain, long enterprise, long id) {
        Element own = told.get(List.of(domain, enterprise, id));
        return own != null ? own : told.get(List.of(0L, enterprise, id));
    }

    private FieldSpec readField(int template, ByteBuffer set, long domain) {
        require(set.remaining() >= 4, "template %d is cut", template);
        int id = set.getShort() & 0xFFFF;
        int length = set.getShort() & 0xFFFF;
        long enterprise = 0;
        if ((id & 0x8000) != 0) {
            require(set.remaining() >= 4, "E-09: template %d is cut at an enterprise number", template);
            enterprise = set.getInt() & 0xFFFF_FFFFL;
            require(enterprise != 0, "E-09: enterprise bit without an enterprise number");
        }
        boolean isOwn = enterprise != 0 && enterprise != REVERSE && enterprise != CERT;
        Element element = isOwn
                ? told(domain, enterprise, id & 0x7FFF)
                : ELEMENTS.get(List.of(enterprise == REVERSE ? 0 : enterprise, id & 0x7FFFL));
        require(
                element != null,
                "element %d, which we do not send, or were not told of; enterprise number %d",
                id & 0x7FFF,
                enterprise);
        FieldSpec field = new FieldSpec(id & 0x7FFF, enterprise, length, element);
        checkLength(field);
        return field;
    }

    private static void checkLength(FieldSpec field) {
        Type type = field.element().type;
        if (type == Type.STRING || type == Type.OCTETS) {
            require(field.length > 0, "E-17: %s of no octets", field.name());
        } else if (type.isInteger()) {
            boolean power = field.length == 1 || field.length == 2 || field.length == 4 || field.length == 8;
            require(power && field.length <= type.length, "E-16: %s in %d octets", field.name(), field.length);
        } else {
            require(field.length == type.length, "E-13: %s in %d octets", field.name(), field.length);
        }
        require(
                !field.isReverse() || !NOT_REVERSIBLE.contains(List.of(0L, (long) field.id)),
                "E-40: %s has no reverse",
                field.element().name);
    }

    private static void check(Layout layout) {
        Set<String> names = new HashSet<>();
        for (FieldSpec field : layout.fields) {
            boolean firstAndLast = layout.scopes > 0 && field.name().equals(FIRST_AND_LAST);
            require(names.add(field.name()) || firstAndLast, "E-12: %s twice in template %d", field.name(), layout.id);
        }
        if (layout.scopes > 0) {
            return;
        }
        require(layout.has(152, false) && layout.has(153, false), "template %d without times in ms", layout.id);
        require(layout.has(239, false), "E-43: template %d without biflowDirection", layout.id);
        if (layout.isBiflow()) {
            require(
                    layout.fields.stream().anyMatch(f -> !f.isReverse() && DIRECTIONAL.contains(f.id)),
                    "E-39: biflow template %d without a directional key",
                    layout.id);
            for (FieldSpec field : layout.fields) {
                require(
                        !field.isReverse() || layout.has(field.id, false),
                        "%s without its forward element",
                        field.name());
            }
        }
    }

    private void keep(Layout layout, Message message) {
        Map<Integer, Layout> known = templates.computeIfAbsent(message.domain, domain -> new HashMap<>());
        Layout before = known.put(layout.id, layout);
        require(
                before == null || before.scopes > 0 == layout.scopes > 0,
                "E-11: %d is a template and an options template",
                layout.id);
        if (before != null) {
            require(transport == Transport.UDP, "E-25: template %d twice in a reliable session", layout.id);
            require(before.isSame(layout), "E-24: template %d has changed", layout.id);
        }
        templateTimes.computeIfAbsent(message.domain, domain -> new HashMap<>()).put(layout.id, message.exportTime);
    }

    private static DataRecord readRecord(Layout layout, ByteBuffer set) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (FieldSpec field : layout.fields) {
            int length = field.length == VARIABLE ? variableLength(field, set) : field.length;
            require(length <= set.remaining(), "E-17: %s of %d octets overruns its set", field.name(), length);
            byte[] octets = new byte[length];
            set.get(octets);
            String name = values.containsKey(field.name()) ? "last " + field.name() : field.name();
            values.put(name, value(field, octets));
        }
        DataRecord record = new DataRecord(layout.id, layout.scopes > 0, values, layout.enterprises());
        if (!record.isOptions) {
            checkFlow(layout, record);
        } else if (values.containsKey("last " + FIRST_AND_LAST)) {
            require(
                    record.number(FIRST_AND_LAST) <= record.number("last " + FIRST_AND_LAST),
                    "E-12: the last of template %d before the first",
                    layout.id);
        }
        return record;
    }

    private static int variableLength(FieldSpec field, ByteBuffer set) {
        require(set.hasRemaining(), "E-17: %s without its length", field.name());
        int first = set.get() & 0xFF;
        if (first < 255) {
            return first;
        }
        require(set.remaining() >= 2, "E-17: %s without its length", field.name());
        return set.getShort() & 0xFFFF;
    }

    private static Object value(FieldSpec field, byte[] octets) {
        return switch (field.element().type) {
            case U8, U16, U32, U64, MILLIS -> unsigned(octets);
            case NTP -> nanoseconds(octets);
            case MAC -> mac(octets);
            case IPV4, IPV6 -> address(octets);
            case STRING -> string(field, octets);
            case F64 -> ByteBuffer.wrap(octets).getDouble();
            case OCTETS -> HexFormat.of().formatHex(octets);
        };
    }

    private static long unsigned(byte[] octets) {
        long value = 0;
        for (byte octet : octets) {
            value = value << 8 | octet & 0xFF;
        }
        return value;
    }

    /** NTP era 0 to nanoseconds since 1970, rounded down. */
    private static long nanoseconds(byte[] octets) {
        long seconds = unsigned(Arrays.copyOf(octets, 4)) - 2_208_988_800L;
        long fraction = unsigned(Arrays.copyOfRange(octets, 4, 8));
        return seconds * 1_000_000_000 + (fraction * 1_000_000_000 >>> 32);
    }

    private static String mac(byte[] octets) {
        StringBuilder text = new StringBuilder();
        for (byte octet : octets) {
            text.append(text.isEmpty() ? "" : ":").append(String.format("%02x", octet & 0xFF));
        }
        return text.toString();
    }

    private static String address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets).getHostAddress();
        } catch (IOException e) {
            throw new Violation("E-13: " + e.getMessage());
        }
    }

    private static String string(FieldSpec field, byte[] octets) {
        int end = octets.length;
        while (end > 0 && octets[end - 1] == 0) {
            end--;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, 0, end))
                    .toString();
            require(text.indexOf('\0') < 0, "E-14: NUL within %s", field.name());
            return text;
        } catch (CharacterCodingException e) {
            throw new Violation("E-14: " + field.name() + " is not UTF-8");
        }
    }

    private static void checkFlow(Layout layout, DataRecord record) {
        Map<String, Object> values = record.values;
        checkTimes(record, "");
        checkTimes(record, "reverse");
        long reason = record.number("flowEndReason");
        require(reason >= 1 && reason <= 5, "flowEndReason %d", reason);
        require(record.number("biflowDirection") <= 3, "E-43: biflowDirection %d", record.number("biflowDirection"));
        if (values.containsKey("tcpControlBits")) {
            require(record.number("tcpControlBits") >> 12 == 0, "E-20: data offset in tcpControlBits");
        }
        if (layout.isBiflow()) {
            require(record.number("reversePacketDeltaCount") != 0, "E-41: a uniflow in a biflow template");
        }
        require(record.number("packetDeltaCount") != 0, "a flow without packets");
    }

    private static void checkTimes(DataRecord record, String prefix) {
        String start = prefix.isEmpty() ? "flowStart" : "reverseFlowStart";
        String end = prefix.isEmpty() ? "flowEnd" : "reverseFlowEnd";
        if (!record.values.containsKey(start + "Milliseconds")) {
            return;
        }
        long startMs = record.number(start + "Milliseconds");
        long endMs = record.number(end + "Milliseconds");
        require(startMs <= endMs, "%s %d to %d", start, startMs, endMs);
        String duration = prefix.isEmpty() ? "flowDurationMilliseconds" : "reverseFlowDurationMilliseconds";
        require(record.number(duration) == endMs - startMs, "%s %d", duration, record.number(duration));
        if (record.values.containsKey(start + "Nanoseconds")) {
            require(
                    record.number(start + "Nanoseconds") / 1_000_000 == startMs
                            && record.number(end + "Nanoseconds") / 1_000_000 == endMs,
                    "%s differs in ms and ns",
                    start);
        }
    }

    private static void require(boolean holds, String rule, Object... values) {
        if (!holds) {
            throw new Violation(String.format(rule, values));
        }
    }
}
