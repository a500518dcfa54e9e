package vedette.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.DetectConfig;
import vedette.detect.Level;
import vedette.detect.Watch;

/** Scans in public captures are found, under their names and early; what is none is not. */
class ScanCorpusIT {
    private static final DetectConfig ALL = DetectConfig.DEFAULT;

    @BeforeEach
    void needsTheCorpus() {
        Corpus.require();
    }

    private static List<Alert> scans(Path capture) throws IOException {
        return Watch.over(capture, ALL).stream()
                .filter(alert -> switch (alert.type()) {
                    case SCAN_VERTICAL, SCAN_HORIZONTAL, SCAN_BLOCK, SCAN_UDP, SCAN_STEALTH -> true;
                    default -> false;
                })
                .toList();
    }

    /** Besides the targets that failed, some were open. */
    @ParameterizedTest
    @CsvSource({
        "scan/bro_445_sweep.pcap, SCAN_HORIZONTAL, 176.192.150.3, 6",
        "scan/bro_port_scan.pcap, SCAN_VERTICAL, 192.168.2.154, 8",
        "scan/jmoss_arp_syn_sshbrute.pcap, SCAN_VERTICAL, 192.168.56.1, 8",
        "scan/lbl_enterprise_1h_hdr.pcap, SCAN_HORIZONTAL, 209.200.23.168, 6",
        "scan/maltrail_infection_scan.pcap, SCAN_HORIZONTAL, 10.0.0.5, 8",
        "scan/maltrail_port_scan.pcap, SCAN_VERTICAL, 203.0.113.9, 6",
        "scan/maltrail_stealth_scan_null.pcap, SCAN_STEALTH, 203.0.113.9, 3",
        "scan/masscan_600_ports.pcap, SCAN_VERTICAL, 192.168.37.135, 10",
        "scan/ndpi_synscan.pcap, SCAN_VERTICAL, 172.16.0.8, 10",
        "scan/nmap_ack.pcap, SCAN_STEALTH, 192.168.1.10, 15",
        "scan/nmap_fin.pcap, SCAN_STEALTH, 192.168.1.10, 8",
        "scan/nmap_null.pcap, SCAN_STEALTH, 192.168.1.10, 3",
        "scan/nmap_syn.pcap, SCAN_VERTICAL, 192.168.1.10, 8",
        "scan/nmap_udp.pcap, SCAN_UDP, 192.168.1.10, 10",
        "scan/ppa_portscan_29.pcap, SCAN_VERTICAL, 10.100.25.14, 8",
        "scan/sanders_synscan.pcapng, SCAN_VERTICAL, 172.16.0.8, 10",
        "scan/sleuth_attack12s.pcapng, SCAN_VERTICAL, 192.168.225.158, 8",
        "scan/soclab_syn_60s.pcap, SCAN_VERTICAL, 192.168.56.102, 8",
        "scan/task1_syn_only.pcapng, SCAN_VERTICAL, 192.168.81.108, 8",
        "scan/xprobe_tcp.pcap, SCAN_VERTICAL, 192.168.1.20, 8",
        "lab/filtered_horizontal_3389.pcap, SCAN_HORIZONTAL, 10.77.0.2, 8",
        "lab/filtered_vertical.pcap, SCAN_VERTICAL, 10.77.0.2, 8",
        "lab/fragment_syn.pcap, SCAN_VERTICAL, 10.77.0.2, 8",
        "lab/horizontal_445_rst.pcap, SCAN_HORIZONTAL, 10.77.0.2, 8",
        "lab/ipv6_syn.pcap, SCAN_VERTICAL, 2001:db8:77::2, 8",
        "lab/slow_vertical_10s.pcap, SCAN_VERTICAL, 10.77.0.2, 8",
        "lab/syn_vertical_t4.pcap, SCAN_VERTICAL, 10.77.0.2, 8",
        "lab/udp_vertical.pcap, SCAN_UDP, 10.77.0.2, 10",
        "lab/xmas_vertical.pcap, SCAN_STEALTH, 10.77.0.2, 3",
        "scan/angryip_lan.pcap, SCAN_HORIZONTAL, 192.168.3.202, 10",
    })
    void oneScannerIsFoundUnderItsName(String capture, AlertType type, String source, int failures) throws IOException {
        List<Alert> opened = Watch.opened(scans(Corpus.PCAPS.resolve(capture)));
        assertThat(opened).as("%s", opened).hasSize(1);
        Alert alert = opened.get(0);
        assertThat(alert.type()).isEqualTo(type);
        assertThat(alert.subject().source()).hasToString(source);
        assertThat(number(alert, "refused") + number(alert, "silent")).isLessThanOrEqualTo(failures);
    }

    private static int number(Alert alert, String name) {
        return ((Number) alert.evidence().values().get(name)).intValue();
    }

    @ParameterizedTest
    @CsvSource({
        // The third of the first capture stands in no answer file: 139 ports of one host within two minutes.
        "scan/s4_cip_two_scanners.pcap, 10.200.1.45 10.200.1.162 10.200.1.231",
        "lab/decoy_syn.pcap, 10.77.0.2 10.77.0.3 10.77.0.4 10.77.0.5",
    })
    void severalScannersAreFound(String capture, String sources) throws IOException {
        assertThat(Watch.opened(scans(Corpus.PCAPS.resolve(capture))))
                .allMatch(alert -> alert.type() == AlertType.SCAN_VERTICAL)
                .extracting(alert -> String.valueOf(alert.subject().source()))
                .containsExactlyInAnyOrder(sources.split(" "));
    }

    /** One acknowledgement in it is of a gigabyte that nobody sent. */
    @Test
    void aFeedThatLostNextToNothingIsNotCalledBad() throws IOException {
        assertThat(Watch.over(Corpus.PCAPS.resolve("scan/s4_cip_two_scanners.pcap"), ALL))
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(alert.feed().lossRatio()).isLessThan(0.01));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lab/ackflood.pcap",
                "lab/icmp_sweep.pcap",
                "lab/synflood_closed.pcap",
                "lab/synflood_randsrc_filtered.pcap",
                "scan/slips_arp_scan.pcap",
                "scan/unrealirc_mixed_arp_syn.pcap",
            })
    void whatIsNoPortScanIsNotCalledOne(String capture) throws IOException {
        assertThat(scans(Corpus.PCAPS.resolve(capture))).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> floodsAreNoScans() throws IOException {
        return quiet("flood");
    }

    @TestFactory
    Stream<DynamicTest> benignTrafficIsNoScan() throws IOException {
        return Stream.of("benign", "recon", "mixed").flatMap(folder -> {
            try {
                return quiet(folder);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
    }

    private static Stream<DynamicTest> quiet(String folder) throws IOException {
        return Corpus.captures(folder).stream()
                .map(capture -> DynamicTest.dynamicTest(
                        Corpus.name(capture),
                        () -> assertThat(scans(capture).stream()
                                        .filter(alert -> alert.level() != Level.INFO)
                                        .map(alert -> alert.subject() + " " + alert.message()))
                                .isEmpty()));
    }
}
