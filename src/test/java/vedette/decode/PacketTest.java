package vedette.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vedette.net.IpProtocol;
import vedette.net.TcpFlags;

class PacketTest {
    private final Packet packet = new Packet();

    @Test
    void tcpOverIpv4OverEthernetIsRead() {
        DecodeResult result = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .ttl(57)
                .tcp(40000, 443)
                .flags(TcpFlags.SYN)
                .seq(0x01020304)
                .ack(0x05060708)
                .window(64240)
                .payload(11)
                .into(packet);

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.ipVersion()).isEqualTo(4);
        assertThat(packet.protocol()).isEqualTo(IpProtocol.TCP);
        assertThat(packet.sourceHi()).isZero();
        assertThat(packet.sourceLo()).isEqualTo(0x0A000001L);
        assertThat(packet.destinationLo()).isEqualTo(0x0A000002L);
        assertThat(packet.sourcePort()).isEqualTo(40000);
        assertThat(packet.destinationPort()).isEqualTo(443);
        assertThat(packet.ttl()).isEqualTo(57);
        assertThat(packet.ipOctets()).isEqualTo(51);
        assertThat(packet.frameOctets()).isEqualTo(65);
        assertThat(packet.payloadOctets()).isEqualTo(11);
        assertThat(packet.hasTransport()).isTrue();
        assertThat(packet.tcp().flags()).isEqualTo(TcpFlags.SYN);
        assertThat(packet.tcp().sequence()).isEqualTo(0x01020304);
        assertThat(packet.tcp().acknowledgement()).isEqualTo(0x05060708);
        assertThat(packet.tcp().window()).isEqualTo(64240);
        assertThat(packet.sourceMac()).isEqualTo(0x020000000001L);
        assertThat(packet.destinationMac()).isEqualTo(0x020000000002L);
        assertThat(packet.vlanCount()).isZero();
        assertThat(packet.transportOffset()).isEqualTo(34);
        assertThat(packet.transportLength()).isEqualTo(31);
    }

    @Test
    void udpOverIpv6InTwoVlansIsRead() {
        DecodeResult result = PacketBuilder.ethernet()
                .tag(0x88A8, 100)
                .vlan(200)
                .ipv6("2001:db8::1", "2001:db8::2")
                .udp(5353, 53)
                .payload(20)
                .into(packet);

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.ipVersion()).isEqualTo(6);
        assertThat(packet.protocol()).isEqualTo(IpProtocol.UDP);
        assertThat(packet.sourceHi()).isEqualTo(0x20010db800000000L);
        assertThat(packet.sourceLo()).isEqualTo(1);
        assertThat(packet.destinationLo()).isEqualTo(2);
        assertThat(packet.vlanCount()).isEqualTo(2);
        assertThat(packet.outerVlan()).isEqualTo(100);
        assertThat(packet.innerVlan()).isEqualTo(200);
        assertThat(packet.ipOctets()).isEqualTo(68);
        assertThat(packet.payloadOctets()).isEqualTo(20);
    }

    @Test
    void ethernetPaddingIsNotCounted() {
        DecodeResult result = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .tcp(40000, 443)
                .padded()
                .into(packet);

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.frameOctets()).isEqualTo(60);
        assertThat(packet.ipOctets()).isEqualTo(40);
        assertThat(packet.payloadOctets()).isZero();
        assertThat(packet.transportLength()).isEqualTo(20);
    }
}
