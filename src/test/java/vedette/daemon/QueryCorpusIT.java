package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static vedette.daemon.RecordedLines.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vedette.query.ReadyQuery;

/** What a query says of a capture, beside what stands in its lines of JSON and in its summary. */
class QueryCorpusIT {
    private static final Path PCAPS = Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps");
    private static final List<String> FAILED = List.of("S0", "REJ", "RSTOS0", "SH");
    private static final List<String> LEVELS = List.of("critical", "high", "medium", "low", "info");

    @TempDir
    Path temporary;

    /** Those of the project show each alert; the others are of what happens on networks. */
    static Stream<Path> captures() {
        return Stream.concat(
                Stream.of("web-session", "beacon-periodic", "scan-block", "links-stacked", "long-connection")
                        .map(name -> Path.of("pcaps", name, "traffic.pcap")),
                Stream.of(
                                "benign/home_office_47h.pcap",
                                "benign/many_protocols.pcap",
                                "flood/stopddos_syn_spoofed.pcap",
                                "recon/4sics_151020_7h.pcap")
                        .map(PCAPS::resolve));
    }

    private Path replayed(Path capture, String formats) {
        assumeTrue(Files.exists(capture), "no " + capture);
        Path directory = temporary.resolve(formats.replace(",", "-"));
        CommandLineRun run = CommandLineRun.of("replay", "-q", "-w", directory, "--format", formats, capture);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return directory;
    }

