package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.Tools;
import vedette.query.ReadyQuery;

class QueryCommandTest {
    private static final Path SESSION = Path.of("pcaps/web-session/traffic.pcap");
    private static final Path SWEEP = Path.of("pcaps/icmp-sweep/traffic.pcap");

    @TempDir
    Path temporary;

    private Path recorded(String formats, Path capture) {
        Path directory = temporary.resolve("recorded-" + formats);
        CommandLineRun run = CommandLineRun.of("replay", "-q", "-w", directory, "--format", formats, capture);
        assertThat(run).isEqualTo(new CommandLineRun(ExitCode.DONE, "", ""));
        return directory;
    }

    private Path written(String... lines) throws IOException {
        Path directory = Files.createDirectory(temporary.resolve("written"));
        Files.writeString(directory.resolve("flows.jsonl"), String.join("\n", lines) + "\n");
        return directory;
    }

    private static String answer(Object... words) {
        Object[] command = new Object[words.length + 1];
        command[0] = "query";
        System.arraycopy(words, 0, command, 1, words.length);
        CommandLineRun run = CommandLineRun.of(command);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run.out();
    }

    @Test
    void whatWasRecordedIsAskedWhereverItStands() {
        String sql = "select proto, count(*) as n from flows group by proto order by n desc, proto";
        String rows = "proto,n\nTCP,4\nICMP,2\nIPv6-ICMP,1\nUDP,1\n";
        assertThat(answer("--csv", sql, recorded("jsonl", SESSION))).isEqualTo(rows);
        assertThat(answer("--csv", sql, recorded("parquet", SESSION))).isEqualTo(rows);
        assertThat(answer("--csv", sql, SESSION)).isEqualTo(rows);
    }

    @Test
    void severalDirectoriesAreOne() {
        assertThat(answer(
                        "--csv",
                        "select count(*) as n from flows",
                        recorded("jsonl", SESSION),
                        recorded("parquet", SESSION)))
                .isEqualTo("n\n16\n");
    }

    @Test
    void alertsAreAskedToo() {
        assertThat(answer(
                        "--csv",
                        "select distinct alert_signature, src_ip, alert_evidence->>'answered' as answered from alerts",
                        SWEEP))
                .isEqualTo("alert_signature,src_ip,answered\nscan.icmp-sweep,10.0.0.9,5\n");
    }

    @Test
    void peopleReadColumnsWithNumbersToTheRight() {
        assertThat(answer("@ports", SESSION)).isEqualTo("""
                        proto  port  flows  initiators  responders  toserver  toclient
                        TCP      80      3           2           2      3667     86150
                        TCP      81      1           1           1        60        40
                        UDP    5000      1           1           1        34         0
                        """);
    }

    @Test
    void programsReadAnObjectOnALine() {
        assertThat(answer(
                        "--json", "select vlan, src_ip, dest_port, flow_start from flows where proto = 'UDP'", SESSION))
                .isEqualTo("{\"vlan\":null,\"src_ip\":\"192.0.2.1\",\"dest_port\":5000,"
                        + "\"flow_start\":\"2026-11-21 04:42:17.076603+00\"}\n");
    }

    @Test
    void columnsOfOneNameAreToldApart() {
        String sql = "select 1 as a, 2 as a";
        assertThat(answer("--csv", sql, SESSION)).isEqualTo("a,a_1\n1,2\n");
        assertThat(answer("--json", sql, SESSION)).isEqualTo("{\"a\":1,\"a_1\":2}\n");
    }

    @Test
    void theSqlOfAReadyQueryMayBeAskedAsItIs() {
        for (ReadyQuery ready : ReadyQuery.ALL) {
            String sql =
                    CommandLineRun.of("query", "--show", "@" + ready.name()).out();
            assertThat(answer(sql, SWEEP)).isEqualTo(answer("@" + ready.name(), SWEEP));
        }
    }

    @Test
    void theListNamesEveryReadyQuery() {
        assertThat(answer("--list").lines()).hasSize(ReadyQuery.ALL.size() + 1);
        assertThat(answer("--list")).contains("@top-talkers         Hosts by the octets they sent and received.");
    }

    @Test
    void filesOfALiveSensorAreAskedInTheOrderOfTheirTimes() throws IOException {
        Path directory = written("{\"flow_id\":3}");
        Files.writeString(directory.resolve("flows-20261125T215500Z.jsonl"), "{\"flow_id\":1}\n");
        Files.writeString(directory.resolve("flows-20261125T215500Z_002.jsonl"), "{\"flow_id\":2}\n");
        assertThat(answer("--csv", "select flow_id from flows", directory)).isEqualTo("flow_id\n1\n2\n3\n");
    }

