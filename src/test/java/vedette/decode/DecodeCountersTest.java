package vedette.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

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

    private void count(PacketBuilder builder) {
        counters.count(builder.into(packet), packet, 0);
    }
}
