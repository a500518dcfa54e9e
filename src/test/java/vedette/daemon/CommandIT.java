package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vedette.Tools;
import vedette.capture.CaptureWriter;
import vedette.net.LinkType;

/** The command as it is laid out and started by its launcher. */
@Timeout(120)
class CommandIT {
    private static final Path VEDETTE = Path.of(System.getProperty("vedette.home", "target/vedette"), "bin", "vedette")
            .toAbsolutePath();
    private static final Path CLOSED = Path.of("pcaps/tcp-close/traffic.pcap").toAbsolutePath();
    private static final String NOBODY = "65534";

    @TempDir
    Path temporary;

    private Path out;

    @BeforeEach
    void openDirectory() throws IOException {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        out = temporary.resolve("out");
    }

    static Stream<Path> everyJava() throws IOException {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (Stream<Path> found = Files.list(installed)) {
                found.filter(home -> Files.isExecutable(home.resolve("bin/java"))
                                && Files.isRegularFile(home.resolve("release"))
                                && !Files.isSymbolicLink(home))
                        .forEach(homes::add);
            }
        }
        return homes.stream().distinct();
    }

    @ParameterizedTest
    @MethodSource("everyJava")
    void everyJavaReplaysWithoutAWordOfItsOwn(Path javaHome) throws Exception {
        CommandLineRun version = run(command("version").javaHome(javaHome));
        assertThat(version.err()).isEmpty();
        assertThat(version.out()).startsWith("vedette 0.").contains("Java ");
        CommandLineRun replay =
                run(command("replay", "--quiet", "--write", out.toString(), "--filter", "tcp", CLOSED.toString())
                        .javaHome(javaHome));
        assertThat(replay).isEqualTo(new CommandLineRun(ExitCode.DONE, "", ""));
        assertThat(Files.readAllLines(out.resolve("flows.jsonl"))).hasSize(1);
    }

    @Test
    void aJavaTooOldIsNamed() throws Exception {
        Path old = temporary.resolve("java-11");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"\n");
        executable(old.resolve("bin/java"), "exit 99\n");
        CommandLineRun run = run(command("version").javaHome(old));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .isEqualTo("vedette: " + old + "/bin/java is Java 11; Java 17 or newer is needed, set JAVA_HOME\n");
    }

    @Test
    void aJavaWithoutReleaseFileIsAsked() throws Exception {
        Path old = temporary.resolve("java-8");
        Files.createDirectories(old.resolve("bin"));
        executable(old.resolve("bin/java"), "echo 'openjdk version \"1.8.0_402\"' >&2\n");
        assertThat(run(command("version").javaHome(old)).err()).contains("is Java 8; Java 17 or newer is needed");
    }

    @Test
    void aJavaHomeWithoutJavaIsNamed() throws Exception {
        CommandLineRun run = run(command("version").javaHome(temporary));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .isEqualTo("vedette: there is no Java in JAVA_HOME (" + temporary
                        + "); set it to a Java 17 or newer, or unset it\n");
    }

    @Test
    void withoutAnyJavaTheUserIsToldWhatToInstall() throws Exception {
        Path tools = Files.createDirectory(temporary.resolve("tools"));
        for (String tool : List.of("dirname", "readlink", "sed")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of(Tools.tool(tool)));
        }
        CommandLineRun run = run(command("version").without("JAVA_HOME").with("PATH", tools.toString()));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .isEqualTo("vedette: there is no Java on the PATH; install Java 17 or newer, or set JAVA_HOME\n");
    }

    @Test
    void optionsOfTheUserStandAboveTheLaunchers() throws Exception {
        CommandLineRun run = run(command("version").with("VEDETTE_OPTS", "-Xmx321m -XshowSettings:vm"));
        assertThat(run.out() + run.err()).contains("321.00M");
    }

    @Test
    void aDaemonsMemoryIsBoundedOutsideOfTheHeapTooUnlessTheUserWantsAnother() throws Exception {
        CommandLineRun bounded = run(failing().with("VEDETTE_OPTS", "-XX:+PrintFlagsFinal"));
        assertThat(bounded.out()).containsPattern(" MaxHeapSize += " + (1 << 30) + " ");
        assertThat(bounded.out()).containsPattern(" MaxDirectMemorySize += " + (256 << 20) + " ");
        CommandLineRun other = run(failing().with("VEDETTE_OPTS", "-XX:MaxDirectMemorySize=48m -XX:+PrintFlagsFinal"));
        assertThat(other.out()).containsPattern(" MaxDirectMemorySize += " + (48 << 20) + " ");
    }

    @Test
    void aRingThatTheBoundHasNoRoomForIsRefusedWithWhatRaisesIt() throws Exception {
        Tools.require("root".equals(System.getProperty("user.name")), "only root can capture");
        CommandLineRun run = run(command(
                "run",
                "-i",
                "lo",
                "-c",
                collectorFile(),
                "-s",
                "capture.source=pcap4j",
                "-s",
                "capture.ring-size=512MiB"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines())
                .containsExactly("vedette: cannot capture from lo: no memory for capture.ring-size = 512MiB; lower it,"
                        + " or raise java's -XX:MaxDirectMemorySize through VEDETTE_OPTS");
    }

    private Launch failing() throws IOException {
        return command("run", "--interface", "nosuch0", "--config", collectorFile());
    }

    @Test
    void classesComeOutOfTheArchiveThatTheBuildHasMade() throws Exception {
        CommandLineRun run = run(command("version").with("VEDETTE_OPTS", "-Xlog:class+load"));
        assertThat(run.out()).contains("vedette.daemon.Main source: shared objects file (top)");
    }

    @Test
    void anArchiveOfAnotherPlaceIsPassedOverInSilence() throws Exception {
        Path moved = temporary.resolve("moved");
        run(new Launch(
                new ProcessBuilder("cp", "-r", VEDETTE.getParent().getParent().toString(), moved.toString())));
        CommandLineRun run =
                run(new Launch(new ProcessBuilder(moved.resolve("bin/vedette").toString(), "version")));
        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).singleElement().asString().startsWith("vedette 0.");
    }

    @Test
    void aCaptureMayComeOnStandardInput() throws Exception {
        CommandLineRun run =
                run(command("replay", "-q", "-w", out.toString(), "-").input(CLOSED));
        assertThat(run).isEqualTo(new CommandLineRun(ExitCode.DONE, "", ""));
        Path again = temporary.resolve("again");
        run(command("replay", "-q", "-w", again.toString(), CLOSED.toString()));
        assertThat(out.resolve("flows.jsonl")).hasSameBinaryContentAs(again.resolve("flows.jsonl"));
        assertThat(out.resolve("flows.ipfix")).hasSameBinaryContentAs(again.resolve("flows.ipfix"));
    }

    @Test
    void namesNeedNotBeAsciiInAnyLocale() throws Exception {
        Path capture = Files.copy(CLOSED, temporary.resolve("tcp-\u00fcber-\u4e2d.pcap"));
        CommandLineRun run = run(command("replay", "-q", "-w", out.toString(), capture.toString())
                .without("LC_CTYPE")
                .without("LANG")
                .with("LC_ALL", "C"));
        assertThat(run).isEqualTo(new CommandLineRun(ExitCode.DONE, "", ""));
    }

    @Test
    void aReplayThatWaitsForItsInputEndsWhenItIsTold() throws Exception {
        CaptureWriter capture = CaptureWriter.pcap(ByteOrder.LITTLE_ENDIAN, LinkType.ETHERNET);
        byte[] frame = new byte[1000];
        for (int i = 0; i < 2000; i++) {
            capture.packet(1_700_000_000_000_000_000L + i * 1_000_000L, frame);
        }
        Path stderr = temporary.resolve("stderr");
        Process process = command("replay", "-q", "-w", out.toString(), "-").start(stderr);
        try (OutputStream input = process.getOutputStream()) {
            input.write(capture.toBytes()); // more than a pipe holds, so most of it has been read
            input.flush();
            Tools.run("kill", "-TERM", Long.toString(process.pid()));
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(stderr).hasContent("vedette: interrupted; all that had been read until then is in the output\n");
        assertThat(process.exitValue()).isEqualTo(ExitCode.FAILED);
        JsonNode summary =
                new ObjectMapper().readTree(out.resolve("summary.json").toFile());
        assertThat(summary.get("interrupted").asBoolean()).isTrue();
        assertThat(summary.at("/packets/captured").asLong()).isPositive();
        assertThat(summary.at("/conservation/error_packets").asLong(-1)).isZero();
    }

    @Test
    void aFileThatMayNotBeReadIsNamed() throws Exception {
        Path secret = Files.copy(CLOSED, temporary.resolve("secret.pcap"));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        CommandLineRun run = run(asNobody("replay", "-q", secret.toString()));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .startsWith("vedette: " + secret + ": ")
                .contains("permission");
    }

    @Test
    void aConfigurationThatMayNotBeReadIsNamed() throws Exception {
        Path secret = Files.writeString(temporary.resolve("secret.toml"), "");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        CommandLineRun run = run(asNobody("check", "--config", secret.toString()));
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.errLines()).containsExactly("vedette: " + secret + ": cannot be read: check its owner and mode");
    }

    @Test
    void aDirectoryThatMayNotBeWrittenIsNamed() throws Exception {
        CommandLineRun inside = run(asNobody("replay", "-q", "-w", temporary.toString(), CLOSED.toString()));
        assertThat(inside.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(inside.errLines())
                .containsExactly("vedette: cannot write to " + temporary
                        + ": permission denied; choose another directory or change its mode");
        CommandLineRun below = run(asNobody("replay", "-q", "-w", out.toString(), CLOSED.toString()));
        assertThat(below.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(below.errLines())
                .containsExactly("vedette: cannot make the directory " + out + ": permission denied");
    }

    @Test
    void aFullDiskIsNamedAndEndsTheReplay() throws Exception {
        Path full = Files.createDirectory(temporary.resolve("full"));
        Files.createSymbolicLink(full.resolve("flows.jsonl"), Path.of("/dev/full"));
        CommandLineRun run =
                run(command("replay", "-q", "--force", "--format", "jsonl", "-w", full.toString(), CLOSED.toString()));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines())
                .containsExactly("vedette: cannot write " + full.resolve("flows.jsonl")
                        + ": No space left on device; 1 flow record of 1 did not get there");
    }

    @Test
    void aSummaryThatCouldNotBeWrittenIsAFailure() throws Exception {
        CommandLineRun run = run(new Launch(new ProcessBuilder(
                "sh", "-c", "exec \"$0\" replay \"$1\" > /dev/full", VEDETTE.toString(), CLOSED.toString())));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines())
                .containsExactly("vedette: cannot write to standard output; what it was to be told is lost");
    }

    @Test
    void eachFileThatAFullDiskCutIsNamed() throws Exception {
        Path full = Files.createDirectory(temporary.resolve("full"));
        Files.createSymbolicLink(full.resolve("flows.jsonl"), Path.of("/dev/full"));
        Files.createSymbolicLink(full.resolve("summary.json"), Path.of("/dev/full"));
        CommandLineRun run = run(command(
                "replay", "-q", "--force", "--format", "jsonl,summary", "-w", full.toString(), CLOSED.toString()));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines())
                .containsExactly(
                        "vedette: cannot write " + full.resolve("flows.jsonl")
                                + ": No space left on device; 1 flow record of 1 did not get there",
                        "vedette: cannot write " + full.resolve("summary.json") + ": No space left on device");
    }

    @Test
    void withoutTheRightToCaptureTheUserIsToldHowToGetIt() throws Exception {
        CommandLineRun run = run(asNobody("run", "--interface", "lo", "--config", collectorFile()));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .startsWith("vedette: cannot capture from lo: no right to capture: ");
    }

    @Test
    void anInterfaceThatIsNotThereIsNamed() throws Exception {
        CommandLineRun run = run(failing());
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).singleElement().asString().startsWith("vedette: cannot capture from nosuch0: ");
    }

    @Test
    void interfacesAreListed() throws Exception {
        CommandLineRun run = run(command("interfaces"));
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("interface").containsPattern("(?m)^lo +\\d+ ");
    }

    private String collectorFile() throws IOException {
        return Files.writeString(
                        temporary.resolve("v.toml"),
                        "[[collector]]\nuri = \"ipfix+udp://127.0.0.1:4739\"\n[metrics]\nlisten = \"\"\n")
                .toString();
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Launch command(String... arguments) {
        List<String> words = new ArrayList<>(List.of(VEDETTE.toString()));
        words.addAll(List.of(arguments));
        return new Launch(new ProcessBuilder(words));
    }

    /** By a user without rights, which takes one with all; from a copy, as the checkout may be its owner's alone. */
    private Launch asNobody(String... arguments) throws Exception {
        Tools.require("root".equals(System.getProperty("user.name")), "only root can become another user");
        Path open = Files.createTempDirectory(temporary, "open");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path home = open.resolve("vedette");
        Tools.Result copied =
                Tools.run("cp", "-a", VEDETTE.getParent().getParent().toString(), home.toString());
        assertThat(copied.exit()).as(copied.err()).isZero();
        String capture = Files.copy(CLOSED, open.resolve("closed.pcap")).toString();
        List<String> words = new ArrayList<>(
                List.of(Tools.tool("setpriv"), "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"));
        words.add(home.resolve("bin/vedette").toString());
        for (String argument : arguments) {
            words.add(argument.equals(CLOSED.toString()) ? capture : argument);
        }
        return new Launch(new ProcessBuilder(words));
    }

    private CommandLineRun run(Launch launch) throws IOException, InterruptedException {
        Path stdout = Files.createTempFile(temporary, "stdout", "");
        Path stderr = Files.createTempFile(temporary, "stderr", "");
        Process process = launch.builder
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile())
                .start();
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new CommandLineRun(process.exitValue(), Files.readString(stdout), Files.readString(stderr));
    }

    /** A command to be started in an environment of its own. */
    private record Launch(ProcessBuilder builder) {
        Launch javaHome(Path home) {
            return with("JAVA_HOME", home.toString());
        }

        Launch with(String variable, String value) {
            builder.environment().put(variable, value);
            return this;
        }

        Launch without(String variable) {
            builder.environment().remove(variable);
            return this;
        }

        Launch input(Path file) {
            builder.redirectInput(file.toFile());
            return this;
        }

        Process start(Path stderr) throws IOException {
            return builder.redirectError(stderr.toFile()).start();
        }
    }
}
