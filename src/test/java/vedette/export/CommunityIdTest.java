package vedette.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vedette.flow.FlowRecords;

/** Against the values published with the specification of Community ID version 1, seed 0. */
class CommunityIdTest {
    private final CommunityId communityId = new CommunityId();

    @ParameterizedTest
    @CsvSource({
        "6, 128.232.110.120, 34855, 66.35.250.204, 80, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
        "17, 192.168.1.52, 54585, 8.8.8.8, 53, 1:d/FP5EW3wiY1vCndhwleRRKHowQ=",
        "132, 192.168.170.8, 7, 192.168.170.56, 7, 1:MP2EtRCAUIZvTw6MxJHLV7N7JDs=",
        "6, 2001:470:e5bf:dead:4957:2174:e82c:4887, 63943, 2607:f8b0:400c:c03::1a, 25, 1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=",
        "46, 10.1.12.1, 0, 10.1.12.2, 0, 1:KHlLkgoJW7ifUTyTSgyVfkFHzKw=",
    })
    void bothDirectionsHaveThePublishedValue(int protocol, String a, int aPort, String b, int bPort, String published)
            throws UnknownHostException {
        assertThat(id(protocol, a, b, aPort, bPort)).isEqualTo(published);
        assertThat(id(protocol, b, a, bPort, aPort)).isEqualTo(published);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 192.168.0.89, 192.168.0.1, 8, 0, 1:X0snYXpgwiv9TZtqg64sgzUn6Dk=",
        "1, 192.168.0.1, 192.168.0.89, 0, 0, 1:X0snYXpgwiv9TZtqg64sgzUn6Dk=",
        "58, fe80::200:86ff:fe05:80da, fe80::260:97ff:fe07:69ea, 135, 0, 1:dGHyGvjMfljg6Bppwm3bg0LO8TY=",
        "58, fe80::260:97ff:fe07:69ea, fe80::200:86ff:fe05:80da, 136, 0, 1:dGHyGvjMfljg6Bppwm3bg0LO8TY=",
        "58, fe80::260:97ff:fe07:69ea, fe80::200:86ff:fe05:80da, 135, 0, 1:zavyT/cezQr1fmImYCwYnMXbgck=",
        "58, 3ffe:507:0:1:200:86ff:fe05:80da, 3ffe:501:0:1001::2, 128, 0, 1:+TW+HtLHvV1xnGhV1lv7XoJrqQg=",
        "58, 3ffe:501:0:1001::2, 3ffe:507:0:1:200:86ff:fe05:80da, 129, 0, 1:+TW+HtLHvV1xnGhV1lv7XoJrqQg=",
        "58, fe80::200:86ff:fe05:80da, ff02::2, 133, 0, 1:hO+sN4H+MG5MY/8hIrXPqc4ZQz0=",
        "58, fe80::260:97ff:fe07:69ea, ff02::1, 134, 0, 1:pkvHqCL88/tg1k4cPigmZXUtL00=",
    })
    void anIcmpAnswerHasTheValueOfItsQuestion(
            int protocol, String from, String to, int type, int code, String published) throws UnknownHostException {
        assertThat(id(protocol, from, to, type, code)).isEqualTo(published);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 10.0.0.1, 10.0.0.2, 11, 0, 1:YHxtAirCG//0OzkcVAukqKQN9xM=",
        "58, 3ffe:501:1800:2345::2, 3ffe:507:0:1:200:86ff:fe05:80da, 3, 0, 1:2ObVBgIn28oZvibYZhZMBgh7WdQ=",
        "58, 3ffe:501:410:0:2c0:dfff:fe47:33e, 3ffe:507:0:1:200:86ff:fe05:80da, 1, 4, 1:hLZd0XGWojozrvxqE0dWB1iM6R0=",
    })
    void anIcmpMessageWithoutAnswerIsNotTurnedRound(
            int protocol, String from, String to, int type, int code, String published) throws UnknownHostException {
        assertThat(id(protocol, from, to, type, code)).isEqualTo(published);
        assertThat(id(protocol, to, from, type, code)).isNotEqualTo(published);
    }

    @Test
    void aFlowRecordHasTheValueOfItsKey() {
        FlowRecords record =
                FlowRecords.tcp().ipv4("128.232.110.120", "66.35.250.204").ports(34855, 80);
        assertThat(text(communityId.of(record.flow()))).isEqualTo("1:LQU9qZlK+B5F3KDmev6m5PMibrg=");
    }

    private String id(int protocol, String a, String b, int aPort, int bPort) throws UnknownHostException {
        byte[] aBytes = InetAddress.getByName(a).getAddress();
        byte[] bBytes = InetAddress.getByName(b).getAddress();
        return text(communityId.of(
                aBytes.length == 4 ? 4 : 6, protocol, hi(aBytes), lo(aBytes), hi(bBytes), lo(bBytes), aPort, bPort));
    }

    private static long hi(byte[] address) {
        return address.length == 4 ? 0 : ByteBuffer.wrap(address).getLong(0);
    }

    private static long lo(byte[] address) {
        ByteBuffer bytes = ByteBuffer.wrap(address);
        return address.length == 4 ? bytes.getInt(0) & 0xFFFF_FFFFL : bytes.getLong(8);
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
