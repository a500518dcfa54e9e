package vedette.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.export.CollectorConfig;
import vedette.export.SyslogConfig;
import vedette.export.SyslogConfig.Facility;
import vedette.export.SyslogConfig.Format;
import vedette.export.SyslogConfig.Framing;
import vedette.flow.VlanKey;

class ConfigReaderTest {
    @Test
    void withoutFileAndSettingsEverythingHasItsDefault() throws ConfigException {
        assertThat(ConfigReader.read(null, List.of())).isEqualTo(Config.DEFAULT);
    }

    @Test
    void aFileStandsAboveDefaultsAndASettingAboveTheFile(@TempDir Path dir) throws ConfigException, IOException {
        Path file = Files.writeString(dir.resolve("v.toml"), "[flow]\nidle-udp = \"30s\"\nactive = \"1m\"\n");
        Config config = ConfigReader.read(file, List.of("flow.active=500ms", "flow.vlan-key=both"));
        assertThat(config.flow().idleUdp()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.flow().active()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.flow().vlanKey()).isEqualTo(VlanKey.BOTH);
        assertThat(config.flow().idleTcp()).isEqualTo(Config.DEFAULT.flow().idleTcp());
    }

    @Test
    void theLastSettingOfAKeyWins() throws ConfigException {
        Config config = ConfigReader.read(null, List.of("sensor.name=a", "sensor.name=b"));
        assertThat(config.sensor().name()).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eth0,eth1", "eth0, eth1", "[\"eth0\", \"eth1\"]"})
    void aSettingMayBeAList(String list) throws ConfigException {
        assertThat(ConfigReader.read(null, List.of("capture.interfaces=" + list))
                        .capture()
                        .interfaces())
                .containsExactly("eth0", "eth1");
    }

