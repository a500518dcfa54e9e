package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever cannot be done is one line on standard error, says what, where and how to mend it, and has its exit code. */
class BadInputTest {
    private static final String CLOSED = "pcaps/tcp-close/traffic.pcap";

    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "replay no-such.pcap | 1 | no-such.pcap: no such file",
                "replay @no-such-list | 1 | no-such-list: no such file",
                "replay pom.xml | 1 | pom.xml: not a capture, it begins with 3c3f786d",
                "replay src/main/launcher | 1 | src/main/launcher: no capture in this directory",
                "replay | 2 | missing CAPTURE; see 'vedette replay --help'",
                "replay --no-such x.pcap | 2 | unknown option --no-such",
                "replay --colector u x.pcap | 2 | unknown option --colector, did you mean --collector?",
                "replay --workers 0 x.pcap | 2 | --workers must be 1 to 64, was 0",
                "replay --workers 65 x.pcap | 2 | --workers must be 1 to 64, was 65",
                "replay --workers many x.pcap | 2 | invalid value for option '--workers': 'many' is not an int",
                "replay --format jsonl x.pcap | 2 | --format says what --write makes; name a directory with --write DIR",
                "replay --write out --format pdf x.pcap | 2 | --format: unknown format \"pdf\"; allowed are jsonl,"
                        + " ipfix, summary, parquet, packets-csv, features-csv, zeek, zeek-json",
                "replay --write out --format zeek,zeek-json x.pcap | 2 | --format: zeek and zeek-json make files of the same"
                        + " names; ask for one of them",
                "replay --set flow.idel=1s x.pcap | 2 | --set: unknown key flow.idel",
                "replay --set flow.max-flows=0 x.pcap | 2 | --set: flow.max-flows must be from 64 to 67108864, was 0",
                "replay --config no-such.toml x.pcap | 2 | no-such.toml: no such file; name an existing one with --config",
                "replay --collector udp://h CLOSED | 2 | --collector: collector.uri udp://h: unknown scheme udp; use"
                        + " ipfix+udp, ipfix+tcp, ipfix+tls, netflow9+udp, netflow5+udp, syslog+udp, syslog+tcp or syslog+tls"
                        + " with ://HOST:PORT, or file:DIR",
                "replay --collector ipfix+udp://h:0 CLOSED | 2 | --collector: collector.uri ipfix+udp://h:0: the port"
                        + " must be 1 to 65535, was 0",
                "replay --collector ipfix+udp://no-such-host.invalid CLOSED | 1 | cannot resolve the host of collector"
                        + " ipfix+udp://no-such-host.invalid:4739",
                "replay --write pom.xml CLOSED | 1 | cannot write to pom.xml: it is not a directory",
                "replay --write pom.xml/out CLOSED | 1 | cannot make the directory pom.xml/out: ",
                "extract -o x CLOSED | 2 | say what is to be cut out: --flow ID, --alert ID or --filter BPF",
                "extract --flow 1 CLOSED | 2 | missing FILE; see 'vedette extract --help'",
                "extract --flow 99999999999999999 -o x CLOSED | 2 | --flow must be a flow_id such as 7174915627640788 or a"
                        + " community_id such as 1:3k1SoWXs/FltHw2aBCgUTgbDQF4=, was \"99999999999999999\"",
                "extract --flow 1:x -o x CLOSED | 2 | --flow must be a flow_id such as",
                "extract --alert 12 -o x CLOSED | 2 | --alert must be the 32 digits of an alert.id, was \"12\"",
                "extract --filter nonsense -o x CLOSED | 2 | --filter: ",
                "extract --flow 1 -o pcaps CLOSED | 1 | cannot write pcaps: it is a directory",
                "extract --filter tcp -o no-such/x CLOSED | 1 | cannot write no-such/x: no such directory",
                "run | 2 | no interface to capture from; name one with --interface or capture.interfaces",
                "run --interface lo | 2 | no collector to export to; write a [[collector]] block",
                "run -i lo -i eth0 -i lo | 2 | --interface lo: name each interface once",
                "run --set capture.interfaces=lo,lo | 2 | --set: capture.interfaces must name each interface once",
                "check --config no-such.toml | 2 | no-such.toml: no such file",
                "check --set log.level=loud | 2 | --set: log.level must be one of \"error\", \"warn\", \"info\", \"debug\"",
                "walk | 2 | unknown command walk; there are replay, report, extract, query, run, check, interfaces, doctor,"
                        + " version",
                "doctor -i lo -i lo | 2 | --interface lo: name each interface once",
                "doctor --listen long | 2 | --listen must be a duration",
                "version now | 2 | unknown argument now; see 'vedette version --help'",
            })
    void isOneLineWithItsExitCode(String command, int exitCode, String line) {
        CommandLineRun run =
                CommandLineRun.of((Object[]) command.replace("CLOSED", CLOSED).split(" "));
        assertThat(run.errLines()).singleElement().asString().startsWith("vedette: " + line);
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aDirectoryWithoutFilesHoldsNoCapture() {
        CommandLineRun run = CommandLineRun.of("replay", temporary);
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .startsWith("vedette: " + temporary + ": no capture in this directory");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void everyProblemOfAConfigurationHasALineOfItsOwn() throws IOException {
        Path file = Files.writeString(temporary.resolve("v.toml"), "[flow]\nmax-flow = 1\nlinger = 2\n");
        CommandLineRun run = CommandLineRun.of("check", "--config", file);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.errLines())
                .containsExactly(
                        "vedette: " + file + ":2:1: unknown key flow.max-flow; the nearest known key is flow.max-flows",
                        "vedette: " + file + ":3:1: flow.linger must be a duration such as \"300s\", \"5m\" or"
                                + " \"500ms\", was 2");
    }

    @Test
    void withoutCommandTheUsageIsShown() {
        CommandLineRun run = CommandLineRun.of();
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("Usage: vedette", "replay", "run", "check", "interfaces", "version");
    }

    @Test
    void helpIsNoFailure() {
        CommandLineRun run = CommandLineRun.of("replay", "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: vedette replay");
        assertThat(run.err()).isEmpty();
    }
}
