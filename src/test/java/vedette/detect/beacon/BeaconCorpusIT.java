package vedette.detect.beacon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.DetectConfig;
import vedette.detect.Level;
import vedette.detect.Watch;

/** Beacons in public captures, and programs that are as regular and innocent. */
class BeaconCorpusIT {
    private static final Path PCAPS = Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps");

    @BeforeAll
    static void requireCorpus() {
        assumeTrue(Files.exists(PCAPS), "no corpus at " + PCAPS);
    }

    private static List<Alert> alerts(String capture, boolean internal) throws IOException {
        DetectConfig beacon = DetectConfig.DEFAULT.only("beacon").withBeacon(Calls.config(internal, 1 << 14));
        return Watch.over(PCAPS.resolve(capture), beacon).stream()
                .filter(alert -> alert.type() == AlertType.BEACON_PERIODIC || alert.type() == AlertType.BEACON_DNS)
                .toList();
    }

    private static double period(Alert alert) {
        return (double) alert.evidence().values().get("period_s");
    }

    @ParameterizedTest
    @CsvSource({
        "beacon_synth/b01_60s_j0.pcap, 198.51.100.1, 443, 60, 1",
        "beacon_synth/b03_300s_j20.pcap, 198.51.100.3, 80, 300, 20",
        "beacon_synth/b04_300s_cs37.pcap, 198.51.100.4, 443, 245, 25",
        "beacon_synth/b07_dns30s_j5.pcap, 198.51.100.7, 53, 30, 1",
        "beacon_synth/b09_120s_unanswered.pcap, 198.51.100.9, 4444, 120, 2",
        "beacon_synth/b12_600s_lossy30.pcap, 198.51.100.12, 443, 600, 35",
        "c2/slips_cc_2s.pcap, 141.193.213.21, 443, 2.2, 0.1",
        "c2/quasarrat.pcap, 86.136.67.231, 1337, 3.55, 0.2",
        "c2/emotet_20210106.pcap, 5.2.136.90, 80, 952, 20",
        "c2/dns_beacon_xneck.pcapng, 58.64.204.181, 53, 1.07, 0.05",
        "recon/ctu_sme_11_remcos.pcap, 66.63.168.35, 5888, 2.06, 0.1",
    })
    void isFoundWithItsPeriod(String capture, String destination, int port, double period, double tolerance)
            throws IOException {
        List<Alert> found = alerts(capture, false);
        assertThat(Watch.opened(found)).hasSize(1);
        Alert last = found.get(found.size() - 1);
        assertThat(last.subject().destination()).hasToString(destination);
        assertThat(last.subject().destinationPort()).isEqualTo(port);
        assertThat(period(last)).isCloseTo(period, within(tolerance));
    }

    /** What calls back to a private address is found when calls within the site count. */
    @ParameterizedTest
    @CsvSource({
        "c2/ratinfected_10s.pcapng, 172.16.0.111, 10, 0.1",
        "c2/apt29_d2_utica_onedrive.pcap, 192.168.0.4, 5, 0.5",
    })
    void isFoundWithinTheSite(String capture, String destination, double period, double tolerance) throws IOException {
        assertThat(alerts(capture, false)).isEmpty();
        assertThat(Watch.opened(alerts(capture, true))).anySatisfy(alert -> {
            assertThat(alert.subject().destination()).hasToString(destination);
            assertThat(period(alert)).isCloseTo(period, within(tolerance));
        });
    }

    /** The bot tries from new ports 1, 2, 4 and 10 s apart. */
    @ParameterizedTest
    @ValueSource(strings = {"c2/iot23_42-1_trojan_8h.pcap", "recon/iot23_42-1_trojan_8h.pcap"})
    void triesOfABotAreNoBeaconOfTwoSeconds(String capture) throws IOException {
        assertThat(alerts(capture, false))
                .allSatisfy(alert -> assertThat(period(alert)).isBetween(9.5, 13.0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "beacon_synth/n02_browsing.pcap",
                "beacon_synth/n03_uniform_1_1200.pcap",
                "beacon_synth/n04_few.pcap",
                "recon/4sics_151020_7h.pcap",
                "recon/m57_benign_24h.pcap"
            })
    void isNoBeacon(String capture) throws IOException {
        assertThat(alerts(capture, false)).isEmpty();
    }

    /** A lamp's bridge calls home every hour like a clock: true, and low. */
    @Test
    void aBridgeThatCallsHomeIsLow() throws IOException {
        List<Alert> found = alerts("recon/iot23_honeypot_4-1_hue_22h.pcap", false);
        assertThat(Watch.opened(found)).hasSizeLessThanOrEqualTo(1);
        assertThat(found).allSatisfy(alert -> assertThat(alert.level()).isEqualTo(Level.LOW));
    }

    /** One is above information: a voice server that reports to its list of servers every ten minutes. */
    @Test
    void benignCapturesAreQuiet() throws IOException {
        List<String> told = new ArrayList<>();
        List<Path> captures;
        try (var all = Files.walk(PCAPS.resolve("benign"))) {
            captures = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path capture : captures) {
            for (Alert alert : Watch.opened(alerts(PCAPS.relativize(capture).toString(), false))) {
                if (alert.level() != Level.INFO) {
                    told.add(PCAPS.relativize(capture) + ": " + alert.message());
                }
            }
        }
        assertThat(told).hasSizeLessThanOrEqualTo(2);
    }
}
