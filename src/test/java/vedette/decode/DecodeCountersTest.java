package vedette.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import vedette.net.LinkType;

class DecodeCountersTest {
    private final Packet packet = new Packet();
    private final DecodeCounters counters = new DecodeCounters();

    @Test
    void framesAndOctetsAreCountedByWhatCameOfThem() {
        count(PacketBuilder.ethernet().ipv4("10.0.0.1", "10.0.0.2").udp(0, 2).padded());
        count(PacketBuilder.ethernet().ipv4("10.0.0.1", "10.0.0.2").udp(0, 0).payload(100));
        count(PacketBuilder.ethernet().arp(ArpMessage.REQUEST, "10.0.0.1", "10.0.0.2"));
        count(PacketBuilder.ethernet().ipv4("10.0.0.1", "10.0.0.2").next(6).payload(7));

        assertThat(counters.frames(DecodeResult.OK)).isEqualTo(2);
        assertThat(counters.octets(DecodeResult.OK)).isEqualTo(60 + 142);
        assertThat(counters.frames(DecodeResult.NON_IP)).isEqualTo(1);
        assertThat(counters.octets(DecodeResult.NON_IP)).isEqualTo(42);
        assertThat(counters.frames(DecodeResult.MALFORMED_TCP)).isEqualTo(1);
        assertThat(counters.octets(DecodeResult.MALFORMED_TCP)).isEqualTo(41);
        assertThat(counters.packets(Anomaly.PORT_ZERO)).isEqualTo(2);
        assertThat(Arrays.stream(DecodeResult.values())
                        .mapToLong(counters::frames)
                        .sum())
                .isEqualTo(4);
    }

    @Test
    void theOddityOfARejectedPacketIsNotCounted() {
        count(PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2", "01010100")
                .next(6)
                .payload(7));
        assertThat(counters.frames(DecodeResult.MALFORMED_TCP)).isEqualTo(1);
        assertThat(counters.packets(Anomaly.IP_OPTIONS)).isZero();
    }

    @Test
    void whatMayBeIpAndIsNotMeteredIsIgnoredWithItsOctetsAndItsTimes() {
        count(PacketBuilder.ethernet().ipv4("10.0.0.1", "10.0.0.2").udp(1, 2), 500);
        count(PacketBuilder.ethernet().arp(ArpMessage.REQUEST, "10.0.0.1", "10.0.0.2"), 600);
        assertThat(counters.ignoredPackets())
                .as("of metered packets and of ARP")
                .isZero();
        assertThat(counters.firstIgnoredNs()).isZero();

        count(PacketBuilder.ethernet().ipv4("10.0.0.1", "10.0.0.2").next(6).payload(7), 900);
        assertThat(counters.ignoredOctets()).as("by the IP header").isEqualTo(20 + 7);
        count(PacketBuilder.link(LinkType.ETHERNET, "ffffffffffff 020000000001 0800 45000100"), 700);
        assertThat(counters.ignoredOctets()).as("and what the frame held").isEqualTo(20 + 7 + 4);
        count(PacketBuilder.link(LinkType.ETHERNET, "ffffffffffff 02"), 800);
        assertThat(counters.ignoredOctets()).as("of no IP header").isEqualTo(20 + 7 + 4);
        assertThat(counters.ignoredPackets()).isEqualTo(3);
        assertThat(counters.firstIgnoredNs()).isEqualTo(700);
        assertThat(counters.lastIgnoredNs()).isEqualTo(900);
    }

    private void count(PacketBuilder builder) {
        count(builder, 0);
    }

    private void count(PacketBuilder builder, long timestampNs) {
        counters.count(builder.into(packet), packet, timestampNs);
    }
}
