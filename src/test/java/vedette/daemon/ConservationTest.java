package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import vedette.capture.CaptureCounters;
import vedette.decode.DecodeCounters;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;
import vedette.flow.FlowCounters;

class ConservationTest {
    private final CaptureCounters captured = new CaptureCounters();
    private final DecodeCounters decoded = new DecodeCounters();
    private final FlowCounters flows = new FlowCounters();

    @Test
    void holdsWhenEveryPacketIsInARecordOrRejected() {
        captured.captured.add(2);
        decoded.count(DecodeResult.OK, new Packet(), 0);
        decoded.count(DecodeResult.NON_IP, new Packet(), 0);
        flows.packets.add(1);
        flows.octets.add(100);
        flows.recordPackets.add(1);
        flows.recordOctets.add(100);
        assertThat(check()).isEqualTo(new Conservation(0, 0));
        assertThat(check().holds()).isTrue();
    }

    @Test
    void aFrameThatWasNotDecodedIsMissed() {
        captured.captured.add(3);
        decoded.count(DecodeResult.NON_IP, new Packet(), 0);
        assertThat(check().errorPackets()).isEqualTo(2);
        assertThat(check().holds()).isFalse();
    }

    @Test
    void aPacketInNoRecordIsMissed() {
        captured.captured.add(1);
        decoded.count(DecodeResult.OK, new Packet(), 0);
        flows.packets.add(1);
        flows.octets.add(60);
        assertThat(check()).isEqualTo(new Conservation(1, 60));
    }

    @Test
    void aPacketCountedTwiceIsMissedAsWell() {
        captured.captured.add(1);
        decoded.count(DecodeResult.OK, new Packet(), 0);
        flows.packets.add(1);
        flows.recordPackets.add(2);
        assertThat(check().errorPackets()).isEqualTo(1);
    }

    private Conservation check() {
        return Conservation.of(captured, decoded, flows, List.of());
    }
}
