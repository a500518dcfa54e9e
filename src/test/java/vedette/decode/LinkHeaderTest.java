package vedette.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.net.EtherType;
import vedette.net.LinkType;

class LinkHeaderTest {
    private static final String IPV4 = HexFormat.of()
            .formatHex(PacketBuilder.raw()
                    .ipv4("10.0.0.1", "10.0.0.2")
                    .udp(1000, 2000)
                    .payload(4)
                    .build());
    private static final String IPV6 = HexFormat.of()
            .formatHex(PacketBuilder.raw()
                    .ipv6("fd00::1", "fd00::2")
                    .udp(1000, 2000)
                    .payload(4)
                    .build());

    private final Packet packet = new Packet();

    @ParameterizedTest
    @CsvSource({
        "1, 020000000002020000000001 0800",
        "1, 020000000002020000000001 8100 0064 0800",
        "1, 020000000002020000000001 88A8 0064 8100 00C8 0800",
        "1, 020000000002020000000001 9100 0064 8100 00C8 0800",
        "1, 020000000002020000000001 9200 0064 0800",
        "1, 020000000002020000000001 8100 0001 8100 0002 8100 0003 8100 0004 8100 0005 0800",
        "1, 020000000002020000000001 8847 00010140",
        "1, 020000000002020000000001 8848 00010140",
        "1, 020000000002020000000001 8847 00010040 00020040 00030140",
        "1, 020000000002020000000001 8847 00010140 00000000 020000000004020000000003 0800",
        "1, 020000000002020000000001 8847 00010140 020000000004020000000003 8100 0007 0800",
        "1, 020000000002020000000001 8864 1100 0001 0026 0021",
        "1, 020000000002020000000001 8100 0064 8864 1100 0001 0026 0021",
        "1, 020000000002020000000001 002C AAAA03 000000 0800",
        "1, 020000000002020000000001 002C AAAA03 0000F8 0800",
        "1, 020000000002020000000001 8100 0064 002C AAAA03 000000 0800",
        "1, 020000000002020000000001 0027 060603",
        "1, 020000000002020000000001 8926 C0000001 8100 0064 0800",
        "1, 020000000002020000000001 893F 000000640000 0800",
        "1, 020000000002020000000001 88E7 00000064 020000000004020000000003 8100 0064 0800",
        "1, 020000000002020000000001 6558 020000000004020000000003 0800",
        "1, 020000000002020000000001 8903 0420 020000000004020000000003 8100 0064 0800",
        "113, 0000 0001 0006 0200000000010000 0800",
        "113, 0004 FFFF 0000 0000000000000000 0800",
        "113, 0000 0001 0006 0200000000010000 8100 0064 0800",
        "113, 0000 0001 0006 0200000000010000 0004 AAAA03 000000 0800",
        "276, 0800 0000 00000002 0001 00 06 0200000000010000",
        "276, 8100 0000 00000002 0001 00 06 0200000000010000 0064 0800",
        "0, 02000000",
        "0, 00000002",
        "0, FF030021",
        "0, 0F000800",
        "108, 00000002",
        "108, 02000000",
        "12, ''",
        "14, ''",
        "101, ''",
        "228, ''",
        "9, FF03 0021",
        "9, 0021",
        "9, 21",
        "9, FF03 21",
        "9, FF03 0281 00010140",
        "50, FF03 0021",
        "50, 0F00 0800",
        "50, 8F00 0800",
        "104, 0F00 0800",
        "51, 1100 0001 0026 0021",
    })
    void ipv4IsFoundBehindEveryLink(int linkType, String header) {
        assertThat(wrap(linkType, header + IPV4)).isEqualTo(DecodeResult.OK);
        assertThat(packet.ipVersion()).isEqualTo(4);
        assertThat(packet.sourceLo()).isEqualTo(0x0A000001L);
        assertThat(packet.destinationPort()).isEqualTo(2000);
        assertThat(packet.ipOctets()).isEqualTo(32);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 020000000002020000000001 86DD",
        "1, 020000000002020000000001 8100 0064 86DD",
        "1, 020000000002020000000001 8847 00010140",
        "1, 020000000002020000000001 8847 00010140 00000000 020000000004020000000003 86DD",
        "1, 020000000002020000000001 8864 1100 0001 0036 0057",
        "1, 020000000002020000000001 003C AAAA03 000000 86DD",
        "113, 0000 0001 0006 0200000000010000 86DD",
        "276, 86DD 0000 00000002 0001 00 06 0200000000010000",
        "0, 0A000000",
        "0, 17000000",
        "0, 18000000",
        "0, 0000001C",
        "0, 1E000000",
        "108, 0000001E",
        "101, ''",
        "229, ''",
        "9, FF03 0057",
        "50, 0057",
        "51, 1100 0001 0036 0057",
    })
    void ipv6IsFoundBehindEveryLink(int linkType, String header) {
        assertThat(wrap(linkType, header + IPV6)).isEqualTo(DecodeResult.OK);
        assertThat(packet.ipVersion()).isEqualTo(6);
        assertThat(packet.destinationPort()).isEqualTo(2000);
        assertThat(packet.ipOctets()).isEqualTo(52);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 020000000002020000000001 8863 1109 0000 0000",
        "1, 020000000002020000000001 88CC 0207",
        "1, 020000000002020000000001 8864 1109 0001 0026 0021",
        "1, 020000000002020000000001 8864 2100 0001 0026 0021",
        "1, 020000000002020000000001 8864 1100 0001 0026 C021",
        "1, 020000000002020000000001 002C 424203 00",
        "1, 020000000002020000000001 002C AAAA03 00000C 2000",
        "1, 020000000002020000000001 05FF 0000",
        "1, 020000000002020000000001 8847 00010140 10000000",
        "113, 0000 0338 0000 0000000000000000 0800",
        "113, 0000 0001 0006 0200000000010000 0001",
        "276, 0800 0000 00000002 0338 00 00 0000000000000000",
        "0, 00000007",
        "9, FF03 C021",
        "50, 0F00 2000",
    })
    void whatIsNotIpIsSaidToBeSo(int linkType, String frame) {
        assertThat(wrap(linkType, frame + IPV4)).isEqualTo(DecodeResult.NON_IP);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 6, 105, 127, 195, 220, 249, 1000, -1, Integer.MAX_VALUE})
    void linksNotKnownAreSaidToBeSo(int linkType) {
        assertThat(wrap(linkType, IPV4)).isEqualTo(DecodeResult.UNSUPPORTED_LINK_TYPE);
    }

    @Test
    void everyTagIsCountedAndTheFirstTwoAreKnown() {
        PacketBuilder.ethernet()
                .tag(EtherType.PROVIDER_BRIDGING, 0xF064)
                .vlan(0x20C8)
                .vlan(300)
                .ipv4("10.0.0.1", "10.0.0.2")
                .udp(1, 2)
                .into(packet);

        assertThat(packet.vlanCount()).isEqualTo(3);
        assertThat(packet.outerVlan()).isEqualTo(0x064);
        assertThat(packet.innerVlan()).isEqualTo(0x0C8);
    }

    @Test
    void tagsAndAddressesOfOneFrameAreForgottenByTheNext() {
        PacketBuilder.ethernet()
                .vlan(7)
                .vlan(8)
                .ipv4("10.0.0.1", "10.0.0.2")
                .udp(1, 2)
                .into(packet);
        PacketBuilder.raw().ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).into(packet);

        assertThat(packet.vlanCount()).isZero();
        assertThat(packet.outerVlan()).isZero();
        assertThat(packet.innerVlan()).isZero();
        assertThat(packet.sourceMac()).isZero();
        assertThat(packet.destinationMac()).isZero();
    }

    @Test
    void cookedCaptureKnowsTheSendersMacAddress() {
        assertThat(PacketBuilder.linuxSll()
                        .ipv4("10.0.0.1", "10.0.0.2")
                        .udp(1, 2)
                        .into(packet))
                .isEqualTo(DecodeResult.OK);
        assertThat(packet.sourceMac()).isEqualTo(0x020000000001L);
        assertThat(PacketBuilder.linuxSll2()
                        .ipv6("fd00::1", "fd00::2")
                        .udp(1, 2)
                        .into(packet))
                .isEqualTo(DecodeResult.OK);
        assertThat(packet.sourceMac()).isEqualTo(0x020000000001L);
        assertThat(packet.destinationMac()).isZero();
    }

    @Test
    void theOuterEthernetsAddressesStandForAPseudowire() {
        DecodeResult result = PacketBuilder.ethernet()
                .mpls(16, true)
                .innerEthernet()
                .patch(0, "0A0A0A0A0A0A 0B0B0B0B0B0B")
                .ipv4("10.0.0.1", "10.0.0.2")
                .udp(1, 2)
                .into(packet);

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.sourceMac()).isEqualTo(0x020000000001L);
        assertThat(packet.destinationMac()).isEqualTo(0x020000000002L);
    }

    @Test
    void theIpHeadersOwnVersionDecides() {
        assertThat(wrap(LinkType.ETHERNET, "020000000002020000000001 86DD" + IPV4))
                .isEqualTo(DecodeResult.OK);
        assertThat(packet.ipVersion()).isEqualTo(4);
        assertThat(wrap(LinkType.ETHERNET, "020000000002020000000001 0800" + IPV6))
                .isEqualTo(DecodeResult.OK);
        assertThat(packet.ipVersion()).isEqualTo(6);
        assertThat(wrap(LinkType.ETHERNET, "020000000002020000000001 0800 55" + IPV4))
                .isEqualTo(DecodeResult.MALFORMED_IPV4);
        assertThat(wrap(LinkType.ETHERNET, "020000000002020000000001 86DD 55" + IPV6))
                .isEqualTo(DecodeResult.MALFORMED_IPV6);
    }

    private DecodeResult wrap(int linkType, String hex) {
        byte[] frame = HexFormat.of().parseHex(hex.replace(" ", ""));
        return packet.wrap(ByteBuffer.wrap(frame), 0, frame.length, frame.length, linkType);
    }
}
