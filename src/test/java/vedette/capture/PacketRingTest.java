package vedette.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.os.PacketSocket;
import vedette.os.SystemCallException;

class PacketRingTest {
    private static PacketSocket.Ring ring(long size, int snaplen) {
        return PacketRing.ring(new CaptureConfig(List.of("eth0"), "auto", snaplen, true, size, 1, "", false, false));
    }

    @ParameterizedTest
    @CsvSource({
        "1048576, 128, 65536, 16",
        "67108864, 2048, 65536, 1024",
        "1073741824, 2048, 65536, 16384",
        "100000000, 2048, 65536, 1525",
        "16777216, 65535, 131072, 128",
        "1048576, 65535, 131072, 8",
        "1048576, 262144, 524288, 2",
    })
    void theRingIsAsLargeAsIsAskedForAndABlockHoldsAnyFrame(long size, int snaplen, int blockSize, int blocks) {
        assertThat(ring(size, snaplen)).isEqualTo(new PacketSocket.Ring(blockSize, blocks, 10));
    }

    @Test
    void moreIsNeverTakenThanIsAllowed() {
        for (long size = CaptureConfig.MIN_RING_SIZE; size <= CaptureConfig.MAX_RING_SIZE; size = size * 3 / 2) {
            PacketSocket.Ring ring = ring(size, 9_000);
            assertThat((long) ring.blockSize() * ring.blocks()).isLessThanOrEqualTo(size);
            assertThat(ring.blocks()).isGreaterThanOrEqualTo(8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vlan 5", "tcp and vlan", "not (vlan 7 and udp)", "ip\nor vlan"})
    void aFilterOnTagsIsKnown(String filter) {
        assertThat(PacketRing.asksForTags(filter)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tcp port 80", "host vlan5.example.net", "ether host 02:00:00:00:00:01"})
    void otherFiltersAreRunByTheKernel(String filter) {
        assertThat(PacketRing.asksForTags(filter)).isFalse();
    }

    @Test
    void onlyAKernelThatLacksItIsAReasonToGoAnotherWay() {
        assertThat(PacketRing.isUnknown(new SystemCallException("PACKET_VERSION", SystemCallException.EINVAL)))
                .isTrue();
        assertThat(PacketRing.isUnknown(new SystemCallException("socket", SystemCallException.EAFNOSUPPORT)))
                .isTrue();
        assertThat(PacketRing.isUnknown(new SystemCallException("socket", SystemCallException.EPERM)))
                .isFalse();
        assertThat(PacketRing.isUnknown(new SystemCallException("PACKET_RX_RING", SystemCallException.ENOMEM)))
                .isFalse();
        assertThat(PacketRing.isUnknown(null)).isFalse();
    }

    @Test
    void whatTheKernelRefusesIsToldWithTheWayOut() {
        assertThat(LiveErrors.cannotCapture(
                        "eth0", 64 << 20, new SystemCallException("PACKET_RX_RING", SystemCallException.ENOMEM)))
                .hasMessage("cannot capture from eth0: no memory for capture.ring-size = 64MiB; lower it");
        assertThat(LiveErrors.cannotCapture(
                        "eth0", 64 << 20, new SystemCallException("PACKET_VERSION", SystemCallException.EINVAL)))
                .hasMessage(
                        "cannot capture from eth0: PACKET_VERSION: Invalid argument; capture.source = \"pcap4j\" may"
                                + " work");
    }
}
