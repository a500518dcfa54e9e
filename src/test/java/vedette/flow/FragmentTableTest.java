package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.flow.Flow.FORWARD;

import java.util.List;
import org.junit.jupiter.api.Test;
import vedette.decode.PacketBuilder;
import vedette.net.IpProtocol;

/** Rule M6. */
class FragmentTableTest {
    private static final String A = "10.0.0.1";
    private static final String B = "10.0.0.2";

    private static PacketBuilder first(int id) {
        return PacketBuilder.ethernet()
                .ipv4(A, B)
                .fragment(id, 0, true)
                .udp(5000, 6000)
                .payload(1472);
    }

    private static PacketBuilder later(int id, int offset, int octets, boolean more) {
        return PacketBuilder.ethernet()
                .ipv4(A, B)
                .fragment(id, offset, more)
                .next(IpProtocol.UDP)
                .payload(octets);
    }

    @Test
    void everyFragmentCountsInItsDatagramsFlow() {
        Flow flow = new Meter()
                .at(0, first(7))
                .at(0.001, later(7, 1480, 1480, true))
                .at(0.002, later(7, 2960, 8, false))
                .only();
        assertThat(flow.initiatorPort()).isEqualTo(5000);
        assertThat(flow.responderPort()).isEqualTo(6000);
        assertThat(flow.packets(FORWARD)).isEqualTo(3);
        assertThat(flow.octets(FORWARD)).isEqualTo(1500 + 1500 + 28);
    }

    @Test
    void theMiddleFragmentMayComeFirstAndStartsTheFlow() {
        Flow flow = new Meter()
                .at(0, later(7, 1480, 1480, true))
                .at(0.001, first(7))
                .at(0.002, later(7, 2960, 8, false))
                .only();
        assertThat(flow.initiatorPort()).isEqualTo(5000);
        assertThat(flow.packets(FORWARD)).isEqualTo(3);
        assertThat(flow.startNs()).isEqualTo(Meter.timeNs(0));
    }

    @Test
    void aDatagramWhoseFragmentsAllComeTwiceStaysInItsFlow() {
        Meter meter = new Meter();
        for (int i = 0; i < 2; i++) {
            meter.at(0, first(7));
        }
        for (int i = 0; i < 2; i++) {
            meter.at(0.001, later(7, 1480, 1480, true));
        }
        for (int i = 0; i < 2; i++) {
            meter.at(0.002, later(7, 2960, 8, false));
        }
        Flow flow = meter.only();
        assertThat(flow.initiatorPort()).isEqualTo(5000);
        assertThat(flow.packets(FORWARD)).isEqualTo(6);
        assertThat(meter.counters.incompleteDatagrams.get()).isZero();
    }

    @Test
    void aFragmentThatCameTwiceDoesNotStandForOneThatIsMissing() {
        assertThat(new Meter()
                        .at(0, later(7, 1480, 1480, true))
                        .at(0.001, later(7, 1480, 1480, true))
                        .at(0.002, later(7, 2960, 8, false))
                        .at(0.003, first(7))
                        .only()
                        .packets(FORWARD))
                .isEqualTo(4);
        assertThat(new Meter()
                        .at(0, first(7))
                        .at(0.001, first(7))
                        .at(0.002, later(7, 2960, 8, false))
                        .at(0.003, later(7, 1480, 1480, true))
                        .only()
                        .packets(FORWARD))
                .isEqualTo(4);
    }

    @Test
    void aDatagramWithoutItsFirstFragmentIsAFlowWithoutPorts() {
        Meter meter = new Meter().at(0, later(7, 1480, 1408, true)).at(0.5, later(7, 2888, 28, false));
        meter.pass(31);
        assertThat(meter.counters.openPackets()).isEqualTo(2);
        Flow flow = meter.only();
        assertThat(flow.initiatorPort()).isZero();
        assertThat(flow.responderPort()).isZero();
        assertThat(flow.protocol()).isEqualTo(17);
        assertThat(flow.packets(FORWARD)).isEqualTo(2);
        assertThat(flow.octets(FORWARD)).isEqualTo(1408 + 28 + 40);
        assertThat(flow.startNs()).isEqualTo(Meter.timeNs(0));
        assertThat(meter.counters.incompleteDatagrams.get()).isEqualTo(1);
    }

    @Test
    void aFlowWithoutPortsSaysWhichDatagramBeganIt() {
        Meter meter = new Meter()
                .at(0, later(7, 1480, 1408, true))
                .at(1, later(8, 1480, 1408, false))
                .at(32, later(9, 1480, 100, false));
        Flow flow = meter.only();
        assertThat(flow.isFragmentsOnly()).isTrue();
        assertThat(flow.fragmentIdentification()).isEqualTo(7);
        assertThat(flow.fragmentFlags()).isEqualTo(0x20);
        assertThat(flow.packets(FORWARD)).isEqualTo(3);
        assertThat(new Meter().at(0, later(7, 1480, 100, false)).only().fragmentFlags())
                .as("the last fragment of a datagram alone")
                .isZero();
    }

