package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vedette.decode.PacketBuilder;

/** In which flow a packet was counted. */
class PacketListenerTest {
    private final Meter meter = new Meter();
    private final List<String> told = new ArrayList<>();

    @Test
    void eachPacketIsToldWithItsFlowAndDirection() {
        meter.metering.tellPacketsTo((flow, direction, packet, timestampNs) -> told.add(
                flow.flowId() + " " + direction + " " + packet.ipOctets() + " " + (timestampNs - Meter.START_NS)));
        meter.at(0, request(4000, 10));
        meter.at(
                1,
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.2", "10.0.0.1")
                        .udp(53, 4000)
                        .payload(20));
        meter.at(2, request(4001, 30));
        List<Flow> records = meter.finish();
        assertThat(idOf(records, 4000)).isNotEqualTo(idOf(records, 4001));
        assertThat(told)
                .containsExactly(
                        idOf(records, 4000) + " 0 38 0",
                        idOf(records, 4000) + " 1 48 1000000000",
                        idOf(records, 4001) + " 0 58 2000000000");
    }

    private static PacketBuilder request(int port, int octets) {
        return PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .udp(port, 53)
                .payload(octets);
    }

    private static long idOf(List<Flow> records, int port) {
        return records.stream()
                .filter(flow -> flow.initiatorPort() == port)
                .findFirst()
                .orElseThrow()
                .flowId();
    }
}