    @Test
    void aDirectoryMayHaveAnyName() throws IOException {
        Path odd = temporary.resolve("a'b [x]*?{y}");
        assertThat(CommandLineRun.of("replay", "-q", "-w", odd, "--format", "parquet", SESSION)
                        .err())
                .isEmpty();
        assertThat(answer("--csv", "select count(*) as n from flows", odd)).isEqualTo("n\n8\n");
    }

    @Test
    void whatComesFromTheWireIsTextAndNothingElse() throws IOException {
        Path directory = written(
                "{\"app_proto\":\"http\",\"http\":{\"http_user_agent\":\"\\u001b[31m\\u009b2J'; drop view flows; --,\\\"\\n\\u202e\\ud83d\\ude00\"}}");
        String sql = "select http_http_user_agent as agent, 1 as n from flows";
        assertThat(answer(sql, directory))
                .isEqualTo("agent                                n\n?[31m?2J'; drop view flows; --,\"???  1\n"
                        .replace("???  1", "??\ud83d\ude00  1"));
        assertThat(answer("--csv", sql, directory))
                .isEqualTo("agent,n\n\"?[31m?2J'; drop view flows; --,\"\"?\u202e\ud83d\ude00\",1\n");
        assertThat(answer("--json", sql, directory))
                .isEqualTo(
                        "{\"agent\":\"\\u001B[31m\\u009b2J'; drop view flows; --,\\\"\\n\\u202e\\ud83d\\ude00\",\"n\":1}\n")
                .isEqualTo(new String(
                        answer("--json", sql, directory).getBytes(StandardCharsets.US_ASCII),
                        StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from read_text('/etc/hostname')",
                "select * from read_csv('http://127.0.0.1:9/x.csv')",
                "select * from glob('/etc/*')",
                "from '/etc/hostname'",
                "copy flows to 'stolen.csv'",
                "attach 'other.db'",
                "install httpfs",
                "load httpfs",
                "set enable_external_access = true",
                "select 1; copy flows to 'stolen.csv'",
                "create table t as from flows",
                "drop view flows",
                "pragma database_list",
                "call pragma_version()",
            })
    void aQueryReadsWhatWasRecordedAndNothingElse(String sql) {
        CommandLineRun run = CommandLineRun.of("query", sql, SESSION);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString().startsWith("vedette: ");
        assertThat(Path.of("stolen.csv")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1 a) row_of_answer; create table t as select 1; select '{}' from (select 1",
                "select 1) as row_of_answer; COPY; select '{}' from (select 1 x",
                "select 1 x) row_of_answer; COPY --",
                "select 1); COPY; from query('select 1",
                "select 1'); COPY; from query('select 1",
                "select 1; COPY",
                "select 1 /* ; */; COPY; --",
                "select $$ '); COPY; $$; COPY",
                "select $a$;$a$; COPY /*",
                "COPY; select 1",
                "with x as (COPY) from x",
                "from query('COPY')",
                "explain analyze COPY",
                "/* ' */ COPY /* ' */",
                "prepare p as COPY",
            })
    void nothingOfAQuestionEverWrites(String sql) throws IOException {
        Path directory = written("{\"flow_id\":1}");
        String link = "(select regexp_extract(sql, '/[^'']*link-1') from duckdb_views() where view_name = 'flows')";
        String copy = "set variable p = " + link
                + "; copy (select 'gone' as x) to (getvariable('p')) (format csv, use_tmp_file false)";
        for (String way : List.of("--json", "--csv", "--rows=20")) {
            CommandLineRun run = CommandLineRun.of("query", way, sql.replace("COPY", copy), directory);
            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(run.out()).isEmpty();
            assertThat(run.errLines()).singleElement().asString().startsWith("vedette: ");
            assertThat(directory.resolve("flows.jsonl")).hasContent("{\"flow_id\":1}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "describe flows",
                "summarize flows",
                "from flows",
                "with f as (from flows) select * from f",
                "values (1)",
                " select 1 ; ",
                "select 1 -- so",
                "select 1; -- so",
                "select ';' as \"a'b\";; /* so */ ;"
            })
    void aQuestionMayTakeAnyForm(String sql) {
        assertThat(answer(sql, SESSION)).isNotEmpty();
        assertThat(answer("--json", sql, SESSION)).startsWith("{");
    }

    @Test
    void aMistakeIsToldInOneLine() {
        CommandLineRun column = CommandLineRun.of("query", "select dest_prt from flows", SESSION);
        assertThat(column.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(column.errLines())
                .singleElement()
                .asString()
                .startsWith("vedette: Binder Error: Referenced column \"dest_prt\" not found in FROM clause!")
                .contains("dest_port");
        CommandLineRun syntax = CommandLineRun.of("query", "selec 1", SESSION);
        assertThat(syntax.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(syntax.errLines()).containsExactly("vedette: Parser Error: syntax error at or near \"selec\"");
    }

    @Test
    @Timeout(60)
    void whoIsToldToEndDoesNotWaitForTheAnswer() throws Exception {
        Path directory = recorded("jsonl", SESSION);
        Shutdown shutdown = new Shutdown();
        CompletableFuture<CommandLineRun> asked = CompletableFuture.supplyAsync(() -> CommandLineRun.of(
                shutdown,
                "query",
                "select sum(a.range + b.range) from range(10000000) a, range(10000000) b",
                directory));
        Tools.await("DuckDB to be at it", QueryCommandTest::isDuckdbAtIt);
        shutdown.ask();
        CommandLineRun run = asked.get();
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).containsExactly("vedette: interrupted");
    }

    private static boolean isDuckdbAtIt() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getMethodName().startsWith("duckdb_jdbc_execute"));
    }

    @Test
    void wrongUsageIsTold() throws IOException {
        assertUsage("vedette: missing QUERY; 'vedette query --list' names those that are ready", "query");
        assertUsage("vedette: missing DIR or CAPTURE: what is to be asked", "query", "select 1");
        assertUsage("vedette: --csv and --json exclude each other", "query", "--csv", "--json", "select 1", SESSION);
        assertUsage("vedette: --rows must be at least 0, was -1", "query", "--rows", "-1", "@ports", SESSION);
        assertUsage(
                "vedette: captures and what a sensor has written cannot be asked together",
                "query",
                "select 1",
                SESSION,
                written("{}"));
        CommandLineRun unknown = CommandLineRun.of("query", "@nothing", SESSION);
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).startsWith("vedette: no query is called @nothing; there are @overview, @top-talkers");
    }

