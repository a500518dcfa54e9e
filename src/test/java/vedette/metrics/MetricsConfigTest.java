package vedette.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsConfigTest {
    private static MetricsConfig listening(String listen) {
        return new MetricsConfig(listen, "", "", "", "", false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:9469", "127.1.2.3:1", "[::1]:9469", "localhost:0", ""})
    void whatOnlyThisMachineCanReachNeedsNoProtection(String listen) {
        assertThat(listening(listen).isOn()).isEqualTo(!listen.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {":9469", "0.0.0.0:9469", "[::]:9469", "192.0.2.1:9469", "sensor.example:9469", "127.example:1"})
    void whatOthersCanReachIsRefusedUnlessItIsProtectedOrMeantSo(String listen) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> listening(listen))
                .withMessageStartingWith("metrics.listen \"" + listen + "\" is open to other machines")
                .withMessageContaining("metrics.unprotected = true");
        assertThat(new MetricsConfig(listen, "cert.pem", "key.pem", "scraper", "password", false).isOn())
                .isTrue();
        assertThat(new MetricsConfig(listen, "", "", "", "", true).isOn()).isTrue();
    }

    @Test
    void aPasswordWithoutTlsIsNoProtectionNorIsTlsWithoutPassword() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MetricsConfig(":9469", "", "", "scraper", "password", false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MetricsConfig(":9469", "cert.pem", "key.pem", "", "", false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1       | no port",
                "127.0.0.1:      | the port must be 0 to 65535, was empty",
                "127.0.0.1:65536 | the port must be 0 to 65535, was 65536",
                "127.0.0.1:-1    | the port must be 0 to 65535, was -1",
                "::1:9469        | an IPv6 address stands in brackets",
                "http://a:80     | an IPv6 address stands in brackets",
                "a b:80          | no address"
            })
    void whatIsNoAddressIsRefusedWithWhatIsAllowed(String listen, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> listening(listen))
                .withMessage("metrics.listen \"" + listen + "\": " + why
                        + "; use ADDRESS:PORT, such as 127.0.0.1:9469 or [::1]:9469");
    }

    @Test
    void whatIsOfNoUseAloneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MetricsConfig("", "cert.pem", "", "", "", false))
                .withMessage("metrics.key is missing: metrics.certificate is of no use without it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MetricsConfig("", "", "key.pem", "", "", false))
                .withMessage("metrics.certificate is missing: metrics.key is of no use without it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MetricsConfig("", "", "", "scraper", "", false))
                .withMessage("metrics.password-file is missing: metrics.user is of no use without it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MetricsConfig("", "", "", "a:b", "password", false))
                .withMessage("metrics.user must have no colon, was \"a:b\"");
    }
}
