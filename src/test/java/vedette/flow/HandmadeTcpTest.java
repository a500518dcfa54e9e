package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static vedette.flow.Flow.FORWARD;
import static vedette.flow.Flow.REVERSE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.net.IpAddress;

/** The TCP captures of the corpus's {@code handmade/}, whose truth is known by construction. */
class HandmadeTcpTest {
    private static final Path HANDMADE = Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps/handmade");

    @ParameterizedTest
    @ValueSource(strings = {"tcp_close.pcap", "tcp_close.pcap.gz", "tcp_close.pcap.zst", "tcp_close_v6.pcap"})
    void closeIsOneBiflowWithItsLastAck(String file) throws Exception {
        Flow flow = record(file);
        int version6 = flow.ipVersion() == 6 ? 20 : 0;
        assertThat(flow.packets(FORWARD)).isEqualTo(5);
        assertThat(flow.packets(REVERSE)).isEqualTo(4);
        assertThat(flow.octets(FORWARD)).isEqualTo(250 + 5 * version6);
        assertThat(flow.octets(REVERSE)).isEqualTo(240 + 4 * version6);
        assertThat(flow.tcpState()).isEqualTo(TcpState.SF);
        assertThat(flow.endReason()).isEqualTo(EndReason.END_OF_FLOW);
        assertThat(flow.firstNs(REVERSE) - flow.firstNs(FORWARD)).isEqualTo(10_000_000);
        assertThat(flow.synAckMicros()).isEqualTo(10_000);
        assertThat(flow.ackMicros()).isEqualTo(10_000);
    }

    @Test
    void reuseInsideTheLingerIsTwoBiflows() throws Exception {
        List<Flow> flows = records("tcp_reuse.pcap");
        assertThat(flows).hasSize(2);
        assertThat(flows)
                .extracting(flow -> flow.packets(FORWARD) + flow.packets(REVERSE))
                .containsExactly(9L, 9L);
        assertThat(flows).extracting(Flow::tcpState).containsOnly(TcpState.SF);
        assertThat(flows.get(0).endNs()).isLessThan(flows.get(1).startNs());
    }

    @Test
    void halfCloseIsOneBiflow() throws Exception {
        Flow flow = record("tcp_half_close.pcap");
        assertThat(flow.packets(FORWARD) + flow.packets(REVERSE)).isEqualTo(12);
        assertThat(flow.endNs() - flow.startNs()).isGreaterThan(12_000_000_000L);
        assertThat(flow.tcpState()).isEqualTo(TcpState.SF);
    }

    @Test
    void resetTakesItsLateAckIn() throws Exception {
        Flow flow = record("tcp_rst.pcap");
        assertThat(flow.packets(FORWARD) + flow.packets(REVERSE)).isEqualTo(7);
        assertThat(flow.tcpState()).isEqualTo(TcpState.RSTR);
        assertThat(flow.endReason()).isEqualTo(EndReason.END_OF_FLOW);
    }

    @Test
    void synAckFirstKeepsTheInitiator() throws Exception {
        Flow flow = record("tcp_synack_first.pcap");
        assertThat(IpAddress.text(flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo()))
                .isEqualTo("10.0.0.1");
    }

    @Test
    void synRetriesAreOneAttempt() throws Exception {
        Flow flow = record("tcp_syn_retries.pcap");
        assertThat(flow.packets(FORWARD)).isEqualTo(3);
        assertThat(flow.tcpState()).isEqualTo(TcpState.S0);
    }

    private static Flow record(String file) throws IOException {
        List<Flow> flows = records(file);
        assertThat(flows).hasSize(1);
        return flows.get(0);
    }

    private static List<Flow> records(String file) throws IOException {
        Path capture = HANDMADE.resolve(file);
        assumeTrue(Files.exists(capture), "no capture " + capture);
        return CaptureReplay.records(capture);
    }
}
