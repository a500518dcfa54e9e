package vedette.export.zeek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import vedette.detect.Alert;
import vedette.detect.AlertState;
import vedette.detect.AlertType;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Findings;
import vedette.detect.Level;
import vedette.detect.Subject;
import vedette.export.ExportCounters;
import vedette.net.IpPrefix;

class NoticeLogTest {
    private final LogsInMemory files = new LogsInMemory();
    private final ExportCounters counters = new ExportCounters(System::nanoTime);

    private Map<String, String> notice(Alert... alerts) throws IOException {
        ZeekLogs logs = new ZeekLogs(LogFormat.TSV, files, List.of(), "sensor1", counters);
        for (Alert alert : alerts) {
            logs.onAlert(alert);
        }
        logs.flush();
        logs.close();
        assertThat(files.cut("notice.log").records()).hasSize(1);
        return files.cut("notice.log").records().get(0);
    }

    @Test
    void anAlertIsANotice() throws IOException {
        Alert alert = Findings.alert(AlertType.SCAN_VERTICAL, Findings.between("10.0.0.1", "10.0.0.2", 443));
        assertThat(notice(alert))
                .contains(
                        entry("ts", "1700000000.000000"),
                        entry("uid", "-"),
                        entry("id.orig_h", "-"),
                        entry("proto", "tcp"),
                        entry("note", "Scan::Port_Scan"),
                        entry(
                                "msg",
                                "from 10.0.0.1 to 10.0.0.2 port 443/tcp: tried 1000 TCP ports of 10.0.0.2, 999 did not answer"),
                        entry(
                                "sub",
                                "scan.vertical; targets 1000; min_targets 5; failed_ratio 0.997; one_way false; port_kind tcp;"
                                        + " samples 10.0.0.2:22, 10.0.0.2:23"),
                        entry("src", "10.0.0.1"),
                        entry("dst", "10.0.0.2"),
                        entry("p", "443"),
                        entry("n", "1000"),
                        entry("peer_descr", "sensor1"),
                        entry("actions", "Notice::ACTION_LOG"),
                        entry("email_dest", "(empty)"),
                        entry("suppress_for", "-"));
        assertThat(counters.alerts().sent().records()).isEqualTo(1);
    }

    @Test
    void anAlertIsToldOnceThoughItGoesOn() throws IOException {
        Alert opened = Findings.alert(AlertType.FLOOD_SYN, Findings.source(1));
        List<Alert> all = new ArrayList<>();
        for (AlertState state : AlertState.values()) {
            all.add(inState(opened, state));
        }
        assertThat(notice(all.toArray(Alert[]::new))).containsEntry("note", "Vedette::Flood_Syn");
        assertThat(counters.alerts().sent().records()).isEqualTo(1);
        assertThat(counters.alerts().unsupported().records()).isEqualTo(2);
    }

    private static Alert inState(Alert alert, AlertState state) {
        return new Alert(
                alert.id(),
                alert.revision(),
                alert.type(),
                state,
                alert.level(),
                alert.confidence(),
                alert.technique(),
                alert.subject(),
                alert.firstNs(),
                alert.lastNs(),
                alert.publishedNs(),
                alert.detectedNs(),
                alert.count(),
                alert.message(),
                alert.evidence(),
                alert.feed());
    }

    @Test
    void anAlertAboutOneConnectionLeadsToItsRecord() throws IOException {
        Evidence evidence = new Evidence().put("flow_id", 77);
        Finding finding =
                new Finding(Level.INFO, 50, "", Findings.MIDNIGHT_NS, Findings.MIDNIGHT_NS, 1, "a\tb\nc", evidence);
        Subject subject = new Subject(IpPrefix.parse("10.0.0.1"), IpPrefix.parse("2001:db8::2"), 6, 443, 40000);
        assertThat(notice(Findings.alert(AlertType.LONG_CONNECTION, subject, finding)))
                .containsEntry("uid", Uid.of(77))
                .contains(
                        entry("id.orig_h", "10.0.0.1"),
                        entry("id.orig_p", "40000"),
                        entry("id.resp_h", "2001:db8::2"),
                        entry("id.resp_p", "443"))
                .hasEntrySatisfying("msg", text -> assertThat(text).endsWith(": a\\x09b\\x0ac"));
    }

    @Test
    void aNetworkIsNoAddress() throws IOException {
        Subject subject = new Subject(IpPrefix.parse("10.0.0.0/24"), null, -1, -1);
        assertThat(notice(Findings.alert(AlertType.SCAN_DISTRIBUTED, subject)))
                .contains(entry("src", "-"), entry("dst", "-"), entry("p", "-"), entry("proto", "-"))
                .hasEntrySatisfying("msg", text -> assertThat(text).startsWith("from 10.0.0.0/24: "));
    }

    @ParameterizedTest
    @CsvSource({
        "SCAN_VERTICAL, 80, Scan::Port_Scan",
        "SCAN_HORIZONTAL, 80, Scan::Address_Scan",
        "SCAN_BLOCK, 80, Vedette::Scan_Block",
        "BRUTE_FORCE, 22, SSH::Password_Guessing",
        "BRUTE_FORCE, 21, FTP::Bruteforcing",
        "BRUTE_FORCE, 3389, Vedette::Brute_Force",
        "BEACON_DNS, 53, Vedette::Beacon_Dns",
        "CAPTURE_DROPS, 80, Vedette::Capture_Drops",
    })
    void whatZeekHasANameForBearsIt(AlertType type, int port, String note) throws IOException {
        Alert alert = Findings.alert(type, Findings.between("10.0.0.1", "10.0.0.2", port));
        assertThat(notice(alert)).containsEntry("note", note);
    }

    @ParameterizedTest
    @EnumSource(AlertType.class)
    void everyTypeHasAName(AlertType type) throws IOException {
        assertThat(notice(Findings.alert(type, Subject.ALL)).get("note")).matches("[A-Z]\\w+::[A-Z]\\w+");
    }
}
