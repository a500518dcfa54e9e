package vedette.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectorConfigTest {
    private static final String USE =
            "use ipfix+udp, ipfix+tcp, ipfix+tls, netflow9+udp, netflow5+udp, syslog+udp, syslog+tcp or syslog+tls"
                    + " with ://HOST:PORT, or file:DIR";

    @Test
    void e28everySchemeHasTheRegisteredPort() {
        assertThat(CollectorUri.parse("ipfix+udp://h")).hasToString("ipfix+udp://h:4739");
        assertThat(CollectorUri.parse("ipfix+tcp://h")).hasToString("ipfix+tcp://h:4739");
        assertThat(CollectorUri.parse("ipfix+tls://h")).hasToString("ipfix+tls://h:4740");
        assertThat(CollectorUri.parse("syslog+tls://h")).hasToString("syslog+tls://h:6514");
        assertThat(CollectorUri.parse("syslog+udp://h")).hasToString("syslog+udp://h:514");
        assertThat(CollectorUri.parse("syslog+tcp://h")).hasToString("syslog+tcp://h:601");
        assertThat(CollectorUri.parse("syslog+tcp://[::1]:6514").scheme()).isEqualTo(CollectorUri.Scheme.SYSLOG_TCP);
    }

    @ParameterizedTest
    @CsvSource({
        "ipfix+tcp://collector-1.example, ipfix-tcp-collector-1.example-4739",
        "ipfix+tls://192.0.2.1:4001, ipfix-tls-192.0.2.1-4001",
        "ipfix+tcp://[fd00::1:2]:4001, ipfix-tcp-fd00-1-2-4001-56592f8a",
        "ipfix+tcp://[fd00:1::2]:4001, ipfix-tcp-fd00-1-2-4001-2cec4aa0",
        "ipfix+tcp://a_b, ipfix-tcp-a-b-4739-7e1a7f39",
        "ipfix+tcp://a--b, ipfix-tcp-a-b-4739-3ef4bdcc",
    })
    void asTheNameOfAFileTwoUrisStayTwo(String uri, String name) {
        assertThat(CollectorUri.parse(uri).fileName()).isEqualTo(name);
    }

    @Test
    void aNetflowCollectorHasTheUsualPort() {
        assertThat(CollectorUri.parse("netflow9+udp://h")).hasToString("netflow9+udp://h:2055");
        assertThat(CollectorUri.parse("netflow5+udp://h")).hasToString("netflow5+udp://h:2055");
    }

    @ParameterizedTest
    @CsvSource({
        "ipfix+udp://127.0.0.1:9995, 127.0.0.1, 9995, ipfix+udp://127.0.0.1:9995",
        "ipfix+udp://collector.example, collector.example, 4739, ipfix+udp://collector.example:4739",
        "IPFIX+UDP://c:65535, c, 65535, ipfix+udp://c:65535",
        "ipfix+udp://[2001:db8::1]:1, 2001:db8::1, 1, ipfix+udp://[2001:db8::1]:1",
        "ipfix+udp://[::1], ::1, 4739, ipfix+udp://[::1]:4739",
    })
    void aUriIsTakenApartAndPutTogetherAgain(String text, String host, int port, String whole) {
        CollectorUri uri = CollectorUri.parse(text);
        assertThat(uri.scheme()).isEqualTo(CollectorUri.Scheme.IPFIX_UDP);
        assertThat(uri.host()).isEqualTo(host);
        assertThat(uri.port()).isEqualTo(port);
        assertThat(uri).hasToString(whole);
    }

    @ParameterizedTest
    @CsvSource({
        "ipfix+dtls://h, unknown scheme ipfix+dtls; USE",
        "udp://h:9995, unknown scheme udp; USE",
        "127.0.0.1:9995, unknown scheme 127.0.0.1; USE",
        "collector, no scheme; USE",
        "ipfix+udp:h:1, no host; USE",
        "ipfix+udp://, no host; USE",
        "ipfix+udp://:4739, no host; USE",
        "ipfix+udp://a b, no host; USE",
        "ipfix+udp://h/path, no host; USE",
        "ipfix+udp://h:, 'the port must be 1 to 65535, was empty'",
        "ipfix+udp://h:0, 'the port must be 1 to 65535, was 0'",
        "ipfix+udp://h:65536, 'the port must be 1 to 65535, was 65536'",
        "ipfix+udp://h:99999999999, 'the port must be 1 to 65535, was 99999999999'",
        "ipfix+udp://h:-1, 'the port must be 1 to 65535, was -1'",
        "ipfix+udp://[::1]4739, 'the port must be 1 to 65535, was 739'",
        "ipfix+udp://[::1, an IPv6 address needs its closing bracket",
        "ipfix+udp://2001:db8::1, an IPv6 address stands in brackets: ipfix+udp://[2001:db8::1]:4739",
    })
    void aBadUriIsToldWithWhatIsAllowed(String text, String why) {
        assertThatThrownBy(() -> CollectorUri.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("collector.uri " + text + ": " + why.replace("USE", USE));
    }

    @Test
    void limitsAreHeldAndNamed() {
        assertThatThrownBy(() -> CollectorConfig.DEFAULT.withQueueRecords(1))
                .hasMessage("collector.queue-records must be 2 to 524288, was 1");
        assertThatThrownBy(() -> CollectorConfig.DEFAULT.withDomain(1L << 32))
                .hasMessage("collector.domain must be 0 to 4294967295, was 4294967296");
        assertThatThrownBy(() -> CollectorConfig.DEFAULT.withMaxPacket(511))
                .hasMessage("collector.max-packet must be 512 to 65507, was 511");
        assertThatThrownBy(() -> CollectorConfig.DEFAULT.withRate(-1))
                .hasMessageStartingWith("collector.rate must be 0 to ");
        assertThatThrownBy(CollectorConfig.DEFAULT::target).hasMessageStartingWith("collector.uri is missing");
        assertThatThrownBy(() -> new IpfixConfig(0, Duration.ZERO, 1))
                .hasMessage("ipfix.template-refresh must be 1 s to 1 day, was 0.0 s");
        for (long number : new long[] {-1, 29305, 1L << 32}) {
            assertThatThrownBy(() -> new IpfixConfig(number, Duration.ofMinutes(10), 500))
                    .hasMessageStartingWith("ipfix.enterprise-number must be 0 to 4294967295 and not 29305");
        }
        assertThatThrownBy(() -> new IpfixConfig(0, Duration.ofMinutes(10), 0))
                .hasMessage("ipfix.template-refresh-messages must be at least 1, was 0");
    }

    @Test
    void standInsAreReachedAsTheCollectorIs() {
        CollectorConfig collector = CollectorConfig.of("syslog+tls://one").withFailover(List.of("syslog+tls://two:7"));
        assertThat(collector.targets()).hasToString("[syslog+tls://one:6514, syslog+tls://two:7]");
        assertThatThrownBy(() -> collector.withFailover(List.of("syslog+tcp://two")))
                .hasMessage("collector.failover syslog+tcp://two: must have the scheme of collector.uri");
        assertThatThrownBy(() -> collector.withFailover(List.of("two")))
                .hasMessage("collector.failover two: no scheme; " + USE);
        assertThatThrownBy(() -> CollectorConfig.of("ipfix+udp://one").withFailover(List.of("ipfix+udp://two")))
                .hasMessageStartingWith("collector.failover ipfix+udp://two: over UDP nobody knows");
        assertThatThrownBy(() -> CollectorConfig.of("file:out").withFailover(List.of("ipfix+tcp://two")))
                .hasMessage("collector.failover ipfix+tcp://two: must have the scheme of collector.uri");
    }

    @Test
    void aCertificateGoesWithItsKey() {
        assertThatThrownBy(() -> new TlsConfig("", "own.pem", "", ""))
                .hasMessage("collector.tls.key is missing: collector.tls.certificate names the certificate of one");
        assertThatThrownBy(() -> new TlsConfig("", "", "own.key", ""))
                .hasMessage("collector.tls.certificate is missing: collector.tls.key names the key of one");
        assertThatThrownBy(() -> new TlsConfig("", "", "", "https://collector.example"))
                .hasMessageStartingWith("collector.tls.name must be a DNS name or an address");
        assertThat(new TlsConfig("", "", "", "2001:db8::1").name()).isEqualTo("2001:db8::1");
    }

    @Test
    void e31attemptsToConnectAreAMinuteApartAndAtLeastASecond() {
        assertThat(ExportConfig.DEFAULT.reconnect()).isEqualTo(Duration.ofMinutes(1));
        assertThatThrownBy(() -> new ExportConfig(Duration.ofMillis(999), "", 1 << 20, 0))
                .hasMessage("export.reconnect must be 1 s to 1 day, was 0.999 s");
    }

    @Test
    void aDirectoryMustHaveAName() {
        assertThat(CollectorConfig.of("file:out/flows").directory()).isEqualTo("out/flows");
        assertThatThrownBy(() -> CollectorConfig.of("file:"))
                .hasMessage("collector.uri file: names no directory; use file:DIR");
    }

    @Test
    void aCollectorIsGivenAllThatItCanTakeUnlessItSaysOtherwise() {
        assertThat(CollectorConfig.of("ipfix+udp://h").kinds()).containsExactly(RecordKind.values());
        assertThat(CollectorConfig.of("file:out").kinds()).containsExactly(RecordKind.values());
        assertThat(CollectorConfig.of("syslog+tcp://h").kinds()).containsExactly(RecordKind.ALERTS, RecordKind.HEALTH);
        assertThat(CollectorConfig.of("syslog+tcp://h")
                        .withSend(List.of(RecordKind.HEALTH))
                        .kinds())
                .containsExactly(RecordKind.HEALTH);
    }

    @Test
    void alertsGoOverIpfixOnceThereAreElementsForThem() {
        CollectorConfig config = CollectorConfig.of("ipfix+udp://h").withSend(List.of(RecordKind.ALERTS));
        assertThatThrownBy(() -> config.checkFor(IpfixConfig.DEFAULT))
                .hasMessageStartingWith("collector.send \"alerts\": IPFIX has elements for them once");
        config.checkFor(new IpfixConfig(32473, Duration.ofMinutes(10), 500));
    }

    @Test
    void aCollectorIsFedAsTheDefaultsSay() {
        CollectorConfig config = CollectorConfig.of("ipfix+udp://h");
        assertThat(config.profile()).isEqualTo(IpfixProfile.BIFLOW);
        assertThat(config.maxPacket()).isEqualTo(1420);
        assertThat(config.target().port()).isEqualTo(4739);
    }
}
