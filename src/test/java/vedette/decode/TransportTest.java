package vedette.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.net.IpProtocol;
import vedette.net.LinkType;
import vedette.net.TcpFlags;

class TransportTest {
    private final Packet packet = new Packet();

    @Test
    void tcpOptionsOfASynAreRead() {
        tcp("020405B4 0402 080A 01020304 05060708 01 030307");

        TcpOptions options = packet.tcp().options();
        assertThat(options.maximumSegmentSize()).isEqualTo(1460);
        assertThat(options.isSackPermitted()).isTrue();
        assertThat(options.hasTimestamps()).isTrue();
        assertThat(options.timestampValue()).isEqualTo(0x01020304);
        assertThat(options.timestampEcho()).isEqualTo(0x05060708);
        assertThat(options.windowScale()).isEqualTo(7);
        assertThat(options.isMalformed()).isFalse();
        assertThat(packet.tcp().windowScale()).isEqualTo(7);
        assertThat(packet.tcp().length()).isEqualTo(40);
        assertThat(packet.payloadOctets()).isEqualTo(2);
    }

    @Test
    void sackBlocksAreRead() {
        tcp("0101 0512 00000001 00000002 FFFFFFF0 00000010");

        TcpOptions options = packet.tcp().options();
        assertThat(options.sackBlocks()).isEqualTo(2);
        assertThat(options.sackLeftEdge(0)).isEqualTo(1);
        assertThat(options.sackRightEdge(0)).isEqualTo(2);
        assertThat(options.sackLeftEdge(1)).isEqualTo(0xFFFFFFF0);
        assertThat(options.sackRightEdge(1)).isEqualTo(0x10);
    }

    @Test
    void optionsThatAreNotThereAreSaidToBeSo() {
        tcp("");

        TcpOptions options = packet.tcp().options();
        assertThat(options.maximumSegmentSize()).isEqualTo(-1);
        assertThat(options.windowScale()).isEqualTo(-1);
        assertThat(options.isSackPermitted()).isFalse();
        assertThat(options.sackBlocks()).isZero();
        assertThat(options.hasTimestamps()).isFalse();
        assertThat(options.timestampValue()).isZero();
        assertThat(options.isMalformed()).isFalse();
    }

