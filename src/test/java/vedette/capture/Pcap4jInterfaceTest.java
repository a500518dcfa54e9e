package vedette.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import org.junit.jupiter.api.Test;

class Pcap4jInterfaceTest {
    private static Timestamp timestamp(long seconds, int nanoseconds) {
        Timestamp timestamp = new Timestamp(seconds * 1_000);
        timestamp.setNanos(nanoseconds);
        return timestamp;
    }

    @Test
    void aTimestampIsCountedInNanoseconds() {
        assertThat(Pcap4jInterface.nanoseconds(timestamp(0, 0))).isZero();
        assertThat(Pcap4jInterface.nanoseconds(timestamp(1_700_000_000, 1))).isEqualTo(1_700_000_000_000_000_001L);
        assertThat(Pcap4jInterface.nanoseconds(timestamp(1_700_000_000, 999_999_999)))
                .isEqualTo(1_700_000_000_999_999_999L);
        assertThat(Pcap4jInterface.nanoseconds(timestamp(4_294_967_295L, 123_456_789)))
                .isEqualTo(4_294_967_295_123_456_789L);
        assertThat(Pcap4jInterface.nanoseconds(timestamp(-1, 250_000_000))).isEqualTo(-750_000_000L);
    }

    @Test
    void aDropCounterThatTurnsOverGoesOnGrowing() {
        assertThat(Pcap4jInterface.grown(0, 0)).isZero();
        assertThat(Pcap4jInterface.grown(10, 25)).isEqualTo(15);
        assertThat(Pcap4jInterface.grown(0xFFFF_FFFFL, 0)).isEqualTo(1);
        assertThat(Pcap4jInterface.grown(0xFFFF_FFF0L, 0x10)).isEqualTo(0x20);
    }
}