    @ParameterizedTest
    @CsvSource({"64MiB, 67108864", "67108864, 67108864", "65536KiB, 67108864", "1GiB, 1073741824"})
    void aSizeHasAUnitOrIsInOctets(String text, long octets) throws ConfigException {
        assertThat(ConfigReader.read(null, List.of("capture.ring-size=" + text))
                        .capture()
                        .ringSize())
                .isEqualTo(octets);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[flow]{}max-flow = 5 | v.toml:2:1: unknown key flow.max-flow; the nearest known key is flow.max-flows",
                "[flow]{}idel-tcp = '1s' | v.toml:2:1: unknown key flow.idel-tcp; the nearest known key is flow.idle-tcp",
                "[sensor]{}max-flows = 5 | v.toml:2:1: unknown key sensor.max-flows; the nearest known key is"
                        + " flow.max-flows",
                "[flwo]{}max-flows = 5 | v.toml:1:1: unknown section flwo; the nearest known section is flow",
                "[sensor]{}colour = 'red' | v.toml:2:1: unknown key sensor.colour; known keys here are hash-seed, name,"
                        + " save-interval, state-dir, workers",
            })
    void anUnknownKeyIsToldWithItsPlaceAndTheNearestKnownOne(String toml, String problem) {
        assertThat(problemsOf(toml)).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[flow]{}max-flows = 'many' | v.toml:2:1: flow.max-flows must be a whole number, was \"many\"",
                "[flow]{}max-flows = 1.5 | v.toml:2:1: flow.max-flows must be a whole number, was 1.5",
                "[flow]{}max-flows = 9999999999 | v.toml:2:1: flow.max-flows must be from -2147483648 to 2147483647,"
                        + " was 9999999999",
                "[flow]{}  idle-udp = 30 | v.toml:2:3: flow.idle-udp must be a duration such as \"300s\", \"5m\" or"
                        + " \"500ms\", was 30",
                "[flow]{}idle-udp = '30 parsecs' | v.toml:2:1: flow.idle-udp must be a duration such as \"300s\","
                        + " \"5m\" or \"500ms\", was \"30 parsecs\"",
                "[flow]{}idle-udp = '99999999999999999h' | v.toml:2:1: flow.idle-udp must be a duration such as"
                        + " \"300s\", \"5m\" or \"500ms\", was \"99999999999999999h\"",
                "[flow]{}vlan-key = 'inner' | v.toml:2:1: flow.vlan-key must be one of \"none\", \"outer\","
                        + " \"both\", was \"inner\"",
                "[capture]{}promiscuous = 'yes' | v.toml:2:1: capture.promiscuous must be true or false, was \"yes\"",
                "[capture]{}interfaces = 'eth0' | v.toml:2:1: capture.interfaces must be a list such as"
                        + " [\"a\", \"b\"], was \"eth0\"",
                "[capture]{}interfaces = ['eth0', 1] | v.toml:2:23: capture.interfaces must be a string in quotes, was 1",
                "[capture]{}ring-size = '64 bananas' | v.toml:2:1: capture.ring-size must be a size such as"
                        + " \"64MiB\", \"512KiB\" or a number of octets, was \"64 bananas\"",
                "flow = 5 | v.toml:1:1: flow is a section: write [flow] and its keys below",
                "[collector]{}uri = 'file:x' | v.toml:1:1: collector is a list of tables: write [[collector]] and its"
                        + " keys below",
            })
    void aWrongTypeIsToldWithItsPlaceAndWhatIsAllowed(String toml, String problem) {
        assertThat(problemsOf(toml)).containsExactly(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'6361741297x'", "63617.41297", "['6361741297']"})
    void aWrongSeedIsToldWithoutWhatWasWritten(String value) {
        assertThat(problemsOf("[sensor]{}hash-seed = " + value))
                .containsExactly(
                        "v.toml:2:1: sensor.hash-seed must be a whole number; what was written is secret, so it is"
                                + " not printed");
    }

    @Test
    void aWrongSettingOfTheSeedIsToldWithoutWhatWasWritten() {
        assertThatThrownBy(() -> ConfigReader.read(null, List.of("sensor.hash-seed=6361741297x")))
                .hasMessage("--set: sensor.hash-seed must be a whole number; what was written is secret, so it is not"
                        + " printed");
        assertThatThrownBy(() -> ConfigReader.read(null, List.of("sensor.hash-seed:6361741297")))
                .hasMessage("--set: must be KEY=VALUE such as flow.idle-udp=30s, was \"sensor.hash-seed...\"");
    }

    @Test
    void aPasswordInAUriIsToldAtItsPlaceAndNotPrinted() {
        String why = "no user information can stand before the host, and none is printed; " + URI_USE;
        assertThat(problemsOf("[[collector]]{}rate = 5{}uri = 'ipfix+tcp://user:hunter2@host:1'"))
                .containsExactly("v.toml:3:1: collector.uri: " + why);
        assertThat(problemsOf("[[collector]]{}uri = 'https://user:hunter2@host'"))
                .containsExactly("v.toml:2:1: collector.uri: " + why);
        assertThat(problemsOf("[[collector]]{}uri = 'ipfix+tcp://a'{}failover = ['ipfix+tcp://user:hunter2@b']"))
                .containsExactly("v.toml:3:1: collector.failover: " + why);
    }

    private static final String URI_USE =
            "use ipfix+udp, ipfix+tcp, ipfix+tls, netflow9+udp, netflow5+udp, syslog+udp, syslog+tcp or syslog+tls"
                    + " with ://HOST:PORT, or file:DIR";

    @Test
    void aValueThatTheStageRefusesIsToldAtItsPlace() {
        assertThat(problemsOf("[flow]{}idle-tcp = '10s'{}max-flows = 0"))
                .containsExactly("v.toml:3:1: flow.max-flows must be from 64 to 67108864, was 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[[collector]]{}rate = -1 | v.toml:2:1: collector.rate must be 0 to 2147483647, was -1",
                "[[collector]]{}uri = 'file:a'{}[collector.files]{}max-size = '1KiB' | v.toml:4:1: collector.files.max-size"
                        + " must be at least 64KiB, or 0B for no limit, was 1024 octets",
                "[[collector]]{}uri = 'file:a'{}[collector.files]{}keep = 1{}max-age = '10ms' | v.toml:5:1:"
                        + " collector.files.max-age must be at least 1s, or 0s for no limit, was 10 ms",
                "[[collector]]{}uri = 'file:a'{}[collector.files]{}keep = -1 | v.toml:4:1: collector.files.keep must be"
                        + " 0 to 1000000, was -1",
                "[[collector]]{}send = ['flows', 'flow'] | v.toml:2:18: collector.send must be one of \"flows\","
                        + " \"alerts\", \"health\", was \"flow\"",
                "[[collector]]{}send = ['flows', 'flows'] | v.toml:2:18: collector.send \"flows\": stands there twice",
                "[[collector]]{}uri = 'netflow5+udp://h'{}send = ['flows', 'health'] | v.toml:3:18: collector.send"
                        + " \"health\": this collector takes flows alone",
                "[[collector]]{}uri = 'ipfix+udp://h'{}send = ['alerts'] | v.toml:1:1: collector.send \"alerts\":"
                        + " IPFIX has elements for them once ipfix.enterprise-number is set",
                "[[collector]]{}only = ['tcp', '10.0.0.1/8'] | v.toml:2:16: collector.only \"10.0.0.1/8\": 10.0.0.1/8"
                        + " has bits set behind the prefix; did you mean 10.0.0.0/8?",
                "[[collector]]{}only = ['tpc'] | v.toml:2:9: collector.only \"tpc\": is no prefix such as 10.0.0.0/8,"
                        + " protocol such as tcp or service such as udp/53",
                "[[collector]]{}only = ['icmp/8'] | v.toml:2:9: collector.only \"icmp/8\": a port is of tcp, udp or"
                        + " sctp, was of icmp",
                "[[collector]]{}uri = 'file:a'{}[[collector]]{}uri = 'file:b'{}rates = 5 | v.toml:5:1: unknown key"
                        + " collector.rates; the nearest known key is collector.rate",
                "[[collector]]{}uri = 'udp://h' | v.toml:2:1: collector.uri udp://h: unknown scheme udp; use ipfix+udp, ipfix+tcp, ipfix+tls, netflow9+udp, netflow5+udp, syslog+udp, syslog+tcp or syslog+tls"
                        + " with ://HOST:PORT, or file:DIR",
                "[[collector]]{}uri = 'file:a'{}[collector.syslog]{}format = 'leef' | v.toml:4:1:"
                        + " collector.syslog.format must be one of \"rfc5424\", \"cef\", was \"leef\"",
            })
    void aCollectorIsCheckedWhereItStands(String toml, String problem) {
        assertThat(problemsOf(toml)).containsExactly(problem);
    }

    private static final String SPOOLED = "[export]{}spool-dir = '/var/lib/vedette/spool'{}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                SPOOLED
                        + "[[collector]]{}uri = 'ipfix+tcp://h'{}[[collector]]{}uri = 'ipfix+tcp://h:4739' | v.toml:6:1:"
                        + " collector.uri ipfix+tcp://h:4739: its spool would be that of ipfix+tcp://h; name each collector"
                        + " once, or leave out export.spool-dir",
                "[[collector]]{}uri = 'file:a'{}[[collector]]{}profile = 'full'{}uri = 'file:./b/../a/' | v.toml:5:1:"
                        + " collector.uri file:./b/../a/: its files would be those of file:a; give each collector a"
                        + " directory",
                "[[collector]]{}uri = 'file:a'{}queue-records = 1{}  | v.toml:3:1: collector.queue-records must be 2 to"
                        + " 524288, was 1",
                "[[collector]]{}uri = 'ipfix+udp://a'{}queue-records = 300000{}[[collector]]{}uri = 'ipfix+udp://b'{}"
                        + "queue-records = 300001 | v.toml:6:1: collector.queue-records 300001: all collectors together may"
                        + " have 524288, have 600001",
            })
    void collectorsThatGetIntoEachOthersWayAreRefusedWhereTheyStand(String toml, String problem) {
        assertThat(problemsOf(toml)).containsExactly(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[collector]]{}uri = 'ipfix+tcp://h'{}[[collector]]{}uri = 'ipfix+tcp://h'",
                SPOOLED + "[[collector]]{}uri = 'ipfix+udp://h'{}[[collector]]{}uri = 'ipfix+udp://h'",
                SPOOLED + "[[collector]]{}uri = 'ipfix+tcp://h'{}[[collector]]{}uri = 'ipfix+tls://h:4739'",
                SPOOLED + "[[collector]]{}uri = 'ipfix+tcp://[fd00::1:2]:4001'{}"
                        + "[[collector]]{}uri = 'ipfix+tcp://[fd00:1::2]:4001'",
                "[[collector]]{}uri = 'file:a'{}[[collector]]{}uri = 'file:a/b'",
            })
    void collectorsThatDoNotGetIntoEachOthersWayAreTaken(String toml) throws ConfigException {
        assertThat(ConfigReader.parse("v.toml", toml.replace("{}", "\n")).collector())
                .hasSize(2);
    }

    @Test
    void eachCollectorHasItsOwnSyslog() throws ConfigException {
        String toml = """
                [[collector]]
                uri = "syslog+tcp://a"
                [collector.syslog]
                format = "cef"
                framing = "lf"
                facility = "authpriv"
                [[collector]]
                uri = "syslog+tcp://b"
                """;
        Config config = ConfigReader.parse("v.toml", toml);
        assertThat(config.collector())
                .extracting(CollectorConfig::syslog)
                .containsExactly(
                        new SyslogConfig(Format.CEF, Framing.LF, Facility.AUTHPRIV),
                        new SyslogConfig(Format.RFC5424, Framing.OCTETS, Facility.LOCAL0));
        assertThat(ConfigReader.parse("written", ConfigWriter.toml(config))).isEqualTo(config);
    }

    @Test
    void aCollectorWithoutUriIsRefused() {
        assertThat(problemsOf("[sensor]{}name = 'a'{}[[collector]]{}rate = 5"))
                .containsExactly(
                        "v.toml:3:1: collector.uri is missing; use ipfix+udp, ipfix+tcp, ipfix+tls, netflow9+udp, netflow5+udp, syslog+udp, syslog+tcp or syslog+tls"
                                + " with ://HOST:PORT, or file:DIR");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThat(problemsOf("[flow]{}max-flow = 1{}idle-udp = 3{}[capture]{}snaplen = 'x'"))
                .hasSize(3);
    }

    @Test
    void whatIsNotTomlIsToldWithItsPlace() {
        assertThat(problemsOf("[flow]{}max-flows = {}"))
                .singleElement()
                .asString()
                .startsWith("v.toml:2:");
    }

    @Test
    void aKeyGivenTwiceIsRefused() {
        assertThat(problemsOf("[flow]{}max-flows = 100{}max-flows = 200"))
                .singleElement()
                .asString()
                .startsWith("v.toml:3:1: not TOML: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "flow.max-flow=5 | --set: unknown key flow.max-flow; the nearest known key is flow.max-flows",
                "flow.max-flows=many | --set: flow.max-flows must be a whole number, was \"many\"",
                "flow.max-flows | --set: must be KEY=VALUE such as flow.idle-udp=30s, was \"flow.max-flows\"",
                "=5 | --set: must be KEY=VALUE such as flow.idle-udp=30s, was \"=5\"",
                "flow=5 | --set: flow is a section: write [flow] and its keys below",
                "max-flows=5 | --set: unknown key max-flows; the nearest known key is flow.max-flows",
            })
    void aSettingPassesTheSameChecks(String setting, String problem) {
        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> ConfigReader.read(null, List.of(setting)));
        assertThat(refused.problems()).containsExactly(problem);
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        assertThatThrownBy(() -> ConfigReader.read(Path.of("no/such.toml"), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("no/such.toml: no such file; name an existing one with --config");
    }

    @Test
    void aDirectoryIsNoFile(@TempDir Path dir) {
        assertThatThrownBy(() -> ConfigReader.read(dir, List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(dir + ": cannot be read: it is a directory");
    }

    @Test
    void aFileThatIsNoTextIsRefused(@TempDir Path dir) throws IOException {
        Path file = Files.write(dir.resolve("v.toml"), new byte[] {(byte) 0xC3, 0x28});
        assertThatThrownBy(() -> ConfigReader.read(file, List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ": is not UTF-8 text");
    }

    private static List<String> problemsOf(String toml) {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class, () -> ConfigReader.parse("v.toml", toml.replace("{}", "\n")));
        return refused.problems();
    }

    @Test
    void aFileTooLongToBeAConfigurationIsNotRead(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("v.toml"), "# comment\n".repeat(30_000));
        assertThatThrownBy(() -> ConfigReader.read(file, List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("v.toml: is longer than 256 KiB");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "allow = [\"10.0.0.1\",  \"from 10.0.0.1/8\"] | v.toml:2:23: detect.allow \"from 10.0.0.1/8\": ",
                "allow = [\"port 1\", \"port 2\", \"port 1\"] | v.toml:2:30: detect.allow \"port 1\": stands there twice",
                "allow = [\"10.0.0.1\", \"scan.distributed port 22/tcp\"] | v.toml:2:22: detect.allow "
                        + "\"scan.distributed port 22/tcp\": can match nothing: scan.distributed has no such port",
                "enabled = [\"scna\"] | v.toml:2:12: detect.enabled \"scna\": there is no such detector",
                "local-nets = [\"10.0.0.0/8\", \"fd00::1/8\"] | v.toml:2:29: detect.local-nets \"fd00::1/8\": ",
                "alow = [] | v.toml:2:1: unknown key detect.alow; the nearest known key is detect.allow",
            })
    void anItemOfAListThatCannotBeIsToldWithItsPlace(String line, String problem) {
        assertThatThrownBy(() -> ConfigReader.parse("v.toml", "[detect]\n" + line))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(problem);
    }
}