    private static RecordedLines ask(String query, Path directory) {
        CommandLineRun run = CommandLineRun.of("query", "--json", "--rows", "0", query, directory);
        assertThat(run.exitCode()).as(query + ": " + run.err()).isZero();
        assertThat(run.err()).isEmpty();
        try {
            return RecordedLines.parse(run.out());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyValueOfALineStandsInItsColumn(Path capture) throws IOException {
        Path lines = replayed(capture, "jsonl");
        Path parquet = replayed(capture, "parquet");
        for (String view : List.of("flows", "alerts")) {
            List<Map<String, String>> written = RecordedLines.of(lines.resolve(view + ".jsonl")).lines().stream()
                    .map(QueryCorpusIT::flattened)
                    .toList();
            assertThat(columns(ask("from " + view, parquet))).as(view).isEqualTo(written);
            assertThat(columns(ask("from " + view, lines))).as(view).isEqualTo(written);
        }
    }

    /** A line with its objects spread out, times cut to microseconds, and nanoseconds where there is a column for them. */
    private static Map<String, String> flattened(JsonNode line) {
        Map<String, String> flat = new TreeMap<>();
        flatten("", line, flat);
        return flat;
    }

    private static void flatten(String name, JsonNode value, Map<String, String> flat) {
        if (value.isObject() && !name.equals("alert_evidence")) {
            value.properties()
                    .forEach(member -> flatten(
                            name.isEmpty() ? member.getKey() : name + "_" + member.getKey(), member.getValue(), flat));
        } else if (!value.isEmpty() || !value.isContainerNode() || name.equals("alert_evidence")) {
            String column = name.toLowerCase(Locale.ROOT);
            flat.put(column, text(value));
            if (List.of("flow_start", "flow_end", "alert_first", "alert_last").contains(column)) {
                Instant time = Instant.parse(value.asText());
                flat.put(column + "_ns", Long.toString(ChronoUnit.NANOS.between(Instant.EPOCH, time)));
            }
        }
    }

    private static String text(JsonNode value) {
        if (value.isTextual() && value.asText().matches("\\d{4}-\\d\\d-\\d\\d[T ].*(Z|\\+00)")) {
            String time = value.asText().replace(' ', 'T').replaceFirst("\\+00$", "Z");
            return Instant.parse(time).truncatedTo(ChronoUnit.MICROS).toString();
        }
        if (value.isNumber()) {
            return value.decimalValue().stripTrailingZeros().toPlainString();
        }
        return value.isContainerNode() ? value.toString() : value.asText();
    }

    /** Rows without the columns that hold nothing. */
    private static List<Map<String, String>> columns(RecordedLines rows) {
        List<Map<String, String>> all = new ArrayList<>();
        for (JsonNode row : rows.lines()) {
            Map<String, String> values = new TreeMap<>();
            row.properties().forEach(column -> {
                if (!column.getValue().isNull()) {
                    values.put(column.getKey(), text(column.getValue()));
                }
            });
            all.add(values);
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("captures")
    void readyQueriesSayWhatTheLinesHold(Path capture) throws IOException {
        Path parquet = replayed(capture, "parquet");
        Path written = replayed(capture, "jsonl,summary");
        RecordedLines flows = RecordedLines.of(written.resolve("flows.jsonl"));
        RecordedLines alerts = RecordedLines.of(written.resolve("alerts.jsonl"));
        JsonNode summary =
                new ObjectMapper().readTree(written.resolve("summary.json").toFile());
        Expected expected = new Expected(flows, alerts, summary);
        for (ReadyQuery ready : ReadyQuery.ALL) {
            RecordedLines answer = ask("@" + ready.name(), parquet);
            assertThat(answer.rows(expected.columns(ready.name())))
                    .as("%s", ready.name())
                    .containsExactlyInAnyOrderElementsOf(expected.rows(ready.name()));
        }
    }

    @Test
    void theFirstRowsMatterMost() throws IOException {
        Path parquet = replayed(Path.of("pcaps/web-session/traffic.pcap"), "parquet");
        assertThat(CommandLineRun.of("query", "@top-talkers", "--rows", "2", "--csv", parquet)
                        .out())
                .isEqualTo("""
                        host,sent,received,packets,flows
                        192.0.2.1,2124,43318,80,6
                        192.0.2.2,43318,2124,80,6
                        """);
    }

    /** What the ready queries must say, worked out from the lines. */
    private record Expected(RecordedLines flows, RecordedLines alerts, JsonNode summary) {
        private static final Function<RecordedLines, Object> FLOWS = RecordedLines::ended;
        private static final Function<RecordedLines, Object> RECORDS =
                group -> group.lines().size();
        private static final Function<RecordedLines, Object> PACKETS =
                group -> group.sum("/flow/pkts_toserver", "/flow/pkts_toclient");
        private static final Function<RecordedLines, Object> BYTES =
                group -> group.sum("/flow/bytes_toserver", "/flow/bytes_toclient");
        private static final Function<RecordedLines, Object> TO_SERVER = group -> group.sum("/flow/bytes_toserver");
        private static final Function<RecordedLines, Object> TO_CLIENT = group -> group.sum("/flow/bytes_toclient");
        private static final Function<RecordedLines, Object> INITIATORS = group -> group.distinct("/src_ip");
        private static final Function<RecordedLines, Object> RESPONDERS = group -> group.distinct("/dest_ip");

        String[] columns(String query) {
            return switch (query) {
                case "overview" -> new String[] {"records", "flows", "packets", "bytes", "initiators", "responders"};
                case "top-talkers" -> new String[] {"host", "sent", "received", "packets", "flows"};
                case "top-pairs" -> new String[] {"host", "other", "bytes", "packets", "flows"};
                case "protocols" -> new String[] {"proto", "flows", "packets", "bytes"};
                case "services" ->
                    new String[] {"service", "proto", "flows", "guessed", "initiators", "responders", "bytes"};
                case "ports" ->
                    new String[] {"proto", "port", "flows", "initiators", "responders", "toserver", "toclient"};
                case "hours" -> new String[] {"hour", "flows", "packets", "toserver", "toclient"};
                case "uploads" -> new String[] {"src_ip", "dest_ip", "port", "sent", "received", "flows", "outward"};
                case "internal-peers" -> new String[] {"src_ip", "dest_ip", "flows", "ports", "bytes"};
                case "failed-connections" ->
                    new String[] {"src_ip", "failed", "connections", "unanswered", "refused", "hosts", "ports"};
                case "long-connections" ->
                    new String[] {"src_ip", "dest_ip", "proto", "port", "seconds", "toserver", "toclient", "records"};
                case "poor-connections" ->
                    new String[] {"src_ip", "dest_ip", "packets", "retransmitted", "zero_windows", "missed_octets"};
                case "names" -> new String[] {"name", "told_by", "records", "initiators"};
                case "software" -> new String[] {"software", "told_by", "hosts", "records"};
                case "alerts" -> new String[] {"code", "alert", "alerts", "gravest", "sources", "targets"};
                case "alert-sources" -> new String[] {"source", "alerts", "kinds"};
                case "beacons" -> new String[] {"source", "destination", "port", "period_s", "calls"};
                default -> throw new AssertionError("nobody holds " + query + " to anything");
            };
        }

        List<List<String>> rows(String query) {
            return switch (query) {
                case "overview" -> List.of(overview());
                case "top-talkers" -> talkers();
                case "top-pairs" -> flows.by(Expected::pair, BYTES, PACKETS, FLOWS);
                case "protocols" -> flows.by(key("/proto"), FLOWS, PACKETS, BYTES);
                case "services" ->
                    flows.by(
                            line -> List.of(
                                    line.path("app_proto").asText("(unknown)"),
                                    line.path("proto").asText()),
                            FLOWS,
                            group -> group.where("/app_proto_guessed").ended(),
                            INITIATORS,
                            RESPONDERS,
                            BYTES);
                case "ports" ->
                    flows.where("/dest_port")
                            .by(key("/proto", "/dest_port"), FLOWS, INITIATORS, RESPONDERS, TO_SERVER, TO_CLIENT);
                case "hours" -> flows.by(Expected::hour, FLOWS, PACKETS, TO_SERVER, TO_CLIENT);
                case "uploads" -> uploads();
                case "internal-peers" ->
                    flows.filter(Expected::isInternal)
                            .by(key("/src_ip", "/dest_ip"), FLOWS, group -> group.distinct("/dest_port"), BYTES);
                case "failed-connections" -> failed();
                case "long-connections" -> longConnections();
                case "poor-connections" -> poor();
                case "names" ->
                    told(
                            List.of("dns", "tls", "http"),
                            List.of("/dns/rrname", "/tls/sni", "/http/hostname"),
                            RECORDS,
                            INITIATORS);
                case "software" -> software();
                case "alerts" ->
                    alerts.by(
                            key("/alert/signature_id", "/alert/signature"),
                            group -> group.distinct("/alert/id"),
                            Expected::gravest,
                            group -> group.distinct("/src_ip") + group.distinct("/src_prefix"),
                            group -> group.distinct("/dest_ip") + group.distinct("/dest_prefix"));
                case "alert-sources" ->
                    alerts.filter(alert -> !end(alert, "src").isEmpty())
                            .by(
                                    alert -> List.of(end(alert, "src")),
                                    group -> group.distinct("/alert/id"),
                                    group -> group.all("/alert/signature"));
                case "beacons" -> beacons();
                default -> throw new AssertionError("nobody holds " + query + " to anything");
            };
        }

        private List<String> overview() {
            assertThat(flows.ended()).isEqualTo(summary.at("/flows/created").asLong());
            return List.of(
                    summary.at("/flows/records").asText(),
                    summary.at("/flows/created").asText(),
                    summary.at("/packets/decoded").asText(),
                    summary.at("/octets/metered_ip").asText(),
                    Long.toString(flows.distinct("/src_ip")),
                    Long.toString(flows.distinct("/dest_ip")));
        }

        private List<List<String>> talkers() {
            Map<String, long[]> hosts = new TreeMap<>();
            for (JsonNode flow : flows.lines()) {
                long toServer = flow.at("/flow/bytes_toserver").asLong();
                long toClient = flow.at("/flow/bytes_toclient").asLong();
                count(hosts, flow.path("src_ip").asText(), flow, toServer, toClient);
                count(hosts, flow.path("dest_ip").asText(), flow, toClient, toServer);
            }
            return hosts.entrySet().stream()
                    .map(host -> List.of(
                            host.getKey(),
                            Long.toString(host.getValue()[0]),
                            Long.toString(host.getValue()[1]),
                            Long.toString(host.getValue()[2]),
                            Long.toString(host.getValue()[3])))
                    .toList();
        }

        private static void count(Map<String, long[]> hosts, String host, JsonNode flow, long sent, long received) {
            long[] sums = hosts.computeIfAbsent(host, first -> new long[4]);
            RecordedLines one = new RecordedLines(List.of(flow));
            sums[0] += sent;
            sums[1] += received;
            sums[2] += one.sum("/flow/pkts_toserver", "/flow/pkts_toclient");
            sums[3] += one.ended();
        }

        private static List<String> pair(JsonNode flow) {
            String source = flow.path("src_ip").asText();
            String destination = flow.path("dest_ip").asText();
            return source.compareTo(destination) < 0 ? List.of(source, destination) : List.of(destination, source);
        }

        private static List<String> hour(JsonNode flow) {
            return List.of(flow.at("/flow/start").asText().substring(0, 13).replace('T', ' ') + ":00:00+00");
        }

        private List<List<String>> uploads() {
            return flows
                    .filter(flow -> flow.at("/aggregate").isMissingNode())
                    .by(
                            line -> List.of(
                                    line.path("src_ip").asText(),
                                    line.path("dest_ip").asText(),
                                    line.path("dest_port").asText("null")),
                            TO_SERVER,
                            TO_CLIENT,
                            FLOWS,
                            group -> !isPrivate(group.least("/dest_ip")))
                    .stream()
                    .filter(row -> Long.parseLong(row.get(3)) > Long.parseLong(row.get(4)))
                    .toList();
        }

        private static boolean isInternal(JsonNode flow) {
            return isPrivate(flow.path("src_ip").asText())
                    && isPrivate(flow.path("dest_ip").asText());
        }

        private static boolean isPrivate(String address) {
            try {
                InetAddress parsed = InetAddress.getByName(address);
                boolean isUniqueLocal = parsed.getAddress().length == 16 && (parsed.getAddress()[0] & 0xFE) == 0xFC;
                return parsed.isSiteLocalAddress()
                        || parsed.isLinkLocalAddress()
                        || parsed.isLoopbackAddress()
                        || isUniqueLocal;
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }

        private List<List<String>> failed() {
            Predicate<JsonNode> isFailed =
                    flow -> FAILED.contains(flow.at("/tcp/state").asText());
            Predicate<JsonNode> isRefused =
                    flow -> flow.at("/tcp/state").asText().equals("REJ");
            return flows
                    .where("/tcp/state")
                    .filter(flow -> !flow.at("/flow/end_reason").asText().equals("active"))
                    .by(
                            key("/src_ip"),
                            group -> group.filter(isFailed).lines().size(),
                            RECORDS,
                            group -> group.filter(isFailed.and(isRefused.negate()))
                                    .lines()
                                    .size(),
                            group -> group.filter(isRefused).lines().size(),
                            group -> group.filter(isFailed).distinct("/dest_ip"),
                            group -> group.filter(isFailed).distinct("/dest_port"))
                    .stream()
                    .filter(row -> !row.get(1).equals("0"))
                    .toList();
        }

        private List<List<String>> longConnections() {
            return flows
                    .filter(flow -> flow.at("/aggregate").isMissingNode())
                    .by(key("/flow_id"), Expected::ends, Expected::seconds, TO_SERVER, TO_CLIENT, RECORDS)
                    .stream()
                    .map(row -> {
                        List<String> all = new ArrayList<>(List.of(row.get(1).split("\t", -1)));
                        all.addAll(row.subList(2, row.size()));
                        return all;
                    })
                    .toList();
        }

        private static String ends(RecordedLines group) {
            JsonNode line = group.lines().get(0);
            return String.join(
                    "\t",
                    line.path("src_ip").asText(),
                    line.path("dest_ip").asText(),
                    line.path("proto").asText(),
                    line.path("dest_port").asText("null"));
        }

        private static String seconds(RecordedLines group) {
            Instant start = Instant.parse(group.least("/flow/start"));
            Instant end = Instant.parse(group.most("/flow/end"));
            double seconds = Math.round(ChronoUnit.NANOS.between(start, end) / 1e6) / 1e3;
            return seconds == (long) seconds ? Long.toString((long) seconds) : Double.toString(seconds);
        }

        private List<List<String>> poor() {
            return flows
                    .where("/tcp/state")
                    .by(
                            key("/src_ip", "/dest_ip"),
                            PACKETS,
                            group -> group.sum("/tcp/retransmitted_toserver", "/tcp/retransmitted_toclient"),
                            group -> group.sum("/tcp/zero_window_toserver", "/tcp/zero_window_toclient"),
                            group -> group.sum("/tcp/missed_octets_toserver", "/tcp/missed_octets_toclient"))
                    .stream()
                    .filter(row ->
                            Long.parseLong(row.get(2)) >= 100 && !row.get(3).equals("0"))
                    .toList();
        }

        @SafeVarargs
        private List<List<String>> told(
                List<String> labels, List<String> paths, Function<RecordedLines, Object>... measures) {
            List<List<String>> rows = new ArrayList<>();
            for (int i = 0; i < labels.size(); i++) {
                String label = labels.get(i);
                String path = paths.get(i);
                rows.addAll(flows.where(path).by(line -> List.of(line.at(path).asText(), label), measures));
            }
            return rows;
        }

        private List<List<String>> software() {
            List<List<String>> rows = new ArrayList<>(told(
                    List.of("http client", "ssh client"),
                    List.of("/http/http_user_agent", "/ssh/client/software_version"),
                    INITIATORS,
                    RECORDS));
            rows.addAll(told(
                    List.of("http server", "ssh server"),
                    List.of("/http/server", "/ssh/server/software_version"),
                    RESPONDERS,
                    RECORDS));
            return rows;
        }

        private static String gravest(RecordedLines group) {
            return group.lines().stream()
                    .map(alert -> alert.at("/alert/level").asText())
                    .min((one, other) -> LEVELS.indexOf(one) - LEVELS.indexOf(other))
                    .orElseThrow();
        }

        private static String end(JsonNode alert, String end) {
            return alert.path(end + "_ip").asText(alert.path(end + "_prefix").asText());
        }

        /** The last that is told of each. */
        private List<List<String>> beacons() {
            Map<String, List<String>> latest = new TreeMap<>();
            for (JsonNode alert : alerts.lines()) {
                int code = alert.at("/alert/signature_id").asInt();
                if (code == 1201 || code == 1202) {
                    JsonNode evidence = alert.at("/alert/evidence");
                    double period = evidence.path("period_s").asDouble();
                    latest.put(
                            alert.at("/alert/id").asText(),
                            List.of(
                                    end(alert, "src"),
                                    end(alert, "dest"),
                                    alert.path("dest_port").asText("null"),
                                    period == (long) period ? Long.toString((long) period) : Double.toString(period),
                                    evidence.path("calls").asText("null")));
                }
            }
            return List.copyOf(latest.values());
        }
    }
}