    @Test
    void aFlowWhosePortsAreKnownIsNoneOfFragmentsOnly() {
        Flow whole =
                new Meter().at(0, later(7, 1480, 1408, false)).at(0.1, first(7)).only();
        assertThat(whole.isFragmentsOnly()).isFalse();
        Flow toPortNought = new Meter()
                .at(0, PacketBuilder.ethernet().ipv4(A, B).udp(0, 0).payload(10))
                .at(1, later(7, 1480, 1408, false))
                .only();
        assertThat(toPortNought.packets(FORWARD)).isEqualTo(2);
        assertThat(toPortNought.isFragmentsOnly()).isFalse();
    }

    @Test
    void heldBackFragmentsAreCountedAtTheEndOfInput() {
        Flow flow = new Meter().at(0, later(7, 1480, 1480, true)).only();
        assertThat(flow.packets(FORWARD)).isEqualTo(1);
    }

    @Test
    void aTcpHeaderInTwoFragmentsIsPutTogether() {
        byte[] segment = PacketBuilder.raw()
                .ipv4(A, B)
                .tcp(40000, 443)
                .flags(0x02)
                .seq(1)
                .payload(12)
                .build();
        PacketBuilder head = PacketBuilder.ethernet()
                .ipv4(A, B)
                .fragment(9, 0, true)
                .next(IpProtocol.TCP)
                .payload(slice(segment, 20, 28));
        PacketBuilder tail = PacketBuilder.ethernet()
                .ipv4(A, B)
                .fragment(9, 8, false)
                .next(IpProtocol.TCP)
                .payload(slice(segment, 28, segment.length));
        for (List<PacketBuilder> order : List.of(List.of(head, tail), List.of(tail, head))) {
            Meter meter = new Meter().at(0, order.get(0)).at(0.1, order.get(1));
            Flow flow = meter.only();
            assertThat(flow.initiatorPort()).isEqualTo(40000);
            assertThat(flow.responderPort()).isEqualTo(443);
            assertThat(flow.tcpFlags(FORWARD)).isEqualTo(0x02);
            assertThat(flow.packets(FORWARD)).isEqualTo(2);
            assertThat(meter.counters.splitHeaders.get()).isEqualTo(1);
        }
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return java.util.Arrays.copyOfRange(bytes, from, to);
    }

    @Test
    void theTableIsBoundedAndSaysWhatItGaveUp() {
        Meter meter = new Meter();
        for (int id = 0; id < 1000; id++) {
            meter.at(id * 0.001, later(id, 1480, 1480, true));
        }
        assertThat(meter.counters.evictedDatagrams.get()).isEqualTo(1000 - FragmentTable.MOST_DATAGRAMS);
        assertThat(meter.only().packets(FORWARD)).isEqualTo(1000);
    }

    @Test
    void overlappingFragmentsAreCountedAsAnomalies() {
        Meter meter =
                new Meter().at(0, first(7)).at(0.1, later(7, 1472, 1480, true)).at(0.2, later(7, 2952, 8, false));
        meter.only();
        assertThat(meter.counters.overlappingFragments.get()).isEqualTo(1);
    }

    @Test
    void fragmentsOfAProtocolWithoutPortsWaitForNothing() {
        Meter meter = new Meter();
        meter.at(
                0,
                PacketBuilder.ethernet()
                        .ipv4(A, B)
                        .fragment(3, 1480, false)
                        .next(IpProtocol.ESP)
                        .payload(100));
        Flow flow = meter.only();
        assertThat(flow.protocol()).isEqualTo(IpProtocol.ESP);
        assertThat(meter.counters.fragments.get()).isEqualTo(1);
    }

    @Test
    void optionsBehindTheFragmentHeaderDoNotPartADatagram() {
        PacketBuilder head = PacketBuilder.ethernet()
                .ipv6("2001:db8::1", "2001:db8::2")
                .fragmentHeader(7, 0, true)
                .extension(IpProtocol.DESTINATION_OPTIONS, "0000010400000000")
                .udp(5000, 6000)
                .payload(1000 - 16);
        PacketBuilder tail = PacketBuilder.ethernet()
                .ipv6("2001:db8::1", "2001:db8::2")
                .fragmentHeader(7, 1000, false)
                .next(IpProtocol.DESTINATION_OPTIONS)
                .payload(100);
        for (List<PacketBuilder> order : List.of(List.of(head, tail), List.of(tail, head))) {
            Flow flow = new Meter().at(0, order.get(0)).at(0.1, order.get(1)).only();
            assertThat(flow.protocol()).isEqualTo(IpProtocol.UDP);
            assertThat(flow.initiatorPort()).isEqualTo(5000);
            assertThat(flow.packets(FORWARD)).isEqualTo(2);
        }
    }
}