    private static void assertUsage(String message, Object... words) {
        CommandLineRun run = CommandLineRun.of(words);
        assertThat(run.errLines()).containsExactly(message);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aCaptureThatIsNotThereIsNamed() {
        CommandLineRun run = CommandLineRun.of("query", "@ports", temporary.resolve("none.pcap"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("none.pcap");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"flow_id\":", "{\"src_port\":70000}", "{\"flow_id\":\"x\"}", "{\"flow\":1}"})
    void aLineThatIsNoRecordIsNotPassedOverButNamed(String line) throws IOException {
        Path directory = written("{\"flow_id\":1}", line);
        for (String way : List.of("--json", "--csv", "--rows=20")) {
            CommandLineRun run = CommandLineRun.of("query", way, "from flows", directory);
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(run.errLines())
                    .singleElement()
                    .asString()
                    .contains("\"" + directory.resolve("flows.jsonl") + "\", ")
                    .doesNotContain("link-", "auto_detect");
        }
    }

    @Test
    void aFileThatIsNoParquetIsNamed() throws IOException {
        Path file = Files.writeString(
                Files.createDirectory(temporary.resolve("broken")).resolve("flows.parquet"), "PAR1 and no more");
        CommandLineRun run = CommandLineRun.of("query", "from flows", file.getParent());
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .contains("'" + file + "'")
                .doesNotContain("link-");
    }

    @Test
    void parquetStandsBesideTheOtherFilesAndInTheAccount() throws IOException {
        Path directory = recorded("parquet,jsonl,summary", SESSION);
        assertThat(directory.resolve("flows.parquet")).exists();
        assertThat(directory.resolve("alerts.parquet")).exists();
        assertThat(directory.resolve("flows.ipfix")).doesNotExist();
        JsonNode account = new ObjectMapper()
                .readTree(directory.resolve("summary.json").toFile())
                .get("collectors");
        assertThat(account)
                .filteredOn(collector -> collector.get("collector").asText().endsWith("/flows.parquet"))
                .singleElement()
                .satisfies(collector -> {
                    assertThat(collector.get("offered")).isEqualTo(collector.get("sent"));
                    assertThat(collector.at("/sent/records").asLong()).isEqualTo(8);
                });
    }

    @Test
    void parquetIsNotAmongWhatIsWrittenByItself() {
        Path directory = temporary.resolve("usual");
        CommandLineRun.of("replay", "-q", "-w", directory, SESSION);
        assertThat(directory).isDirectoryNotContaining("glob:**.parquet");
    }

    @Test
    void parquetThatIsThereIsOverwrittenOnlyByForce() throws IOException {
        Path directory = recorded("parquet", SESSION);
        CommandLineRun refused = CommandLineRun.of("replay", "-q", "-w", directory, "--format", "parquet", SWEEP);
        assertThat(refused.errLines())
                .containsExactly("vedette: " + directory.resolve("flows.parquet")
                        + " exists; choose another directory, or overwrite it with --force");
        CommandLineRun.of("replay", "-q", "-w", directory, "--format", "parquet", "--force", SWEEP);
        assertThat(answer("--csv", "select distinct proto from flows", directory))
                .isEqualTo("proto\nICMP\n");
    }
}
