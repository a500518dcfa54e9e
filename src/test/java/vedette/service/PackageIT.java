package vedette.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.Tools;

/** Installs the package in a bare Debian that has no JDK, upgrades, removes and purges it: {@code mvn -Pdeb verify}. */
class PackageIT {
    private static final String PACKAGE = System.getProperty("vedette.deb", "target/vedette_0.1.0_amd64.deb");
    private static final String NEXT_VERSION = "9999";

    @TempDir
    static Path directory;

    private static Container container;
    private static Map<String, String> saw;

    @BeforeAll
    static void install() throws Exception {
        container = Container.bare("package");
        container.write("package/about", "what the test compares");
        container.copy(Path.of(PACKAGE), "package/first.deb");
        container.copy(next(), "package/second.deb");
        container.copy(packed("pcaps/web-session/traffic.pcap"), "package/capture.pcap.zst");
        saw = container.boot(Path.of("src/test/resources/vedette/service/package.sh"));
    }

    /** The same package as the next version, whose configuration differs as well. */
    private static Path next() throws Exception {
        Path root = directory.resolve("next");
        Path control = root.resolve("DEBIAN/control");
        succeed("dpkg-deb", "-R", PACKAGE, root.toString());
        Files.writeString(
                control, Files.readString(control).replaceFirst("(?m)^Version: .*$", "Version: " + NEXT_VERSION));
        Files.writeString(
                root.resolve("etc/vedette/vedette.toml"), "\n# As of the next version.\n", StandardOpenOption.APPEND);
        Path built = directory.resolve("next.deb");
        succeed("dpkg-deb", "-Zgzip", "-b", root.toString(), built.toString());
        return built;
    }

    private static Path packed(String capture) throws Exception {
        Path packed = directory.resolve("capture.pcap.zst");
        succeed("zstd", "-q", capture, "-o", packed.toString());
        return packed;
    }

    private static void succeed(String... command) throws Exception {
        command[0] = Tools.tool(command[0]);
        Tools.Result result = Tools.run(command);
        assertThat(result.exit()).as(result.err()).isZero();
    }

    private static List<String> files(String listing) throws IOException {
        return container.read("package/" + listing).lines().toList();
    }

    @Test
    void thePackageIsAsDebianWantsIt() throws Exception {
        Tools.Result judged = Tools.run(
                Duration.ofMinutes(5), Tools.tool("lintian"), "--allow-root", "--fail-on", "error,warning", PACKAGE);
        assertThat(judged.exit()).as(judged.out() + judged.err()).isZero();
        assertThat(judged.out()).isEmpty();
    }

    @Test
    void itsUnitsNeedNothingThatIsNotInIt() throws IOException {
        List<String> units = List.of("vedette.service", "vedette@.service");
        Path root = directory.resolve("next/usr/lib/systemd/system");
        for (String unit : units) {
            assertThat(Files.readString(root.resolve(unit)))
                    .contains("ExecStart=/usr/bin/vedette run ")
                    .doesNotContain("/opt/", "jna.tmpdir");
        }
    }

    @Test
    void itInstallsWithoutAJdkAndStartsNothingThatIsNotConfigured() {
        assertThat(saw)
                .containsEntry("install", "0")
                .containsEntry("java", "")
                .containsEntry("enabled", "disabled")
                .containsEntry("active", "inactive");
        assertThat(saw.get("version")).startsWith("vedette ");
    }

    @Test
    void aReplayNeedsNoDirectoryThatAllowsToExecute() throws IOException {
        assertThat(saw).containsEntry("replay", "0").containsEntry("flows", "2");
        assertThat(container.read("package/complaints")).isEmpty();
    }

    @Test
    void aReplayStartsFromArchivedClasses() {
        int loaded = Integer.parseInt(saw.get("loaded"));
        assertThat(loaded).isGreaterThan(100);
        assertThat(Integer.parseInt(saw.get("archived"))).isGreaterThan(loaded * 9 / 10);
    }

    @Test
    void theServiceAndAnInstanceStartOnceConfigured() throws IOException {
        assertThat(saw)
                .containsEntry("start", "0")
                .containsEntry("started", "running")
                .containsEntry("instance", "running")
                .containsEntry("reload", "0");
        assertThat(saw.get("status")).startsWith("veth1: ").endsWith(" dropped");
    }

    @Test
    void anUpgradeKeepsTheConfigurationAndRestartsWhatRuns() {
        assertThat(saw)
                .containsEntry("upgrade", "0")
                .containsEntry("upgraded", NEXT_VERSION)
                .containsEntry("kept", "yes")
                .containsEntry("restarted", "running running")
                .containsEntry("new", "yes")
                .containsEntry("running", "2")
                .containsEntry("still", "enabled");
    }

    @Test
    void removalEndsWhatRunsAndLeavesConfigurationAndState() throws IOException {
        assertThat(saw).containsEntry("remove", "0").containsEntry("left", "0");
        assertThat(files("removed"))
                .contains(
                        "/etc/vedette/vedette.toml",
                        "/var/lib/private/vedette/flows/flows.jsonl",
                        "/var/lib/private/vedette@veth0/flows/flows.jsonl")
                .noneMatch(file -> file.startsWith("/usr/") && file.contains("vedette"));
    }

    @Test
    void afterAPurgeEverythingIsAsItWas() throws IOException {
        assertThat(saw).containsEntry("purge", "0");
        assertThat(files("after")).containsExactlyElementsOf(files("before"));
    }
}
