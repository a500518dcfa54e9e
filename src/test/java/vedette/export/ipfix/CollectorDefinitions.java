package vedette.export.ipfix;

import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import vedette.export.IpfixProfile;

/** The files that tell collectors of others what our elements and the reverse elements are, made from the enums. */
final class CollectorDefinitions {
    /** In the files, in place of the operator's own enterprise number. */
    private static final long ENTERPRISE = 32473;

    private static final int REVERSE_BIT = 0x4000;

    private static final List<String> NOTE = List.of(
            "What Vedette sends beside IANA's elements. 32473 is the number for examples: write the one that stands in",
            "ipfix.enterprise-number. Made from the sensor's own tables; a test holds both together.");

    private CollectorDefinitions() {}

    /** By name in config/collectors. */
    static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("logstash-ipfix.yaml", logstash());
        files.put("libfds-vedette.xml", libfds());
        files.put("goflow2-mapping.yaml", goflow2());
        files.put("telegraf-vedette.csv", telegraf());
        files.put("wireshark-vedette.lua", wireshark());
        return files;
    }

    /** Every element of our own; new enums of them are added here. */
    private static List<Element> own() {
        List<Element> all = new ArrayList<>(List.of(AlertElement.values()));
        all.addAll(List.of(FlowElement.values()));
        return all;
    }

    private record Defined(int id, String name, DataType type) {}

    /** Our own, and in the order of their ids the reverse of those that have one. */
    private static List<Defined> ownAndReverse() {
        List<Defined> all = new ArrayList<>();
        own().forEach(element -> all.add(new Defined(element.id(), element.label(), element.type())));
        own().stream()
                .filter(Element::isReversible)
                .forEach(element ->
                        all.add(new Defined(element.id() | REVERSE_BIT, reverse(element.label()), element.type())));
        return all;
    }

    /** Every reverse element of RFC 5103 that a template has; CERT's stand under CERT's own number. */
    private static List<Defined> reverseOfIana() {
        return Stream.of(IpfixProfile.values())
                .flatMap(profile -> new FlowTemplates(profile).all().stream())
                .flatMap(template -> Stream.iterate(0, i -> i + 1)
                        .limit(template.fieldCount())
                        .map(template::field))
                .filter(field -> field.enterprise() == Field.REVERSE)
                .map(Field::element)
                .distinct()
                .sorted((a, b) -> Integer.compare(a.id(), b.id()))
                .map(element -> new Defined(element.id(), reverse(element.label()), element.type()))
                .toList();
    }

    private static String reverse(String label) {
        return "reverse" + Character.toUpperCase(label.charAt(0)) + label.substring(1);
    }

    private static String snake(String label) {
        return label.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static StringBuilder note(String prefix, String... more) {
        StringBuilder text = new StringBuilder();
        Stream.concat(NOTE.stream(), Stream.of(more))
                .forEach(line -> text.append(prefix).append(line).append('\n'));
        return text;
    }

    /** One of its own definitions for an enterprise gives way to ours as a whole, so all of 29305 that we send is there. */
    private static String logstash() {
        StringBuilder text =
                note("# ", "Logstash: codec => netflow { ipfix_definitions => \"/etc/logstash/logstash-ipfix.yaml\" }");
        text.append("---\n29305:\n");
        reverseOfIana().forEach(element -> appendLogstash(text, element));
        text.append(ENTERPRISE).append(":\n");
        ownAndReverse().forEach(element -> appendLogstash(text, element));
        return text.toString();
    }

    private static void appendLogstash(StringBuilder text, Defined element) {
        text.append("  ").append(element.id).append(":\n");
        text.append("  - :").append(logstashType(element.type)).append('\n');
        text.append("  - :").append(element.name).append('\n');
    }

    private static String logstashType(DataType type) {
        return switch (type) {
            case OCTET_ARRAY -> "octetarray";
            case UNSIGNED8 -> "uint8";
            case UNSIGNED16 -> "uint16";
            case UNSIGNED32 -> "uint32";
            case UNSIGNED64, DATE_TIME_MILLISECONDS, DATE_TIME_NANOSECONDS -> "uint64";
            case FLOAT64 -> "double";
            case MAC_ADDRESS -> "mac_addr";
            case STRING -> "string";
            case IPV4_ADDRESS -> "ip4_addr";
            case IPV6_ADDRESS -> "ip6_addr";
        };
    }

    /** It makes reverse elements by itself: of IANA's by their enterprise, of ours by the bit 0x4000. */
    private static String libfds() {
        StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!--\n");
        text.append(note("  ", "libfds (ipfixcol2): goes into its folder user/elements."));
        text.append("-->\n<ipfix-elements>\n    <scope>\n        <pen>")
                .append(ENTERPRISE)
                .append("</pen>\n");
        text.append("        <name>vedette</name>\n        <biflow mode=\"split\"/>\n    </scope>\n");
        for (Element element : own()) {
            text.append("    <element>\n        <id>").append(element.id()).append("</id>\n");
            text.append("        <name>").append(element.label()).append("</name>\n");
            text.append("        <dataType>").append(libfdsType(element.type())).append("</dataType>\n");
            text.append("    </element>\n");
        }
        return text.append("</ipfix-elements>\n").toString();
    }

    /** The names of RFC 7011 §6.1. */
    private static String libfdsType(DataType type) {
        return switch (type) {
            case OCTET_ARRAY -> "octetArray";
            case UNSIGNED8 -> "unsigned8";
            case UNSIGNED16 -> "unsigned16";
            case UNSIGNED32 -> "unsigned32";
            case UNSIGNED64 -> "unsigned64";
            case FLOAT64 -> "float64";
            case MAC_ADDRESS -> "macAddress";
            case STRING -> "string";
            case DATE_TIME_MILLISECONDS -> "dateTimeMilliseconds";
            case DATE_TIME_NANOSECONDS -> "dateTimeNanoseconds";
            case IPV4_ADDRESS -> "ipv4Address";
            case IPV6_ADDRESS -> "ipv6Address";
        };
    }

    /** It reads flows and no options, so alerts are nothing to it; what it lacks of flows is mapped. */
    private static String goflow2() {
        List<Field> mapped = List.of(
                Field.of(InformationElement.FLOW_ID),
                Field.of(InformationElement.FLOW_END_REASON),
                Field.of(InformationElement.BIFLOW_DIRECTION),
                Field.of(InformationElement.DOT1Q_CUSTOMER_VLAN_ID),
                new Field(InformationElement.OCTET_DELTA_COUNT, 8, true),
                new Field(InformationElement.PACKET_DELTA_COUNT, 8, true));
        String known = "time_received_ns sampler_address sequence_num observation_domain_id time_flow_start_ns"
                + " time_flow_end_ns src_addr dst_addr proto src_port dst_port icmp_type icmp_code tcp_flags ip_tos"
                + " vlan_id in_if src_mac dst_mac bytes packets";
        StringBuilder text = new StringBuilder();
        text.append("# goflow2 -mapping=goflow2-mapping.yaml -format=json -produce=sample -listen=netflow://:4739\n");
        text.append("# What goflow2 does not take of Vedette's flows by itself. Made from the sensor's own tables.\n");
        text.append("formatter:\n  fields:\n");
        Stream.concat(Stream.of(known.split(" ", -1)), mapped.stream().map(CollectorDefinitions::column))
                .forEach(name -> text.append("    - ").append(name).append('\n'));
        text.append("  protobuf:\n");
        for (int i = 0; i < mapped.size(); i++) {
            text.append("    - name: ")
                    .append(column(mapped.get(i)))
                    .append("\n      index: ")
                    .append(2001 + i);
            text.append("\n      type: varint\n");
        }
        text.append("ipfix:\n  mapping:\n");
        for (Field field : mapped) {
            text.append("    - field: ").append(field.element().id()).append('\n');
            if (field.isReverse()) {
                text.append("      penprovided: true\n      pen: ")
                        .append(Field.REVERSE)
                        .append('\n');
            }
            text.append("      destination: ").append(column(field)).append('\n');
        }
        return text.toString();
    }

    private static String column(Field field) {
        String label = field.element().label();
        return snake(field.isReverse() ? reverse(label) : label);
    }

    /** It tells our reverse elements by their bit, and takes any element it is not told of for octets. */
    private static String telegraf() {
        StringBuilder text = note(
                "# ",
                "telegraf: private_enterprise_number_files = [\"/etc/telegraf/telegraf-vedette.csv\"] in [[inputs.netflow]],",
                "with protocol = \"ipfix\". PEN.ID, name, data type:");
        reverseOfIana().forEach(element -> appendTelegraf(text, Field.REVERSE, element));
        own().forEach(element ->
                appendTelegraf(text, ENTERPRISE, new Defined(element.id(), element.label(), element.type())));
        return text.toString();
    }

    private static void appendTelegraf(StringBuilder text, long enterprise, Defined element) {
        text.append(enterprise).append('.').append(element.id).append(',').append(snake(element.name));
        text.append(',').append(telegrafType(element.type)).append('\n');
    }

    private static String telegrafType(DataType type) {
        return switch (type) {
            case UNSIGNED8, UNSIGNED16, UNSIGNED32, UNSIGNED64, DATE_TIME_MILLISECONDS, DATE_TIME_NANOSECONDS -> "uint";
            case STRING -> "string";
            case IPV4_ADDRESS, IPV6_ADDRESS -> "ip";
            case OCTET_ARRAY, FLOAT64, MAC_ADDRESS -> "hex";
        };
    }

    private static String wireshark() {
        StringBuilder text = new StringBuilder();
        text.append(
                "-- Wireshark and tshark: names Vedette's own elements in alerts and flows, which they show as octets.\n");
        text.append(
                "-- Goes into the folder of personal Lua plugins, or: tshark -X lua_script:wireshark-vedette.lua ...\n");
        text.append("-- The elements are made from the sensor's own tables; a test holds both together.\n");
        text.append("local elements = {\n");
        ownAndReverse()
                .forEach(element -> text.append("    [")
                        .append(element.id)
                        .append("] = { \"")
                        .append(element.name)
                        .append("\", ProtoField.")
                        .append(wiresharkType(element.type))
                        .append(" },\n"));
        text.append("}\n\n");
        IntSummaryStatistics flows = new FlowTemplates(IpfixProfile.FULL, ENTERPRISE)
                .all().stream().mapToInt(Template::id).summaryStatistics();
        text.append("-- Whether records of the template have any: alerts, and flows in profile full.\n")
                .append("local function is_ours(template)\n    return template == ")
                .append(OptionsTemplates.alertIpv4(ENTERPRISE).id())
                .append(" or template == ")
                .append(OptionsTemplates.alertIpv6(ENTERPRISE).id())
                .append(" or template >= ")
                .append(flows.getMin())
                .append(" and template <= ")
                .append(flows.getMax())
                .append("\nend\n");
        return text.append(LUA).toString();
    }

    private static String wiresharkType(DataType type) {
        return switch (type) {
            case UNSIGNED8 -> "uint8";
            case UNSIGNED16 -> "uint16";
            case UNSIGNED32 -> "uint32";
            case UNSIGNED64 -> "uint64";
            case FLOAT64 -> "double";
            case STRING -> "string";
            case MAC_ADDRESS -> "ether";
            case IPV4_ADDRESS -> "ipv4";
            case IPV6_ADDRESS -> "ipv6";
            case OCTET_ARRAY, DATE_TIME_MILLISECONDS, DATE_TIME_NANOSECONDS -> "bytes";
        };
    }

    private static final String LUA = """

            local vedette = Proto("vedette", "Vedette")
            local entry = Field.new("cflow.enterprise_private_entry")
            local set = Field.new("cflow.flowset_id")
            local fields = {}
            for id, element in pairs(elements) do
                fields[id] = element[2]("vedette." .. element[1], element[1])
            end
            vedette.fields = fields

            -- The id of the set an octet of the frame is in.
            local function set_at(sets, offset)
                local id
                for _, one in ipairs(sets) do
                    if one.offset <= offset then
                        id = one.value
                    end
                end
                return id
            end

            function vedette.dissector(buffer, packet, tree)
                local sets = { set() }
                local subtree
                for _, one in ipairs({ entry() }) do
                    local id = tonumber(string.match(one.display, "Type (%d+): "))
                    if id and fields[id] and is_ours(set_at(sets, one.offset)) then
                        subtree = subtree or tree:add(vedette)
                        subtree:add(fields[id], one.range)
                    end
                end
            end

            register_postdissector(vedette, true)
            """;
}
