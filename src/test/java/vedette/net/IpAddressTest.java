package vedette.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, ::",
        "0, 1, ::1",
        "20010db800000000, 1, 2001:db8::1",
        "20010db800000001, 1, 2001:db8:0:1::1",
        "2001000000000001, 0000000000010001, 2001::1:0:0:1:1",
        "2001000000000001, 0000000000000001, 2001:0:0:1::1",
        "2001000100000001, 0001000100010001, 2001:1:0:1:1:1:1:1",
        "fe80000000000000, 020086fffe0580da, fe80::200:86ff:fe05:80da",
        "0, 0000ffffc0000201, ::ffff:192.0.2.1",
        "1, 0, 0:0:0:1::",
        "ffffffffffffffff, ffffffffffffffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "0001000000000000, 0, 1::",
    })
    void ipv6IsWrittenAsRfc5952Says(String hi, String lo, String text) {
        assertThat(IpAddress.text(6, Long.parseUnsignedLong(hi, 16), Long.parseUnsignedLong(lo, 16)))
                .isEqualTo(text);
    }

    @Property
    void ipv4IsWrittenInDottedDecimal(
            @ForAll @IntRange(max = 255) int a,
            @ForAll @IntRange(max = 255) int b,
            @ForAll @IntRange(max = 255) int c,
            @ForAll @IntRange(max = 255) int d) {
        assertThat(IpAddress.text(4, 0, (long) a << 24 | b << 16 | c << 8 | d))
                .isEqualTo(a + "." + b + "." + c + "." + d);
    }

    @Property
    void ipv6ReadsBackAsTheSameAddress(@ForAll long hi, @ForAll long lo, @ForAll long zeros)
            throws UnknownHostException {
        long holedHi = hi & (zeros & 1) - 1;
        long holedLo = lo & ~(zeros & 0xFFFF_FFFF_0000L);
        byte[] bytes = ByteBuffer.allocate(16).putLong(holedHi).putLong(holedLo).array();
        InetAddress expected = InetAddress.getByAddress(bytes);
        assertThat(InetAddress.getByName(IpAddress.text(6, holedHi, holedLo))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"6, TCP", "17, UDP", "1, ICMP", "58, IPv6-ICMP", "132, SCTP", "47, GRE", "143, Ethernet", "254, 254"})
    void protocolsHaveTheNamesOfEve(int protocol, String name) {
        assertThat(ProtocolName.of(protocol)).isEqualTo(name);
    }
}
