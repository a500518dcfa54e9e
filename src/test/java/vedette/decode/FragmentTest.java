package vedette.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import vedette.net.IpProtocol;

class FragmentTest {
    private final Packet packet = new Packet();

    @Test
    void aFirstFragmentHasItsPorts() {
        DecodeResult result = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .fragment(0x1234, 0, true)
                .udp(5000, 6000)
                .payload(1472)
                .into(packet);

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.isFragment()).isTrue();
        assertThat(packet.isMoreFragments()).isTrue();
        assertThat(packet.fragmentOffset()).isZero();
        assertThat(packet.fragmentId()).isEqualTo(0x1234);
        assertThat(packet.hasTransport()).isTrue();
        assertThat(packet.sourcePort()).isEqualTo(5000);
        assertThat(packet.ipPayloadOctets()).isEqualTo(1480);
        assertThat(packet.payloadOctets()).isEqualTo(1472);
    }

    @Test
    void aLaterFragmentHasNoPortsAndAllItsOctets() {
        DecodeResult result = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .fragment(0x1234, 1480, false)
                .next(IpProtocol.UDP)
                .payload(100)
                .into(packet);

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.isFragment()).isTrue();
        assertThat(packet.isMoreFragments()).isFalse();
        assertThat(packet.fragmentOffset()).isEqualTo(1480);
        assertThat(packet.hasTransport()).isFalse();
        assertThat(packet.sourcePort()).isZero();
        assertThat(packet.protocol()).isEqualTo(IpProtocol.UDP);
        assertThat(packet.ipOctets()).isEqualTo(120);
        assertThat(packet.ipPayloadOctets()).isEqualTo(100);
        assertThat(packet.payloadOctets()).isEqualTo(100);
        assertThat(packet.transportOffset()).isEqualTo(34);
        assertThat(packet.transportLength()).isEqualTo(100);
    }

    @Test
    void ipv6FragmentsAreReadBehindTheirFragmentHeader() {
        DecodeResult first = PacketBuilder.ethernet()
                .ipv6("fd00::1", "fd00::2")
                .fragmentHeader(0xCAFEBABE, 0, true)
                .udp(5000, 6000)
                .payload(1200)
                .into(packet);
        assertThat(first).isEqualTo(DecodeResult.OK);
        assertThat(packet.isFragment()).isTrue();
        assertThat(packet.fragmentId()).isEqualTo(0xCAFEBABE);
        assertThat(packet.destinationPort()).isEqualTo(6000);
        assertThat(packet.ipPayloadOctets()).isEqualTo(1208);

        DecodeResult second = PacketBuilder.ethernet()
                .ipv6("fd00::1", "fd00::2")
                .fragmentHeader(0xCAFEBABE, 1208, false)
                .next(IpProtocol.UDP)
                .payload(33)
                .into(packet);
        assertThat(second).isEqualTo(DecodeResult.OK);
        assertThat(packet.fragmentOffset()).isEqualTo(1208);
        assertThat(packet.isMoreFragments()).isFalse();
        assertThat(packet.hasTransport()).isFalse();
        assertThat(packet.protocol()).isEqualTo(IpProtocol.UDP);
        assertThat(packet.ipOctets()).isEqualTo(40 + 8 + 33);
        assertThat(packet.ipPayloadOctets()).isEqualTo(33);
        assertThat(packet.transportOffset()).isEqualTo(14 + 40 + 8);
    }

    @Test
    void anAtomicFragmentIsNone() {
        DecodeResult result = PacketBuilder.raw()
                .ipv6("fd00::1", "fd00::2")
                .fragmentHeader(9, 0, false)
                .udp(5000, 6000)
                .into(packet);
        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.isFragment()).isFalse();
        assertThat(packet.destinationPort()).isEqualTo(6000);
        assertThat(packet.transportOffset()).isEqualTo(48);
    }

    @Test
    void aFragmentThatHoldsAPieceOfTheHeaderIsMeteredWithoutPorts() {
        DecodeResult result = PacketBuilder.raw()
                .ipv4("10.0.0.1", "10.0.0.2")
                .fragment(1, 0, true)
                .next(IpProtocol.TCP)
                .payloadHex("13881770 00000001")
                .into(packet);
        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.hasTransport()).isFalse();
        assertThat(packet.sourcePort()).isZero();
        assertThat(packet.has(Anomaly.TINY_FRAGMENT)).isTrue();
    }

    @Test
    void aFirstFragmentWithALyingHeaderGoesWhereItsDatagramGoes() {
        DecodeResult result = PacketBuilder.raw()
                .ipv4("10.0.0.1", "10.0.0.2")
                .fragment(1, 0, true)
                .tcp(5000, 6000)
                .patch(12, "40")
                .payload(20)
                .into(packet);
        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.hasTransport()).isFalse();
        assertThat(packet.has(Anomaly.MALFORMED_FRAGMENT)).isTrue();
    }

    @Test
    void aHeaderPutTogetherIsReadFromElsewhere() {
        byte[] segment = PacketBuilder.raw()
                .ipv4("10.0.0.1", "10.0.0.2")
                .tcp(5000, 6000, "0303 07 00")
                .flags(0x12)
                .seq(77)
                .build();
        PacketBuilder.raw()
                .ipv4("10.0.0.1", "10.0.0.2")
                .fragment(1, 8, true)
                .next(IpProtocol.TCP)
                .payload(16)
                .into(packet);

        assertThat(packet.wrapTransport(ByteBuffer.wrap(segment), 20, 8)).isEqualTo(DecodeResult.TRUNCATED_TCP);
        assertThat(packet.hasTransport()).isFalse();
        assertThat(packet.wrapTransport(ByteBuffer.wrap(segment), 20, 24)).isEqualTo(DecodeResult.OK);
        assertThat(packet.hasTransport()).isTrue();
        assertThat(packet.sourcePort()).isEqualTo(5000);
        assertThat(packet.destinationPort()).isEqualTo(6000);
        assertThat(packet.tcp().flags()).isEqualTo(0x12);
        assertThat(packet.tcp().sequence()).isEqualTo(77);
        assertThat(packet.tcp().windowScale()).isEqualTo(7);
        assertThat(packet.payloadOctets()).isEqualTo(16);
    }

    @Test
    void aHeaderPutTogetherBehindIpv6OptionsIsReadFromElsewhere() {
        byte[] datagram = PacketBuilder.raw()
                .ipv6("fd00::1", "fd00::2")
                .extension(IpProtocol.DESTINATION_OPTIONS, "0000 010400000000")
                .udp(5000, 6000)
                .build();
        DecodeResult first = PacketBuilder.raw()
                .ipv6("fd00::1", "fd00::2")
                .fragmentHeader(1, 0, true)
                .next(IpProtocol.DESTINATION_OPTIONS)
                .payloadHex("1100 010400000000")
                .into(packet);
        assertThat(first).isEqualTo(DecodeResult.OK);
        assertThat(packet.protocol()).isEqualTo(IpProtocol.UDP);
        assertThat(packet.hasTransport()).isFalse();
        assertThat(packet.transportOffset()).isEqualTo(48);
        assertThat(packet.transportLength()).isEqualTo(8);

        assertThat(packet.wrapTransport(ByteBuffer.wrap(datagram), 40, 8)).isEqualTo(DecodeResult.TRUNCATED_UDP);
        assertThat(packet.wrapTransport(ByteBuffer.wrap(datagram), 40, 16)).isEqualTo(DecodeResult.OK);
        assertThat(packet.protocol()).isEqualTo(IpProtocol.UDP);
        assertThat(packet.destinationPort()).isEqualTo(6000);
    }

    @Test
    void aFragmentBeyondTheLargestDatagramIsNoted() {
        DecodeResult result = PacketBuilder.raw()
                .ipv4("10.0.0.1", "10.0.0.2")
                .fragment(1, 65_528, false)
                .next(IpProtocol.ICMP)
                .payload(400)
                .into(packet);
        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.has(Anomaly.FRAGMENT_BEYOND_DATAGRAM)).isTrue();
    }
}
