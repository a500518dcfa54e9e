package vedette.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectorConfigTest {
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
        "ipfix+tcp://h:4739, ipfix+tcp is not available in this version; use ipfix+udp://HOST:PORT or file:DIR",
        "ipfix+tls://h, ipfix+tls is not available in this version; use ipfix+udp://HOST:PORT or file:DIR",
        "syslog+tls://h, syslog+tls is not available in this version; use ipfix+udp://HOST:PORT or file:DIR",
        "udp://h:9995, unknown scheme udp; use ipfix+udp://HOST:PORT or file:DIR",
        "127.0.0.1:9995, unknown scheme 127.0.0.1; use ipfix+udp://HOST:PORT or file:DIR",
        "collector, no scheme; use ipfix+udp://HOST:PORT or file:DIR",
        "ipfix+udp:h:1, no host; use ipfix+udp://HOST:PORT or file:DIR",
        "ipfix+udp://, no host; use ipfix+udp://HOST:PORT or file:DIR",
        "ipfix+udp://:4739, no host; use ipfix+udp://HOST:PORT or file:DIR",
        "ipfix+udp://a b, no host; use ipfix+udp://HOST:PORT or file:DIR",
        "ipfix+udp://h/path, no host; use ipfix+udp://HOST:PORT or file:DIR",
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
                .hasMessage("collector.uri " + text + ": " + why);
    }

    @Test
    void limitsAreHeldAndNamed() {
        assertThatThrownBy(() -> new CollectorConfig("", IpfixProfile.BIFLOW, 0, 1, 1420, 0))
                .hasMessage("collector.queue-records must be 2 to 2097152, was 1");
        assertThatThrownBy(() -> new CollectorConfig("", IpfixProfile.BIFLOW, 1L << 32, 2, 1420, 0))
                .hasMessage("collector.domain must be 0 to 4294967295, was 4294967296");
        assertThatThrownBy(() -> new CollectorConfig("", IpfixProfile.BIFLOW, 0, 2, 511, 0))
                .hasMessage("collector.max-packet must be 512 to 65507, was 511");
        assertThatThrownBy(() -> new CollectorConfig("", IpfixProfile.BIFLOW, 0, 2, 512, -1))
                .hasMessageStartingWith("collector.rate must be 0 to ");
        assertThatThrownBy(CollectorConfig.DEFAULT::target).hasMessageStartingWith("collector.uri is missing");
        assertThatThrownBy(() -> new IpfixConfig(Duration.ZERO, 1))
                .hasMessage("ipfix.template-refresh must be 1 s to 1 day, was 0.0 s");
        assertThatThrownBy(() -> new IpfixConfig(Duration.ofMinutes(10), 0))
                .hasMessage("ipfix.template-refresh-messages must be at least 1, was 0");
    }

    @Test
    void aDirectoryMustHaveAName() {
        assertThat(CollectorConfig.of("file:out/flows").directory()).isEqualTo("out/flows");
        assertThatThrownBy(() -> CollectorConfig.of("file:"))
                .hasMessage("collector.uri file: names no directory; use file:DIR");
    }

    @Test
    void aCollectorIsFedAsTheDefaultsSay() {
        CollectorConfig config = CollectorConfig.of("ipfix+udp://h");
        assertThat(config.profile()).isEqualTo(IpfixProfile.BIFLOW);
        assertThat(config.maxPacket()).isEqualTo(1420);
        assertThat(config.target().port()).isEqualTo(4739);
    }
}
