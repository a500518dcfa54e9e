package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a flow began and ended, also before 1970. */
class FlowTimesTest {
    private static final long MOON_NS = -14_182_940_000_000_000L;

    @Test
    void aDirectionWithoutPacketsHasNoPartInTheEnd() {
        Flow flow = FlowRecords.udp()
                .without(Flow.REVERSE)
                .times(Flow.FORWARD, MOON_NS, MOON_NS + 5)
                .flow();
        assertThat(flow.packets(Flow.REVERSE)).isZero();
        assertThat(flow.lastNs(Flow.REVERSE)).isGreaterThan(MOON_NS + 5);
        assertThat(flow.startNs()).isEqualTo(MOON_NS);
        assertThat(flow.endNs()).isEqualTo(MOON_NS + 5);
    }

    @Test
    void theLaterOfTwoDirectionsIsTheEnd() {
        Flow flow = FlowRecords.udp()
                .times(Flow.FORWARD, MOON_NS, MOON_NS + 5)
                .times(Flow.REVERSE, MOON_NS + 1, MOON_NS + 9)
                .flow();
        assertThat(flow.endNs()).isEqualTo(MOON_NS + 9);
    }
}
