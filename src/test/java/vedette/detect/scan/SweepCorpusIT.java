package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Level;
import vedette.detect.Watch;

/** Sweeps, shared scans and by-products over public captures, with all detectors at their defaults. */
class SweepCorpusIT {
    private static final Path PCAPS = Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps");

    private static final Set<AlertType> OURS = EnumSet.of(
            AlertType.SCAN_ICMP_SWEEP,
            AlertType.SCAN_ARP_SWEEP,
            AlertType.SCAN_DISTRIBUTED,
            AlertType.SCAN_PORT_SURGE,
            AlertType.SCAN_IP_PROTOCOL,
            AlertType.BACKSCATTER,
            AlertType.RETRY_STORM,
            AlertType.LONG_CONNECTION);

    @BeforeEach
    void theCorpusIsThere() {
        assumeTrue(Files.exists(PCAPS), "no corpus at " + PCAPS);
    }

    @Test
    void everySweepIsFoundAndNothingElseIsTakenForOne() throws IOException {
        assertThat(told("lab", "scan", "flood", "mixed"))
                .containsExactlyInAnyOrder(
                        "lab/icmp_sweep.pcap MEDIUM scan.icmp-sweep 10.77.0.2",
                        "scan/angryip_lan.pcap MEDIUM scan.icmp-sweep 192.168.3.202",
                        "scan/jmoss_arp_syn_sshbrute.pcap MEDIUM scan.arp-sweep 192.168.56.1",
                        "scan/slips_arp_scan.pcap MEDIUM scan.arp-sweep 192.168.1.247",
                        "scan/unrealirc_mixed_arp_syn.pcap MEDIUM scan.arp-sweep 10.0.3.7");
    }

    @Test
    void exfiltrationByPingsToManyHostsLooksLikeASweep() throws IOException {
        assertThat(told("c2"))
                .contains("c2/http_icmp_exfil_echo.pcap MEDIUM scan.icmp-sweep 10.0.0.10")
                .noneMatch(line -> line.contains("MEDIUM") && !line.startsWith("c2/http_icmp_exfil_echo.pcap"));
    }

    /** The phone application of the lamps asks for each address of its network: 1005, and true. */
    @Test
    void benignTrafficIsQuiet() throws IOException {
        assertThat(told("benign", "recon"))
                .filteredOn(line -> !line.contains(" INFO "))
                .containsExactly("benign/hue_bridge_setup_39min.pcap MEDIUM scan.arp-sweep 192.168.100.119");
    }

    @Test
    void aDayOfBackscatterIsToldOnceAndIsNoScan() throws IOException {
        List<Alert> alerts = Watch.over(PCAPS.resolve("benign/backscatter_24h.pcap"));
        assertThat(Watch.opened(alerts)).singleElement().satisfies(alert -> {
            assertThat(alert.type()).isEqualTo(AlertType.BACKSCATTER);
            assertThat(alert.level()).isEqualTo(Level.INFO);
            assertThat(alert.subject().source()).hasToString("202.229.120.98");
            assertThat(alert.subject().sourcePort()).isEqualTo(80);
        });
        Alert last = alerts.get(alerts.size() - 1);
        assertThat((Long) last.evidence().values().get("targets")).isBetween(495L, 540L);
    }

    @Test
    void questionsWithoutAnswerEveryTenSecondsAreNoScan() throws IOException {
        List<Alert> alerts = Watch.opened(Watch.over(PCAPS.resolve("recon/4sics_151020_7h.pcap")));
        assertThat(alerts)
                .filteredOn(alert -> alert.level() != Level.INFO)
                .noneMatch(alert -> alert.type().category().equals("scan")
                        && String.valueOf(alert.subject().source()).equals("192.168.89.2"));
    }

    @Test
    void aConnectionThatLastsAllDayIsToldOf() throws IOException {
        assertThat(told("recon")).contains("recon/iot23_honeypot_4-1_hue_22h.pcap INFO long-connection 192.168.1.132");
    }

    private static List<String> told(String... folders) throws IOException {
        List<String> told = new ArrayList<>();
        for (String folder : folders) {
            for (Path capture : captures(folder)) {
                for (Alert alert : Watch.opened(Watch.over(capture))) {
                    if (OURS.contains(alert.type())) {
                        told.add(PCAPS.relativize(capture) + " " + alert.level() + " "
                                + alert.type().label() + " " + alert.subject().source());
                    }
                }
            }
        }
        return told;
    }

    private static List<Path> captures(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(PCAPS.resolve(folder))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(pcap|pcapng|cap)"))
                    .sorted()
                    .toList();
        }
    }
}
