package vedette.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vedette.detect.Alert;
import vedette.detect.Level;
import vedette.detect.Watch;

/** Over all ordinary captures the sensor tells next to nothing, with all detectors at their defaults. */
class QuietIT {
    private static final int MOST = 5;

    @BeforeEach
    void needsTheCorpus() {
        Corpus.require();
    }

    /** Each of them is judged in src/docs/detectors.md. */
    @Test
    void ofAllOrdinaryCapturesFiveAlertsAreAboveInformation() throws IOException {
        List<Path> captures = Corpus.captures("benign");
        List<String> told = new ArrayList<>();
        for (Path capture : captures) {
            gravest(Watch.over(capture)).values().stream()
                    .filter(alert -> alert.level() != Level.INFO)
                    .forEach(alert -> told.add(Corpus.name(capture) + " " + alert.level() + " "
                            + alert.type().label()));
        }
        assertThat(captures).hasSizeGreaterThanOrEqualTo(200);
        assertThat(told)
                .hasSizeLessThanOrEqualTo(MOST)
                .isSubsetOf(
                        "benign/zeek_tryzeek_ssh.pcap HIGH brute-force",
                        "benign/hue_bridge_setup_39min.pcap MEDIUM scan.arp-sweep",
                        "benign/apps/teamspeak3_46fb.pcap HIGH beacon.periodic",
                        "benign/vast_ssh_mix_1.4h.pcap LOW beacon.periodic",
                        "benign/apps/srvloc_4ac8.pcap LOW beacon.periodic");
    }

    /** Of each alert the publication with the highest level. */
    private static Map<String, Alert> gravest(List<Alert> published) {
        Map<String, Alert> gravest = new LinkedHashMap<>();
        for (Alert alert : published) {
            gravest.merge(alert.id(), alert, (a, b) -> b.level().compareTo(a.level()) > 0 ? b : a);
        }
        return gravest;
    }
}
