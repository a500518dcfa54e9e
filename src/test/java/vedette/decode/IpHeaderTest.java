package vedette.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.net.IpProtocol;
import vedette.net.LinkType;

class IpHeaderTest {
    private final Packet packet = new Packet();

    @Test
    void ipv4OptionsAreSteppedOverAndNoted() {
        DecodeResult result = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2", "94040000 01010100")
                .udp(1000, 2000)
                .payload(3)
                .into(packet);

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.destinationPort()).isEqualTo(2000);
        assertThat(packet.ipOctets()).isEqualTo(39);
        assertThat(packet.payloadOctets()).isEqualTo(3);
        assertThat(packet.has(Anomaly.IP_OPTIONS)).isTrue();
    }

    @Test
    void trafficClassAndHopLimitAreRead() {
        PacketBuilder.raw()
                .ipv4("10.0.0.1", "10.0.0.2")
                .patch(1, "B8")
                .ttl(3)
                .udp(1, 2)
                .into(packet);
        assertThat(packet.trafficClass()).isEqualTo(0xB8);
        assertThat(packet.ttl()).isEqualTo(3);

        PacketBuilder.raw()
                .ipv6("fd00::1", "fd00::2")
                .patch(0, "6B8FFFFF")
                .ttl(5)
                .udp(1, 2)
                .into(packet);
        assertThat(packet.trafficClass()).isEqualTo(0xB8);
        assertThat(packet.ttl()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 40, MALFORMED_IPV4",
        "0, 44, MALFORMED_IPV4",
        "0, 4F, MALFORMED_IPV4",
        "2, 0013, MALFORMED_IPV4",
        "2, 0001, MALFORMED_IPV4",
        "0, 35, MALFORMED_IPV4",
        "0, F5, MALFORMED_IPV4",
        "2, 001B, MALFORMED_UDP",
        "2, 0014, MALFORMED_UDP",
    })
    void anIpv4HeaderThatLiesIsMalformed(int at, String octets, DecodeResult expected) {
        PacketBuilder lying =
                PacketBuilder.ethernet().ipv4("10.0.0.1", "10.0.0.2").patch(at, octets);
        assertThat(lying.udp(1, 2).into(packet)).isEqualTo(expected);
    }

    @Test
    void anIpLengthOf0CountsWhatTheFrameHeld() {
        DecodeResult result = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .patch(2, "0000")
                .tcp(1, 2)
                .payload(3000)
                .into(packet);

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.isOffloaded()).isTrue();
        assertThat(packet.has(Anomaly.OFFLOADED)).isTrue();
        assertThat(packet.ipOctets()).isEqualTo(3040);
        assertThat(packet.payloadOctets()).isEqualTo(3000);
    }

    @Test
    void anIpv6PayloadLengthOf0CountsWhatTheFrameHeld() {
        DecodeResult result = PacketBuilder.ethernet()
                .ipv6("fd00::1", "fd00::2")
                .patch(4, "0000")
                .tcp(1, 2)
                .payload(3000)
                .into(packet);

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.isOffloaded()).isTrue();
        assertThat(packet.ipOctets()).isEqualTo(3060);
        assertThat(packet.payloadOctets()).isEqualTo(3000);
    }

    @Test
    void whatNoWireCarriesInOnePieceWasOffloaded() {
        PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .tcp(1, 2)
                .payload(9216 - 40)
                .into(packet);
        assertThat(packet.isOffloaded()).isFalse();
        PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .tcp(1, 2)
                .payload(9217 - 40)
                .into(packet);
        assertThat(packet.isOffloaded()).isTrue();
        assertThat(packet.ipOctets()).isEqualTo(9217);
    }

    @Test
    void aJumbogramCountsByItsOption() {
        DecodeResult result = PacketBuilder.raw()
                .ipv6("fd00::1", "fd00::2")
                .patch(4, "0000")
                .extension(IpProtocol.HOP_BY_HOP, "0000 C204 00011178")
                .udp(1000, 2000)
                .patch(4, "0000")
                .payload(70_000 - 8)
                .into(packet);

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.ipOctets()).isEqualTo(40 + 8 + 70_000);
        assertThat(packet.payloadOctets()).isEqualTo(70_000 - 8);
        assertThat(packet.has(Anomaly.UDP_LENGTH)).isFalse();
    }

    @Test
    void anIpv6PacketWithNothingInItIsOneAllTheSame() {
        DecodeResult result = PacketBuilder.ethernet()
                .ipv6("fd00::1", "fd00::2")
                .next(IpProtocol.NO_NEXT_HEADER)
                .padded()
                .into(packet);

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.protocol()).isEqualTo(IpProtocol.NO_NEXT_HEADER);
        assertThat(packet.ipOctets()).isEqualTo(40);
        assertThat(packet.isOffloaded()).isFalse();
        assertThat(packet.hasTransport()).isFalse();
    }

    @Test
    void aLengthBeyondTheFrameCountsWhatTheFrameHeld() {
        DecodeResult result = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .patch(2, "05DC")
                .tcp(1000, 2000)
                .payload(10)
                .into(packet);

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.has(Anomaly.IP_LENGTH_BEYOND_FRAME)).isTrue();
        assertThat(packet.ipOctets()).isEqualTo(50);
        assertThat(packet.payloadOctets()).isEqualTo(10);
    }

    @Test
    void aShortCaptureCountsWhatTheFrameHadOnTheLink() {
        byte[] frame = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .tcp(1000, 2000)
                .payload(1000)
                .build();
        DecodeResult result = packet.wrap(ByteBuffer.wrap(frame), 0, 60, frame.length, LinkType.ETHERNET);

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.ipOctets()).isEqualTo(1040);
        assertThat(packet.payloadOctets()).isEqualTo(1000);
        assertThat(packet.frameOctets()).isEqualTo(1054);
        assertThat(packet.transportLength()).isEqualTo(26);
        assertThat(packet.has(Anomaly.IP_LENGTH_BEYOND_FRAME)).isFalse();
    }

    @Test
    void everyExtensionHeaderIsSteppedOver() {
        DecodeResult result = PacketBuilder.ethernet()
                .ipv6("fd00::1", "fd00::2")
                .extension(IpProtocol.HOP_BY_HOP, "0000 050200000100")
                .extension(IpProtocol.DESTINATION_OPTIONS, "0001 010C000000000000000000000000")
                .extension(IpProtocol.ROUTING, "0000 040000000000")
                .fragmentHeader(7, 0, false)
                .extension(IpProtocol.AH, "0004 0000 00000001 00000001 000000000000000000000000")
                .extension(IpProtocol.MOBILITY, "0000 000000000000")
                .extension(IpProtocol.HIP, "0000 000000000000")
                .extension(IpProtocol.SHIM6, "0000 000000000000")
                .extension(IpProtocol.DESTINATION_OPTIONS, "0000 010400000000")
                .tcp(1000, 2000)
                .payload(5)
                .into(packet);

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.protocol()).isEqualTo(IpProtocol.TCP);
        assertThat(packet.destinationPort()).isEqualTo(2000);
        assertThat(packet.payloadOctets()).isEqualTo(5);
        assertThat(packet.isFragment()).isFalse();
        assertThat(packet.transportLength()).isEqualTo(25);
    }

    @ParameterizedTest
    @CsvSource({"50, 50", "59, 59", "135, 135", "139, 139", "140, 140", "41, 41", "47, 47", "253, 253"})
    void theChainEndsWhereNothingCanBeReadBehind(int protocol, int named) {
        DecodeResult result = PacketBuilder.raw()
                .ipv6("fd00::1", "fd00::2")
                .extension(IpProtocol.DESTINATION_OPTIONS, "0000 010400000000")
                .next(protocol)
                .payloadHex("3B00 000000000000")
                .into(packet);

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.protocol()).isEqualTo(named);
        assertThat(packet.hasTransport()).isFalse();
        assertThat(packet.sourcePort()).isZero();
    }

    @Test
    void anAuthenticationHeaderOverIpv4IsTheProtocolItself() {
        PacketBuilder.raw()
                .ipv4("10.0.0.1", "10.0.0.2")
                .next(IpProtocol.AH)
                .payload(40)
                .into(packet);
        assertThat(packet.protocol()).isEqualTo(IpProtocol.AH);
        assertThat(packet.payloadOctets()).isEqualTo(40);
    }

    @ParameterizedTest
    @ValueSource(ints = {IpProtocol.IPIP, IpProtocol.IPV6, IpProtocol.GRE})
    void aTunnelIsAFlowOfItsProtocol(int protocol) {
        DecodeResult result = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .next(protocol)
                .payload(100)
                .into(packet);

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.protocol()).isEqualTo(protocol);
        assertThat(packet.hasTransport()).isFalse();
        assertThat(packet.ipOctets()).isEqualTo(120);
        assertThat(packet.payloadOctets()).isEqualTo(100);
    }

    @Test
    void aChainOfTooManyHeadersIsMeteredAndNoted() {
        assertThat(chain(ExtensionHeaders.MAX_HEADERS).into(packet)).isEqualTo(DecodeResult.OK);
        assertThat(packet.protocol()).isEqualTo(IpProtocol.UDP);
        assertThat(packet.has(Anomaly.TOO_MANY_EXTENSION_HEADERS)).isFalse();

        assertThat(chain(ExtensionHeaders.MAX_HEADERS + 1).into(packet)).isEqualTo(DecodeResult.OK);
        assertThat(packet.protocol()).isEqualTo(IpProtocol.DESTINATION_OPTIONS);
        assertThat(packet.hasTransport()).isFalse();
        assertThat(packet.has(Anomaly.TOO_MANY_EXTENSION_HEADERS)).isTrue();
    }

    private static PacketBuilder chain(int headers) {
        PacketBuilder builder = PacketBuilder.raw().ipv6("fd00::1", "fd00::2");
        for (int i = 0; i < headers; i++) {
            builder.extension(IpProtocol.DESTINATION_OPTIONS, "0000 010400000000");
        }
        return builder.udp(1, 2);
    }

    @Test
    void anExtensionHeaderLongerThanThePacketIsMalformed() {
        DecodeResult result = PacketBuilder.raw()
                .ipv6("fd00::1", "fd00::2")
                .extension(IpProtocol.DESTINATION_OPTIONS, "0008 010400000000")
                .udp(1, 2)
                .into(packet);
        assertThat(result).isEqualTo(DecodeResult.MALFORMED_IPV6);
    }

    @Test
    void noAnomalyIsSeenInAnHonestPacket() {
        PacketBuilder.ethernet().ipv4("10.0.0.1", "10.0.0.2").tcp(1, 2).into(packet);
        for (Anomaly anomaly : Anomaly.values()) {
            assertThat(packet.has(anomaly)).as(anomaly.label()).isFalse();
        }
    }
}
