package vedette.detect.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vedette.detect.Alert;
import vedette.detect.DetectConfig;
import vedette.detect.Level;
import vedette.detect.Watch;

/** The detector alone over public captures. */
class BruteForceIT {
    private static final Path PCAPS = Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps");
    private static final DetectConfig ALONE = DetectConfig.DEFAULT.only("brute-force");

    @BeforeEach
    void theCorpusIsThere() {
        assumeTrue(Files.exists(PCAPS), "no corpus at " + PCAPS);
    }

    @Test
    void loginsOverSshAfterAScanAreFound() throws IOException {
        Alert alert = onlyAlert("scan/jmoss_arp_syn_sshbrute.pcap");
        assertThat(who(alert)).isEqualTo("192.168.56.1 192.168.56.101 22");
        assertThat(alert.level()).isEqualTo(Level.MEDIUM);
    }

    @Test
    void loginsOverFtpAreFoundInSeconds() throws IOException {
        Alert alert = onlyAlert("flood/ftp_crack.pcap");
        assertThat(who(alert)).isEqualTo("10.234.125.254 10.121.70.151 21");
        assertThat(alert.level()).isEqualTo(Level.MEDIUM);
        assertThat(alert.detectedNs() - alert.firstNs()).isLessThan(5_000_000_000L);
    }

    /** Three passwords in each of 37 sessions, one after the other; then one that carries 475 kB. */
    @Test
    void passwordsTriedByHandAndTheLoginAfterThemAreFound() throws IOException {
        List<Alert> alerts = Watch.over(PCAPS.resolve("benign/zeek_tryzeek_ssh.pcap"), ALONE);
        Alert last = alerts.get(alerts.size() - 1);
        assertThat(who(last)).isEqualTo("172.16.238.1 172.16.238.136 22");
        assertThat(last.count()).isEqualTo(37);
        assertThat(last.evidence().values()).containsEntry("success_suspected", true);
    }

    @Test
    void nothingElseOfTheCorpusIsTold() throws IOException {
        List<String> told = new ArrayList<>();
        for (String folder :
                List.of("benign", "recon", "mixed", "beacon_synth", "c2", "flood", "lab", "scan", "tunnel")) {
            for (Path capture : captures(folder)) {
                for (Alert alert : Watch.opened(Watch.over(capture, ALONE))) {
                    told.add(PCAPS.relativize(capture) + " " + alert.level() + " " + who(alert));
                }
            }
        }
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "benign/zeek_tryzeek_ssh.pcap MEDIUM 172.16.238.1 172.16.238.136 22",
                        "flood/ftp_crack.pcap MEDIUM 10.234.125.254 10.121.70.151 21",
                        "scan/jmoss_arp_syn_sshbrute.pcap MEDIUM 192.168.56.1 192.168.56.101 22");
    }

    private static List<Path> captures(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(PCAPS.resolve(folder))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(pcap|pcapng|cap)"))
                    .sorted()
                    .toList();
        }
    }

    private static Alert onlyAlert(String capture) throws IOException {
        List<Alert> opened = Watch.opened(Watch.over(PCAPS.resolve(capture), ALONE));
        assertThat(opened).as(capture).hasSize(1);
        return opened.get(0);
    }

    private static String who(Alert alert) {
        return alert.subject().source() + " " + alert.subject().destination() + " "
                + alert.subject().destinationPort();
    }
}
