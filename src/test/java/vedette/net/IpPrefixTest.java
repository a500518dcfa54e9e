package vedette.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpPrefixTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1, 10.0.0.1",
        "10.0.0.0, 10.0.0.255, 10.0.0.0/24",
        "10.0.0.254, 10.0.1.1, 10.0.0.0/23",
        "10.0.0.1, 192.0.2.1, 0.0.0.0/0",
        "2001:db8::1, 2001:db8::1, 2001:db8::1",
        "2001:db8::1, 2001:db8::ffff, 2001:db8::/112",
        "2001:db8::, 2001:db8:0:1::, 2001:db8::/63",
        "2001:db8::1, fd00::1, ::/0",
    })
    void spansTwoAddresses(String address, String other, String prefix) {
        IpPrefix a = IpPrefix.parse(address);
        IpPrefix b = IpPrefix.parse(other);
        assertThat(IpPrefix.spanning(a.ipVersion(), a.hi(), a.lo(), b.hi(), b.lo()))
                .hasToString(prefix)
                .isEqualTo(IpPrefix.spanning(a.ipVersion(), b.hi(), b.lo(), a.hi(), a.lo()));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "198.51.100.7, 198.51.100.7, true",
        "198.51.100.7, 198.51.100.6, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::, false",
        "2001:db8:0:1::/64, 2001:db8:0:1:ffff::, true",
        "2001:db8:0:1:8000::/65, 2001:db8:0:1:7fff::, false",
        "::/0, 192.0.2.1, false",
        "fd00::/8, fdff::1, true",
    })
    void anAddressIsInThePrefixWhoseBitsItShares(String prefix, String address, boolean inside) {
        IpPrefix single = IpPrefix.parse(address);
        assertThat(IpPrefix.parse(prefix).contains(single.ipVersion(), single.hi(), single.lo()))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.0/24", "10.0.0.0/8", "2001:db8::/32", "::1", "198.51.100.7", "::/0", "0.0.0.0/0"})
    void aPrefixReadsAsItIsWritten(String text) {
        assertThat(IpPrefix.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "192.0.2", "192.0.2.256", "192.0.2.01", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1", "1.2.3.4.5",
                "2001:db8::/129", "2001:db8", "1::2::3", "12345::", "host.example", ":::", "1:2:3:4:5:6:7:8:9", "::g",
            })
    void whatIsNoPrefixIsRefused(String text) {
        assertThatThrownBy(() -> IpPrefix.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bitsBehindThePrefixAreAMistake() {
        assertThatThrownBy(() -> IpPrefix.parse("192.0.2.7/24"))
                .hasMessage("192.0.2.7/24 has bits set behind the prefix; did you mean 192.0.2.0/24?");
    }
}
