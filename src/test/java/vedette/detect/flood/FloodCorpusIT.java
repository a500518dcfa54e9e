package vedette.detect.flood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.capture.FrameHandler;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Watch;
import vedette.net.IpPrefix;
import vedette.net.IpProtocol;
import vedette.net.TcpFlags;

/** Public captures of floods, and of what is none. */
class FloodCorpusIT {
    private static final Path PCAPS = Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps");

    /** When the first packet of this kind was sent to the victim, whatever the sensor says. */
    private static long firstNs(String capture, String victim, Predicate<Packet> kind) throws IOException {
        IpPrefix to = IpPrefix.parse(victim);
        Packet packet = new Packet();
        long[] firstNs = {Long.MAX_VALUE};
        try (CaptureFiles source =
                CaptureFiles.open(List.of(PCAPS.resolve(capture).toString()))) {
            FrameHandler earliest = frame -> {
                DecodeResult result = packet.wrap(
                        frame.bytes(),
                        frame.offset(),
                        frame.capturedLength(),
                        frame.originalLength(),
                        frame.linkType());
                if (result == DecodeResult.OK
                        && packet.hasTransport()
                        && to.contains(packet.ipVersion(), packet.destinationHi(), packet.destinationLo())
                        && kind.test(packet)) {
                    firstNs[0] = Math.min(firstNs[0], frame.timestampNs());
                }
            };
            while (source.poll(earliest, 256) != CaptureSource.END) {
                // to the end, as packets may stand out of order
            }
        }
        return firstNs[0];
    }

    private static boolean isSyn(Packet packet) {
        return packet.protocol() == IpProtocol.TCP
                && (packet.tcp().flags() & (TcpFlags.SYN | TcpFlags.ACK | TcpFlags.RST)) == TcpFlags.SYN;
    }

    private static List<Alert> floods(String capture) throws IOException {
        Path file = PCAPS.resolve(capture);
        assumeTrue(Files.exists(file), "no corpus at " + PCAPS);
        return Watch.opened(Watch.over(file)).stream()
                .filter(alert ->
                        alert.type().category().equals("flood") || alert.type() == AlertType.SERVICE_UNRESPONSIVE)
                .toList();
    }

    /** Capture, victim, its port (-1: many), whether the sources are forged. */
    @ParameterizedTest
    @CsvSource({
        "flood/stopddos_syn_spoofed.pcap, 10.10.10.10, 25565, random",
        "flood/sdn_attacksyn_20k.pcapng, 10.0.0.2, 25003, random",
        "flood/cicddos2019_syn_b.pcap, 192.168.50.4, -1, none",
        "flood/synflood_halfopen_port80.pcap, 192.168.56.103, 80, none",
        "lab/synflood_randsrc_filtered.pcap, 10.66.9.20, 80, random",
        "lab/synflood_closed.pcap, 10.66.1.31, 81, none"
    })
    void aSynFloodIsFoundOnceWithinTwoSecondsOfItsStart(String capture, String victim, int port, String spoofed)
            throws IOException {
        List<Alert> alerts = floods(capture);
        assertThat(alerts).hasSize(1);
        Alert alert = alerts.get(0);
        assertThat(alert.type()).isEqualTo(AlertType.FLOOD_SYN);
        assertThat(text(alert.subject().destination())).isEqualTo(victim);
        assertThat(alert.subject().destinationPort()).isEqualTo(port);
        assertThat(alert.evidence().values()).containsEntry("spoofed", spoofed);
        assertToldWithinTwoSeconds(alert, firstNs(capture, victim, FloodCorpusIT::isSyn));
    }

    private static void assertToldWithinTwoSeconds(Alert alert, long firstNs) {
        assertThat(alert.detectedNs() - firstNs).isBetween(0L, 2_000_000_000L);
    }

    /** Capture, kind, victim, its port (-1: many), whose addresses the sources' are. */
    @ParameterizedTest
    @CsvSource({
        "flood/attacker_udp10k.pcap, FLOOD_UDP, 172.16.1.2, 0, none",
        "flood/stopddos_amp_snmp.pcap, FLOOD_AMPLIFICATION, 10.10.10.10, -1, reflected",
        "flood/stopddos_synack_reflection.pcap, FLOOD_TCP, 10.10.10.10, -1, reflected",
        "lab/ackflood.pcap, FLOOD_TCP, 10.66.1.33, 80, none"
    })
    void aFloodOfPacketsIsFoundOnceWithinTwoSecondsOfItsStart(
            String capture, AlertType type, String victim, int port, String spoofed) throws IOException {
        List<Alert> alerts = floods(capture);
        assertThat(alerts).hasSize(1);
        Alert alert = alerts.get(0);
        assertThat(alert.type()).isEqualTo(type);
        assertThat(text(alert.subject().destination())).isEqualTo(victim);
        assertThat(alert.subject().destinationPort()).isEqualTo(port);
        assertThat(alert.evidence().values()).containsEntry("spoofed", spoofed);
        assertToldWithinTwoSeconds(
                alert,
                firstNs(
                        capture,
                        victim,
                        packet -> packet.protocol() == alert.subject().protocol() && !isSyn(packet)));
    }

    private static String text(@Nullable IpPrefix prefix) {
        return String.valueOf(prefix);
    }

    /** Loads of full connections, scans, and floods too small for the rule (600 attempts within 3 s). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "flood/attacker_slowloris.pcap",
                "flood/cicddos2019_webddos.pcap",
                "flood/ftp_crack.pcap",
                "flood/dos_ppa_100.pcap",
                "flood/learnitgirl_syn38.pcapng",
                "flood/suri_syn200.pcap",
                "lab/decoy_syn.pcap",
                "lab/filtered_horizontal_3389.pcap",
                "lab/filtered_vertical.pcap",
                "lab/fragment_syn.pcap",
                "lab/horizontal_445_rst.pcap",
                "lab/icmp_sweep.pcap",
                "lab/ipv6_syn.pcap",
                "lab/syn_vertical_t4.pcap",
                "lab/udp_vertical.pcap",
                "lab/xmas_vertical.pcap",
                "scan/nmap_ack.pcap",
                "scan/nmap_fin.pcap",
                "scan/nmap_null.pcap",
                "scan/nmap_syn.pcap",
                "scan/nmap_udp.pcap",
                "scan/sanders_synscan.pcapng",
                "scan/task1_syn_only.pcapng",
                "scan/s4_cip_two_scanners.pcap",
                "recon/4sics_151020_7h.pcap",
                "recon/m57_benign_24h.pcap"
            })
    void whatIsNoFloodIsNotCalledOne(String capture) throws IOException {
        assertThat(floods(capture)).isEmpty();
    }
}
