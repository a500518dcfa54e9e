package vedette.export.collectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vedette.Tools;
import vedette.export.ipfix.Nfcapd;

/** What collectors tell of the messages they were given. Each reader first sees to it that the collector complains of nothing. */
final class Readers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ANY_PORT = 4739;

    private Readers() {}

    /** What nfcapd has stored, as nfdump prints it. */
    static List<Row> nfcapd(List<byte[]> messages, int flows, Path folder) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        try (Nfcapd nfcapd = new Nfcapd(folder)) {
            Format.send(messages, nfcapd.port());
            assertThat(nfcapd.stop())
                    .contains("Sequence Errors: 0, Bad Packets: 0")
                    .contains("Flows: " + flows + ",")
                    .doesNotContainIgnoringCase("error:")
                    .doesNotContain("not supported");
            for (JsonNode flow : nfcapd.flows()) {
                assertThat(flow.path("type").asText()).isEqualTo("FLOW");
                rows.add(nfdumpRow(flow));
            }
        }
        return rows;
    }

    private static Row nfdumpRow(JsonNode flow) {
        boolean six = flow.has("src6_addr");
        return new Row()
                .put(
                        "source",
                        Row.address(flow.path(six ? "src6_addr" : "src4_addr").asText()))
                .put(
                        "destination",
                        Row.address(flow.path(six ? "dst6_addr" : "dst4_addr").asText()))
                .put("protocol", flow.path("proto").asLong())
                .put("source port", flow.path("src_port").asLong())
                .put("destination port", flow.path("dst_port").asLong())
                .put(
                        "icmp",
                        flow.path("icmp_type").asLong() * 256
                                + flow.path("icmp_code").asLong())
                .put("vlan", flow.path("src_vlan").asLong())
                .put("interface", flow.path("input_snmp").asLong())
                .put("observation point", flow.path("observationPointID").asLong())
                .put("start", ms(flow.path("first").asText()))
                .put("end", ms(flow.path("last").asText()))
                .put("packets", flow.path("in_packets").asLong())
                .put("octets", flow.path("in_bytes").asLong())
                .put("reverse packets", flow.path("out_packets").asLong())
                .put("reverse octets", flow.path("out_bytes").asLong())
                .put("flags", flags(flow.path("tcp_flags").asText()))
                .put("tos", flow.path("src_tos").asLong())
                .put("source mac", flow.path("in_src_mac").asText())
                .put("destination mac", flow.path("in_dst_mac").asText());
    }

    /** Of letters and dots, the highest bit first. */
    private static int flags(String letters) {
        int flags = 0;
        for (int i = 0; i < letters.length(); i++) {
            flags = flags << 1 | (letters.charAt(i) == '.' ? 0 : 1);
        }
        return flags;
    }

    private static long ms(String utc) {
        return LocalDateTime.parse(utc.replace(' ', 'T'))
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli();
    }

    /** What nfacctd prints of all formats' messages, by the domain it was sent in. */
    static List<Map.Entry<Long, Row>> nfacctd(Map<Format, List<byte[]>> messages, int rows, Path folder)
            throws IOException, InterruptedException {
        try (Nfacctd nfacctd = new Nfacctd(folder)) {
            for (List<byte[]> some : messages.values()) {
                Format.send(some, nfacctd.port());
            }
            Tools.await("nfacctd's rows", () -> nfacctd.rows() >= rows);
            assertThat(nfacctd.stop()).doesNotContain("ERROR").doesNotContain("WARN ( ");
            List<Map.Entry<Long, Row>> told = new ArrayList<>();
            try (MappingIterator<JsonNode> all =
                    JSON.readerFor(JsonNode.class).readValues(nfacctd.output().toFile())) {
                all.forEachRemaining(row -> {
                    long domain = row.path("export_proto_sysid").asLong();
                    if (domain != Nfacctd.GREETING) {
                        told.add(Map.entry(domain, nfacctdRow(row)));
                    }
                });
            }
            return told;
        }
    }

    private static Row nfacctdRow(JsonNode row) {
        return new Row()
                .put("source", Row.address(row.path("ip_src").asText()))
                .put("destination", Row.address(row.path("ip_dst").asText()))
                .put("protocol", protocol(row.path("ip_proto").asText()))
                .put("source port", row.path("port_src").asLong())
                .put("destination port", row.path("port_dst").asLong())
                .put(
                        "icmp",
                        row.path("icmp_type_code").asLong()
                                + row.path("icmpv6_type_code").asLong())
                .put("vlan", row.path("vlan").asLong())
                .put("inner vlan", row.path("inner_vlan").asLong())
                .put("interface", row.path("iface_in").asLong())
                .put("start", ms(row.path("timestamp_start").asText()))
                .put("end", ms(row.path("timestamp_end").asText()))
                .put("packets", row.path("packets").asLong())
                .put("octets", row.path("bytes").asLong())
                .put("reverse packets", row.path("reverse_packets").asLong())
                .put("reverse octets", row.path("reverse_bytes").asLong())
                .put("flags", row.path("tcp_flags").asLong())
                .put("tos", row.path("tos").asLong())
                .put("flow id", row.path("flow_id").asLong())
                .put("direction", row.path("direction").asLong())
                .put("end reason", row.path("end_reason").asLong())
                .put("source mac", row.path("mac_src").asText())
                .put("destination mac", row.path("mac_dst").asText());
    }

    private static long protocol(String name) {
        return switch (name) {
            case "tcp" -> 6;
            case "udp" -> 17;
            case "icmp" -> 1;
            case "ipv6-icmp" -> 58;
            case "sctp" -> 132;
            case "esp" -> 50;
            default -> Long.parseLong(name);
        };
    }

    private static final Pattern TSHARK_VALUE = Pattern.compile("^ +([A-Za-z0-9 ]+): (.*?)( \\(Reverse .*\\))?$");
    private static final DateTimeFormatter TSHARK_TIME =
            DateTimeFormatter.ofPattern("MMM d, yyyy HH:mm:ss.SSSSSSSSS 'UTC'", Locale.ENGLISH);

    /** What tshark decodes of a capture of the messages, in which it must find nothing to remark. */
    static List<Row> tshark(List<byte[]> messages, Path folder) throws IOException, InterruptedException {
        String tshark = Tools.tool("tshark");
        Path capture = Format.capture(messages, ANY_PORT, folder.resolve("messages.pcap"));
        String[] read = {"env", "TZ=UTC", tshark, "-r", capture.toString(), "-d", "udp.port==" + ANY_PORT + ",cflow"};
        assertThat(Tools.run(with(read, "-q", "-z", "expert")).out()).isBlank();
        assertThat(Tools.run(with(
                                read,
                                "-Y",
                                "_ws.malformed || cflow.unexpected_sequence_number || cflow.no_template_found"))
                        .out())
                .isBlank();
        assertThat(Tools.run(with(read, "-Y", "cflow")).lines()).hasSameSizeAs(messages);
        return tsharkRows(Tools.run(with(read, "-V")).lines());
    }

    private static String[] with(String[] command, String... more) {
        return Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new);
    }

    private static List<Row> tsharkRows(List<String> lines) {
        List<Row> rows = new ArrayList<>();
        TsharkRecord record = new TsharkRecord();
        for (String line : lines) {
            Matcher matcher = TSHARK_VALUE.matcher(line);
            if (line.matches(" {4}pdu [0-9/]+| {8}Flow [0-9]+")) {
                record.begin(rows);
            } else if (!line.startsWith(" ")) {
                record.end(rows);
            } else if (matcher.matches()) {
                record.onValue(matcher.group(1), matcher.group(2), matcher.group(3) != null);
            } else {
                record.onHeading(line);
            }
        }
        record.end(rows);
        return rows;
    }

    /** One record as tshark prints it, line by line. */
    private static final class TsharkRecord {
        private Row row = new Row();
        private boolean open;
        private long uptimeMs;
        private long exportedMs;
        private int pairs;
        private int finePairs;
        private boolean inMilliseconds;

        void begin(List<Row> rows) {
            end(rows);
            open = true;
            row = new Row();
            pairs = 0;
            finePairs = 0;
        }

        /** Options and alerts are records without packets. */
        void end(List<Row> rows) {
            if (open && !row.get("packets").equals("0")) {
                rows.add(row);
            }
            open = false;
        }

        /** Times come in pairs; of a biflow the forward pair is followed by the reverse. */
        void onHeading(String line) {
            if (line.contains("[Duration")) {
                inMilliseconds = line.contains("(milliseconds)");
                pairs += inMilliseconds ? 1 : 0;
                finePairs += line.contains("(nanoseconds)") ? 1 : 0;
            }
        }

        void onValue(String name, String value, boolean reverse) {
            switch (name) {
                case "SysUptime" -> uptimeMs = seconds(value);
                case "Timestamp" -> exportedMs = time(value);
                default -> {
                    if (open) {
                        onField(name, value, reverse);
                    }
                }
            }
        }

        private void onField(String name, String value, boolean reverse) {
            String prefix = reverse ? "reverse " : "";
            String number = value.replaceAll("^.*\\(([0-9]+)\\)$", "$1");
            switch (name) {
                case "SrcAddr" -> row.put("source", Row.address(value));
                case "DstAddr" -> row.put("destination", Row.address(value));
                case "SrcPort" -> row.put("source port", value);
                case "DstPort" -> row.put("destination port", value);
                case "Protocol" -> row.put("protocol", number);
                case "ICMP Type" -> row.put("icmp", Long.decode(value));
                case "IPv6 ICMP Type" -> row.put("icmp", 256 * Long.parseLong(value));
                case "IPv6 ICMP Code" ->
                    row.put("icmp", Long.parseLong(row.get("icmp")) / 256 * 256 + Long.parseLong(value));
                case "Vlan Id" -> row.put("vlan", value);
                case "Dot1q Vlan Id" -> row.put("dot1q vlan", value);
                case "IPVersion" -> row.put("ip version", value);
                case "Observation Point Id" -> row.put("observation point", value);
                case "fragIdent" -> row.put("fragment id", value);
                case "IP Fragment Flags" -> row.put("fragment flags", Integer.decode(value));
                case "Duration" -> row.put(prefix + "duration", seconds(value));
                case "Layer2 Octet Delta Count" -> row.put(prefix + "frame octets", value);
                case "TCP Sequence Number" -> row.put(prefix + "sequence", value);
                case "TCP Windows Size" -> row.put(prefix + "window", value);
                case "MinTTL" -> row.put(prefix + "min ttl", value);
                case "MaxTTL" -> row.put(prefix + "max ttl", value);
                case "Dot1q Customer Vlan Id" -> row.put("inner vlan", value);
                case "InputInt" -> row.put("interface", value);
                case "Packets" -> row.put(prefix + "packets", value);
                case "Octets" -> row.put(prefix + "octets", value);
                case "TCP Flags" -> row.put(prefix + "flags", Integer.decode(value.replaceAll(",.*", "")));
                case "IP ToS" -> row.put(prefix + "tos", Integer.decode(value));
                case "Flow Id" -> row.put("flow id", value);
                case "Biflow Direction" -> row.put("direction", number);
                case "Flow End Reason" -> row.put("end reason", number);
                case "Source Mac Address" -> row.put("source mac", value.replaceAll(" .*", ""));
                case "Destination Mac Address" -> row.put("destination mac", value.replaceAll(" .*", ""));
                case "StartTime" -> onTime("start", value);
                case "EndTime" -> onTime("end", value);
                default -> {
                    // names of no interest here
                }
            }
        }

        private void onTime(String name, String value) {
            if (value.endsWith("seconds")) {
                row.put(name, exportedMs - uptimeMs + seconds(value));
            } else if (inMilliseconds) {
                String own = pairs > 1 ? "reverse " + name : name;
                long ms = time(value);
                boolean agree = row.get(own).equals("0") || row.get(own).equals(Long.toString(ms));
                row.put(agree ? own : own + " told otherwise", ms);
            } else {
                row.put((finePairs > 1 ? "reverse " + name : name) + " ns", timeNs(value));
            }
        }

        private static long seconds(String value) {
            return Math.round(Double.parseDouble(value.replace(" seconds", "")) * 1000);
        }

        private static long time(String value) {
            return timeNs(value) / 1_000_000;
        }

        private static long timeNs(String value) {
            Instant time = LocalDateTime.parse(value.replaceAll(" +", " "), TSHARK_TIME)
                    .toInstant(ZoneOffset.UTC);
            return time.getEpochSecond() * 1_000_000_000 + time.getNano();
        }
    }

    private static final Pattern DUMPED = Pattern.compile("^\\s*\\([0-9/, ]+\\)(?: \\(S\\))?\\s*(\\S+) : (.*)$");

    /** What libfixbuf's ipfixDump reads in the messages as a file. */
    static List<Row> ipfixDump(List<byte[]> messages, Path folder) throws IOException, InterruptedException {
        String ipfixDump = Tools.tool("ipfixDump");
        Path file = Format.file(messages, folder.resolve("flows.ipfix"));
        Tools.Result dump = Tools.run(ipfixDump, "-i", file.toString());
        assertThat(dump.err()).isEmpty();
        List<Row> rows = new ArrayList<>();
        Row row = new Row();
        for (String line : dump.lines()) {
            Matcher matcher = DUMPED.matcher(line);
            if (line.startsWith("---") || line.startsWith("***")) {
                if (!row.get("packets").equals("0")) {
                    rows.add(row);
                }
                row = new Row();
            } else if (matcher.matches()) {
                putDumped(row, matcher.group(1), matcher.group(2).trim());
            }
        }
        return rows;
    }

    private static void putDumped(Row row, String element, String value) {
        switch (element) {
            case "sourceIPv4Address", "sourceIPv6Address" -> row.put("source", Row.address(value));
            case "destinationIPv4Address", "destinationIPv6Address" -> row.put("destination", Row.address(value));
            case "sourceTransportPort" -> row.put("source port", value);
            case "destinationTransportPort" -> row.put("destination port", value);
            case "protocolIdentifier" -> row.put("protocol", value);
            case "icmpTypeCodeIPv4", "icmpTypeCodeIPv6" -> row.put("icmp", value);
            case "vlanId" -> row.put("vlan", value);
            case "dot1qVlanId" -> row.put("dot1q vlan", value);
            case "ipVersion" -> row.put("ip version", value);
            case "observationPointId" -> row.put("observation point", value);
            case "fragmentIdentification" -> row.put("fragment id", value);
            case "fragmentFlags" -> row.put("fragment flags", Long.decode(value));
            case "flowDurationMilliseconds" -> row.put("duration", value);
            case "reverseFlowDurationMilliseconds" -> row.put("reverse duration", value);
            case "layer2OctetDeltaCount" -> row.put("frame octets", value);
            case "reverseLayer2OctetDeltaCount" -> row.put("reverse frame octets", value);
            case "tcpSequenceNumber" -> row.put("sequence", value);
            case "reverseTcpSequenceNumber" -> row.put("reverse sequence", value);
            case "tcpWindowSize" -> row.put("window", value);
            case "reverseTcpWindowSize" -> row.put("reverse window", value);
            case "minimumTTL" -> row.put("min ttl", value);
            case "maximumTTL" -> row.put("max ttl", value);
            case "reverseMinimumTTL" -> row.put("reverse min ttl", value);
            case "reverseMaximumTTL" -> row.put("reverse max ttl", value);
            case "dot1qCustomerVlanId" -> row.put("inner vlan", value);
            case "ingressInterface" -> row.put("interface", value);
            case "flowStartMilliseconds" -> row.put("start", ms(value));
            case "flowEndMilliseconds" -> row.put("end", ms(value));
            case "reverseFlowStartMilliseconds" -> row.put("reverse start", ms(value));
            case "reverseFlowEndMilliseconds" -> row.put("reverse end", ms(value));
            case "packetDeltaCount" -> row.put("packets", value);
            case "octetDeltaCount" -> row.put("octets", value);
            case "reversePacketDeltaCount" -> row.put("reverse packets", value);
            case "reverseOctetDeltaCount" -> row.put("reverse octets", value);
            case "tcpControlBits" -> row.put("flags", Long.decode(value));
            case "reverseTcpControlBits" -> row.put("reverse flags", Long.decode(value));
            case "ipClassOfService" -> row.put("tos", value);
            case "reverseIpClassOfService" -> row.put("reverse tos", value);
            case "flowId" -> row.put("flow id", value);
            case "biflowDirection" -> row.put("direction", value);
            case "flowEndReason" -> row.put("end reason", value);
            case "sourceMacAddress" -> row.put("source mac", value);
            case "destinationMacAddress" -> row.put("destination mac", value);
            default -> {
                // elements of no interest here
            }
        }
    }

    /** pmacct's collector with the configuration we ship, on a port of the loopback interface. */
    private static final class Nfacctd implements AutoCloseable {
        static final int GREETING = 99;

        private final int port;
        private final Path output;
        private final Tools.Background process;

        Nfacctd(Path folder) throws IOException {
            String nfacctd = Tools.tool("nfacctd");
            port = Tools.freeUdpPort();
            output = folder.resolve("rows.json");
            Path primitives = Path.of("config", "collectors", "prim.lst").toAbsolutePath();
            String shipped = Files.readString(Path.of("config", "collectors", "nfacctd.conf"));
            String config = shipped.replace("nfacctd_port: 4739", "nfacctd_port: " + port + "\nnfacctd_ip: 127.0.0.1")
                    .replace("/etc/pmacct/prim.lst", primitives.toString())
                    .replace("/var/lib/pmacct/vedette.json", output.toString())
                    .replace("print_refresh_time[vedette]: 60", "print_refresh_time[vedette]: 2");
            Path file = Files.writeString(folder.resolve("nfacctd.conf"), config);
            process = Tools.start(folder.resolve("nfacctd.log"), nfacctd, "-f", file.toString());
            Tools.awaitUdpListener(port);
            awaitReady();
        }

        /** It loses what comes while it starts: sends a record of version 5 from engine 99 until that is printed. */
        private void awaitReady() {
            byte[] greeting = new byte[72];
            greeting[1] = 5;
            greeting[3] = 1;
            greeting[21] = GREETING;
            greeting[43] = 1;
            greeting[47] = 40;
            Tools.await("nfacctd's first row", () -> {
                try {
                    Format.send(List.of(greeting), port);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return Files.exists(output);
            });
        }

        int port() {
            return port;
        }

        Path output() {
            return output;
        }

        int rows() {
            try (Stream<String> lines = Files.lines(output)) {
                return (int) lines.filter(line -> !line.contains("\"export_proto_sysid\": " + GREETING))
                        .count();
            } catch (IOException e) {
                return 0;
            }
        }

        String stop() throws IOException, InterruptedException {
            return process.stop("INT");
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
