package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import vedette.decode.Packet;
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

    /** Writes down all that it is told. */
    private final class Witness implements PacketListener {
        @Override
        public void onPacket(Flow flow, int direction, Packet packet, long timestampNs) {
            told.add("packet of " + flow.flowId());
        }

        @Override
        public void onHeld(long datagram, Packet packet, long timestampNs) {
            told.add("held at " + packet.fragmentOffset() + " for " + datagram);
        }

        @Override
        public void onJoined(long datagram, Flow flow, int direction) {
            told.add(datagram + " joined " + flow.flowId() + " " + direction);
        }

        @Override
        public void onQuoted(Flow flow) {
            told.add("quoted " + flow.flowId());
        }
    }

    @Test
    void fragmentsThatAreHeldBackAreToldOfWhenTheyJoinTheirFlow() {
        meter.metering.tellPacketsTo(new Witness());
        meter.at(0, fragment(16, true));
        meter.at(1, fragment(32, false));
        meter.at(
                2,
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.1", "10.0.0.2")
                        .fragment(7, 0, true)
                        .udp(4000, 53)
                        .payload(8));
        String id = idOf(meter.finish(), 4000) + "";
        String datagram = told.get(0).replaceFirst(".* ", "");
        assertThat(told)
                .containsExactly(
                        "held at 16 for " + datagram,
                        "held at 32 for " + datagram,
                        "packet of " + id,
                        datagram + " joined " + id + " 0");
    }

    @Test
    void fragmentsWhosePortsNeverComeJoinAFlowWithoutPorts() {
        meter.metering.tellPacketsTo(new Witness());
        meter.at(0, fragment(16, true));
        long id = meter.finish().get(0).flowId();
        String datagram = told.get(0).replaceFirst(".* ", "");
        assertThat(told).containsExactly("held at 16 for " + datagram, datagram + " joined " + id + " 0");
    }

    @Test
    void anErrorIsToldOfWithItsOwnFlowAndThatOfThePacketItQuotes() {
        meter.metering.tellPacketsTo(new Witness());
        meter.at(0, request(4000, 10));
        byte[] asked = request(4000, 10).build();
        meter.at(
                1,
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.2", "10.0.0.1")
                        .icmp(3, 3, 0, 0)
                        .payload(Arrays.copyOfRange(asked, 14, asked.length)));
        List<Flow> records = meter.finish();
        long id = idOf(records, 4000);
        long error = records.stream()
                .mapToLong(Flow::flowId)
                .filter(other -> other != id)
                .findFirst()
                .orElseThrow();
        assertThat(told).containsExactly("packet of " + id, "packet of " + error, "quoted " + id);
    }

    private static PacketBuilder fragment(int offset, boolean more) {
        return PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .next(17)
                .fragment(7, offset, more)
                .payload(16);
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
