package vedette.export.anonymize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnonymousTextTest {
    private final AnonymousText text = new AnonymousText(new Pseudonyms(CryptoPanTest.SAMPLE_KEY));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "calls 10.185.25.118 TCP port 443 | calls 117.161.29.118 TCP port 443",
                "10.185.25.118:443 | 117.161.29.118:443",
                "from 24.0.250.221, 24.5.0.80. | from 100.15.198.226, 100.9.15.210.",
                "(24.0.250.221-24.5.0.80) | (100.15.198.226-100.9.15.210)",
                "24.0.250.221/32 | 100.15.198.226",
                "of 24.0.0.0/16: many | of 100.15.0.0/16: many",
                "24.0.250.221/8 of them | 100.15.198.226/8 of them",
                "+0.123s [2001:db8::1]:80 refused | +0.123s [4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1e]:80 refused",
                "2001:db8::2: 7 | 4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1c: 7",
                "2001:db8::/32 | 4401:2bc::/32",
                "::1-::2 | 78ff:f001:9fc0:20df:8380:b1f1:704:ed-78ff:f001:9fc0:20df:8380:b1f1:704:ef",
                "mac 02:00:5e:10:00:aB, | mac 00:00:00:00:00:00,",
                "5.4 Mbit/s within 0.7 s (+-0.1 %), 22/tcp x3 | 5.4 Mbit/s within 0.7 s (+-0.1 %), 22/tcp x3",
                "at 12:30:45 beef. added: 1.2.3 | at 12:30:45 beef. added: 1.2.3",
            })
    void whatIsAnAddressIsReplacedAndTheRestIsNot(String before, String after) {
        assertThat(text.of(before)).isEqualTo(after);
    }

    @org.junit.jupiter.api.Test
    void anIpv4AddressInsideAnIpv6AddressIsPartOfIt() {
        assertThat(text.of("::ffff:10.185.25.118"))
                .doesNotContain("10.185.25.118")
                .startsWith("78ff:");
        assertThat(text.of("::ffff:10.185.25.118")).isEqualTo(text.of("::ffff:ab9:1976"));
        assertThat(text.of("::ffff:10.185.25.118")).isEqualTo(text.of("0:0:0:0:0:ffff:ab9:1976"));
    }
}
