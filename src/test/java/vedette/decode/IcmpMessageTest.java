package vedette.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.net.IpProtocol;
import vedette.net.LinkType;

class IcmpMessageTest {
    private final Packet packet = new Packet();

    @Test
    void anEchoHasIdentifierAndSequence() {
        DecodeResult result = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .icmp(8, 0, 0xABCD, 7)
                .payload(56)
                .into(packet);

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.hasTransport()).isTrue();
        assertThat(packet.icmp().type()).isEqualTo(8);
        assertThat(packet.icmp().code()).isZero();
        assertThat(packet.icmp().identifier()).isEqualTo(0xABCD);
        assertThat(packet.icmp().sequence()).isEqualTo(7);
        assertThat(packet.icmp().isQuoting()).isFalse();
        assertThat(packet.sourcePort()).isZero();
        assertThat(packet.payloadOctets()).isEqualTo(56);
    }

    @Test
    void anIpv6EchoHasThemToo() {
        PacketBuilder.ethernet()
                .ipv6("fd00::1", "fd00::2")
                .icmpv6(129, 0, 0xABCD, 7)
                .into(packet);
        assertThat(packet.icmp().identifier()).isEqualTo(0xABCD);
        assertThat(packet.icmp().sequence()).isEqualTo(7);
    }

    @Test
    void typeAndCodeAreEnough() {
        byte[] frame = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .icmp(8, 0, 0xABCD, 7)
                .build();
        assertThat(cut(frame, 35)).isEqualTo(DecodeResult.TRUNCATED_ICMP);
        assertThat(cut(frame, 36)).isEqualTo(DecodeResult.OK);
        assertThat(packet.icmp().identifier()).isZero();
        assertThat(cut(frame, 40)).isEqualTo(DecodeResult.OK);
        assertThat(packet.icmp().identifier()).isEqualTo(0xABCD);
        assertThat(packet.icmp().sequence()).isZero();
    }

    @Test
    void anUnreachableNamesTheFlowItQuotes() {
        byte[] quoted = PacketBuilder.raw()
                .ipv4("10.0.0.2", "10.0.0.9")
                .udp(5000, 53)
                .payload(100)
                .build();
        DecodeResult result = PacketBuilder.ethernet()
                .ipv4("10.0.0.254", "10.0.0.2")
                .icmp(3, 3, 0, 0)
                .payload(java.util.Arrays.copyOf(quoted, 28))
                .into(packet);

        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.icmp().isQuoting()).isTrue();
        QuotedPacket quote = packet.quoted();
        assertThat(quote.ipVersion()).isEqualTo(4);
        assertThat(quote.protocol()).isEqualTo(IpProtocol.UDP);
        assertThat(quote.sourceLo()).isEqualTo(0x0A000002L);
        assertThat(quote.destinationLo()).isEqualTo(0x0A000009L);
        assertThat(quote.hasPorts()).isTrue();
        assertThat(quote.sourcePort()).isEqualTo(5000);
        assertThat(quote.destinationPort()).isEqualTo(53);
        assertThat(quote.icmpType()).isEqualTo(-1);
        assertThat(packet.sourcePort()).isZero();
    }

    @Test
    void anIpv6ErrorNamesTheFlowBehindExtensionHeaders() {
        byte[] quoted = PacketBuilder.raw()
                .ipv6("fd00::2", "fd00::9")
                .extension(IpProtocol.DESTINATION_OPTIONS, "0000 010400000000")
                .tcp(5000, 443)
                .build();
        PacketBuilder.ethernet()
                .ipv6("fd00::fe", "fd00::2")
                .icmpv6(2, 0, 0, 1280)
                .payload(quoted)
                .into(packet);

        assertThat(packet.icmp().isQuoting()).isTrue();
        assertThat(packet.quoted().ipVersion()).isEqualTo(6);
        assertThat(packet.quoted().protocol()).isEqualTo(IpProtocol.TCP);
        assertThat(packet.quoted().destinationHi()).isEqualTo(0xfd00_0000_0000_0000L);
        assertThat(packet.quoted().destinationLo()).isEqualTo(9);
        assertThat(packet.quoted().destinationPort()).isEqualTo(443);
    }

    @Test
    void aQuotedEchoHasItsIdentifier() {
        byte[] quoted = PacketBuilder.raw()
                .ipv4("10.0.0.2", "10.0.0.9")
                .icmp(8, 0, 0x77, 1)
                .build();
        PacketBuilder.ethernet()
                .ipv4("10.0.0.254", "10.0.0.2")
                .icmp(11, 0, 0, 0)
                .payload(quoted)
                .into(packet);

        assertThat(packet.icmp().isQuoting()).isTrue();
        assertThat(packet.quoted().hasPorts()).isFalse();
        assertThat(packet.quoted().icmpType()).isEqualTo(8);
        assertThat(packet.quoted().icmpCode()).isZero();
        assertThat(packet.quoted().icmpIdentifier()).isEqualTo(0x77);
    }

    @Test
    void aQuotedLaterFragmentHasNoPorts() {
        byte[] quoted = PacketBuilder.raw()
                .ipv4("10.0.0.2", "10.0.0.9")
                .fragment(1, 1480, false)
                .next(IpProtocol.UDP)
                .payload(8)
                .build();
        PacketBuilder.ethernet()
                .ipv4("10.0.0.254", "10.0.0.2")
                .icmp(11, 1, 0, 0)
                .payload(quoted)
                .into(packet);

        assertThat(packet.icmp().isQuoting()).isTrue();
        assertThat(packet.quoted().protocol()).isEqualTo(IpProtocol.UDP);
        assertThat(packet.quoted().hasPorts()).isFalse();
        assertThat(packet.quoted().sourcePort()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 19, 20, 23})
    void aQuoteTooShortToNameAFlowIsNone(int octets) {
        byte[] quoted =
                PacketBuilder.raw().ipv4("10.0.0.2", "10.0.0.9").udp(5000, 53).build();
        DecodeResult result = PacketBuilder.ethernet()
                .ipv4("10.0.0.254", "10.0.0.2")
                .icmp(3, 3, 0, 0)
                .payload(java.util.Arrays.copyOf(quoted, octets))
                .trailer(60)
                .into(packet);
        assertThat(result).isEqualTo(DecodeResult.OK);
        assertThat(packet.icmp().isQuoting()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 8, 0",
        "1, 13, 14",
        "1, 15, 16",
        "1, 10, 9",
        "1, 17, 18",
        "58, 128, 129",
        "58, 133, 134",
        "58, 135, 136",
        "58, 130, 131",
        "58, 139, 140",
        "58, 144, 145",
        "58, 146, 147"
    })
    void requestAndReplyFindEachOther(int protocol, int request, int reply) {
        assertThat(IcmpMessage.requestTypeOf(protocol, request)).isEqualTo(request);
        assertThat(IcmpMessage.requestTypeOf(protocol, reply)).isEqualTo(request);
        assertThat(IcmpMessage.counterpart(protocol, request)).isEqualTo(reply);
        assertThat(IcmpMessage.counterpart(protocol, reply)).isEqualTo(request);
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "1, 5", "1, 11", "1, 128", "58, 1", "58, 8", "58, 143", "58, 137"})
    void otherTypesHaveNoCounterpart(int protocol, int type) {
        assertThat(IcmpMessage.requestTypeOf(protocol, type)).isEqualTo(-1);
        assertThat(IcmpMessage.counterpart(protocol, type)).isEqualTo(-1);
    }

    @Test
    void aReplyHasItsRequestsTypeAndAnErrorItsOwn() {
        PacketBuilder.ethernet().ipv4("10.0.0.1", "10.0.0.2").icmp(0, 0, 1, 1).into(packet);
        assertThat(packet.icmp().requestType(packet.protocol())).isEqualTo(8);
        PacketBuilder.ethernet().ipv4("10.0.0.1", "10.0.0.2").icmp(3, 1, 0, 0).into(packet);
        assertThat(packet.icmp().requestType(packet.protocol())).isEqualTo(3);
    }

    private DecodeResult cut(byte[] frame, int length) {
        return packet.wrap(ByteBuffer.wrap(frame, 0, length).slice(), 0, length, frame.length, LinkType.ETHERNET);
    }
}
