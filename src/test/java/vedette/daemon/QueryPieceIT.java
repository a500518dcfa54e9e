package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vedette.Tools;

/** The sensor as it is laid out, without and with DuckDB beside it. */
@Timeout(120)
class QueryPieceIT {
    private static final Path LAID_OUT =
            Path.of(System.getProperty("vedette.home", "target/vedette")).toAbsolutePath();
    private static final Path SESSION =
            Path.of("pcaps/web-session/traffic.pcap").toAbsolutePath();

    @TempDir
    Path temporary;

    private Path home;
    private Path out;

    @BeforeEach
    void copy() throws Exception {
        home = temporary.resolve("vedette");
        out = temporary.resolve("out");
        assertThat(Tools.run("cp", "-a", LAID_OUT.toString(), home.toString()).exit())
                .isZero();
    }

    private void addDuckdb() throws IOException {
        Path driver = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> String.valueOf(jar.getFileName()).startsWith("duckdb_jdbc"))
                .findFirst()
                .orElseThrow();
        Path piece = Files.createDirectory(home.resolve("lib/query"));
        Files.createSymbolicLink(piece.resolve(String.valueOf(driver.getFileName())), driver);
    }

    private Tools.Result vedette(String... words) throws IOException, InterruptedException {
        return vedette(List.of(), words);
    }

    private Tools.Result vedette(List<String> environment, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("env"));
        command.addAll(environment);
        command.add(home.resolve("bin/vedette").toString());
        command.addAll(List.of(words));
        return Tools.run(command.toArray(String[]::new));
    }

    @Test
    void theSensorIsLaidOutWithoutDuckdb() throws IOException {
        assertThat(LAID_OUT.resolve("lib")).isDirectoryNotContaining("glob:**duckdb*");
    }

    @Test
    void withoutDuckdbTheUserIsToldHowToAddIt() throws Exception {
        Tools.Result asked = vedette("query", "select 1", SESSION.toString());
        assertThat(asked.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(asked.err())
                .matches("vedette: vedette query needs DuckDB, which is installed apart: unpack vedette-query-[0-9.]+-"
                        + System.getProperty("os.arch") + "\\.tar\\.gz into " + home.toRealPath() + "/lib\n");
        Tools.Result replayed =
                vedette("replay", "--format", "parquet,summary", "--write", out.toString(), SESSION.toString());
        assertThat(replayed.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(replayed.err()).startsWith("vedette: --format parquet needs DuckDB, which is installed apart: ");
        assertThat(out).doesNotExist();
    }

    @Test
    void withoutDuckdbAllElseGoesOn() throws Exception {
        assertThat(vedette("replay", "-q", "--write", out.toString(), SESSION.toString())
                        .exit())
                .isZero();
        assertThat(vedette("query", "--list").lines()).hasSizeGreaterThan(10);
    }

    @Test
    void withDuckdbItAnswersWithoutAWordOfItsOwn() throws Exception {
        addDuckdb();
        Tools.Result written =
                vedette("replay", "-q", "--format", "parquet", "--write", out.toString(), SESSION.toString());
        assertThat(written).isEqualTo(new Tools.Result(ExitCode.DONE, "", ""));
        Tools.Result asked = vedette("query", "--csv", "@protocols", out.toString());
        assertThat(asked)
                .isEqualTo(new Tools.Result(
                        ExitCode.DONE,
                        "proto,flows,packets,bytes\nTCP,4,131,89917\nICMP,2,7,566\nIPv6-ICMP,1,1,72\nUDP,1,1,34\n",
                        ""));
    }

    @Test
    void aDaemonNeverHasDuckdbOnItsClassPath() throws Exception {
        addDuckdb();
        List<String> told = List.of("VEDETTE_OPTS=-XshowSettings:properties");
        assertThat(vedette(told, "query", "--list").err()).contains("lib/query/duckdb_jdbc");
        Tools.Result run = vedette(told, "run", "--interface", "nosuch0", "--set", "metrics.listen=");
        assertThat(run.err()).contains("java.class.path").doesNotContain("duckdb");
    }
}
