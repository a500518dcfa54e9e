package vedette.daemon;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packets of alerts of nearly every type. */
class ExtractedAlertsIT {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scan-horizontal",
                "scan-block",
                "scan-udp",
                "scan-stealth",
                "scan-distributed",
                "scan-ip-protocol",
                "icmp-sweep",
                "port-surge",
                "flood-syn",
                "flood-udp",
                "flood-icmp",
                "flood-tcp",
                "flood-amplification",
                "beacon-periodic",
                "beacon-dns",
                "brute-force",
                "retry-storm",
                "service-gone",
                "service-unresponsive",
                "long-connection"
            })
    void anAlertHasThePacketsOfWhatItTells(String scenario) throws IOException {
        AlertPackets.expectAll(temporary, scenario);
    }
}