    @Test
    void optionsOfOneSegmentAreForgottenByTheNext() {
        tcp("020405B4 030307 00");
        assertThat(packet.tcp().windowScale()).isEqualTo(7);
        tcp("");
        assertThat(packet.tcp().windowScale()).isEqualTo(-1);
        assertThat(packet.tcp().options().maximumSegmentSize()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0300 0000", "0301 0000", "0305 0000", "03FF 0000", "0101 0102", "0101 0103", "0802 0105"})
    void anOptionLengthThatLiesEndsTheList(String options) {
        tcp(options);
        assertThat(packet.tcp().windowScale()).isEqualTo(-1);
        assertThat(packet.tcp().options().isMalformed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0304 0707", "0203 0500", "0403 0000", "0504 0000"})
    void anOptionOfAnotherLengthThanItsOwnIsPassedOver(String options) {
        tcp(options);
        TcpOptions read = packet.tcp().options();
        assertThat(read.windowScale()).isEqualTo(-1);
        assertThat(read.maximumSegmentSize()).isEqualTo(-1);
        assertThat(read.isSackPermitted()).isFalse();
        assertThat(read.sackBlocks()).isZero();
    }

    private void tcp(String options) {
        DecodeResult result = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .tcp(1, 2, options)
                .payload(2)
                .into(packet);
        assertThat(result).isEqualTo(DecodeResult.OK);
    }

    @ParameterizedTest
    @CsvSource({"40, MALFORMED_TCP", "00, MALFORMED_TCP", "60, OK", "70, MALFORMED_TCP", "F0, MALFORMED_TCP"})
    void aDataOffsetThatLiesIsMalformed(String offset, DecodeResult expected) {
        DecodeResult result = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .tcp(1, 2)
                .patch(12, offset)
                .payload(4)
                .trailer(100)
                .into(packet);
        assertThat(result).isEqualTo(expected);
    }

    @Test
    void aTcpSegmentCutAfterItsFlagsIsMetered() {
        byte[] frame = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .tcp(1000, 2000, "030307 00")
                .flags(TcpFlags.SYN)
                .window(500)
                .build();

        assertThat(cut(frame, 34 + 13)).isEqualTo(DecodeResult.TRUNCATED_TCP);
        assertThat(cut(frame, 34 + 14)).isEqualTo(DecodeResult.OK);
        assertThat(packet.tcp().flags()).isEqualTo(TcpFlags.SYN);
        assertThat(packet.tcp().window()).isZero();
        assertThat(packet.tcp().urgentPointer()).isZero();
        assertThat(packet.tcp().windowScale()).isEqualTo(-1);
        assertThat(cut(frame, 34 + 16)).isEqualTo(DecodeResult.OK);
        assertThat(packet.tcp().window()).isEqualTo(500);
        assertThat(cut(frame, 34 + 22)).isEqualTo(DecodeResult.OK);
        assertThat(packet.tcp().windowScale()).isEqualTo(-1);
        assertThat(cut(frame, 34 + 23)).isEqualTo(DecodeResult.OK);
        assertThat(packet.tcp().windowScale()).isEqualTo(7);
    }

    @Test
    void portsAreEnoughForUdpAndSctp() {
        byte[] udp = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .udp(1000, 2000)
                .build();
        assertThat(cut(udp, 34 + 3)).isEqualTo(DecodeResult.TRUNCATED_UDP);
        assertThat(cut(udp, 34 + 4)).isEqualTo(DecodeResult.OK);
        assertThat(packet.destinationPort()).isEqualTo(2000);
        assertThat(packet.has(Anomaly.UDP_LENGTH)).isFalse();

        byte[] sctp = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .sctp(1000, 2000, 99)
                .payload(4)
                .build();
        assertThat(cut(sctp, 34 + 3)).isEqualTo(DecodeResult.TRUNCATED_SCTP);
        assertThat(cut(sctp, 34 + 4)).isEqualTo(DecodeResult.OK);
        assertThat(packet.destinationPort()).isEqualTo(2000);
        assertThat(packet.sctp().verificationTag()).isZero();
        assertThat(packet.sctp().firstChunkType()).isEqualTo(-1);
    }

    private DecodeResult cut(byte[] frame, int length) {
        return packet.wrap(ByteBuffer.wrap(frame, 0, length).slice(), 0, length, frame.length, LinkType.ETHERNET);
    }

    @Test
    void sctpIsRead() {
        DecodeResult result = PacketBuilder.ethernet()
                .ipv6("fd00::1", "fd00::2")
                .sctp(1000, 2000, 0xCAFEBABE)
                .payloadHex("0A00 0004")
                .into(packet);
        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.sourcePort()).isEqualTo(1000);
        assertThat(packet.sctp().verificationTag()).isEqualTo(0xCAFEBABE);
        assertThat(packet.sctp().firstChunkType()).isEqualTo(10);
        assertThat(packet.payloadOctets()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"6, 19, MALFORMED_TCP", "17, 7, MALFORMED_UDP", "132, 11, MALFORMED_SCTP", "1, 7, MALFORMED_ICMP"})
    void aHeaderThatTheIpLengthHasNoRoomForIsMalformed(int protocol, int octets, DecodeResult expected) {
        DecodeResult result = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .next(protocol)
                .payload(octets)
                .trailer(20)
                .into(packet);
        assertThat(result).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0000, true", "0007, true", "000B, true", "000D, true", "FFFF, true", "000C, false"})
    void aUdpLengthThatLiesIsNotedNoMore(String length, boolean noted) {
        DecodeResult result = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .udp(1000, 2000)
                .patch(4, length)
                .payload(4)
                .into(packet);
        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.has(Anomaly.UDP_LENGTH)).isEqualTo(noted);
        assertThat(packet.payloadOctets()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"03, TCP_SYN_FIN", "13, TCP_SYN_FIN", "00, TCP_NULL_FLAGS", "C0, TCP_NULL_FLAGS"})
    void flagsThatMakeNoSenseAreNoted(String flags, Anomaly expected) {
        PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .tcp(1, 2)
                .patch(13, flags)
                .into(packet);
        assertThat(packet.has(expected)).isTrue();
    }

    @Test
    void portZeroIsNoted() {
        PacketBuilder.ethernet().ipv4("10.0.0.1", "10.0.0.2").udp(0, 2).into(packet);
        assertThat(packet.has(Anomaly.PORT_ZERO)).isTrue();
        PacketBuilder.ethernet().ipv4("10.0.0.1", "10.0.0.2").tcp(1, 0).into(packet);
        assertThat(packet.has(Anomaly.PORT_ZERO)).isTrue();
        PacketBuilder.ethernet().ipv4("10.0.0.1", "10.0.0.2").icmp(8, 0, 0, 0).into(packet);
        assertThat(packet.has(Anomaly.PORT_ZERO)).isFalse();
    }

    @Test
    void arpIsAnEventAndNotIp() {
        DecodeResult result = PacketBuilder.ethernet()
                .vlan(5)
                .arp(ArpMessage.REPLY, "192.0.2.1", "192.0.2.2")
                .into(packet);

        assertThat(result).isEqualTo(DecodeResult.NON_IP);
        assertThat(packet.hasArp()).isTrue();
        assertThat(packet.outerVlan()).isEqualTo(5);
        ArpMessage arp = packet.arp();
        assertThat(arp.operation()).isEqualTo(ArpMessage.REPLY);
        assertThat(arp.senderMac()).isEqualTo(0x020000000001L);
        assertThat(arp.senderAddress()).isEqualTo(0xC0000201L);
        assertThat(arp.targetMac()).isEqualTo(0x020000000002L);
        assertThat(arp.targetAddress()).isEqualTo(0xC0000202L);
    }

    @ParameterizedTest
    @CsvSource({"2, 86DD", "4, 08", "5, 10"})
    void arpForAnythingButIpv4OverEthernetIsNoEvent(int at, String octets) {
        DecodeResult result = PacketBuilder.ethernet()
                .arp(ArpMessage.REQUEST, "192.0.2.1", "192.0.2.2")
                .patch(at, octets)
                .into(packet);
        assertThat(result).isEqualTo(DecodeResult.NON_IP);
        assertThat(packet.hasArp()).isFalse();
    }

    @Test
    void arpIsForgottenByTheNextFrame() {
        PacketBuilder.ethernet()
                .arp(ArpMessage.REQUEST, "192.0.2.1", "192.0.2.2")
                .into(packet);
        PacketBuilder.ethernet().ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).into(packet);
        assertThat(packet.hasArp()).isFalse();
    }

    @Test
    void aProtocolWithoutAHeaderWeReadHasNoTransport() {
        DecodeResult result = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .next(IpProtocol.IGMP)
                .payload(8)
                .into(packet);
        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.hasTransport()).isFalse();
        assertThat(packet.payloadOctets()).isEqualTo(8);
    }
}
