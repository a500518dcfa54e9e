package vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.flow.FlowRecords;
import vedette.net.IpPrefix;

class AllowListTest {
    private static boolean allows(String entry, AlertType type, Subject subject) {
        return AllowList.of(List.of(entry)).allows(type, subject);
    }

    @ParameterizedTest
    @CsvSource({
        "from 10.0.0.1, true",
        "from 10.0.0.0/8, true",
        "from 10.0.1.0/24, false",
        "to 10.0.0.1, false",
        "to 192.0.2.0/24, true",
        "192.0.2.0/24, true",
        "10.0.0.0/8, true",
        "198.51.100.0/24, false",
        "2001:db8::/32, false",
        "from 10.0.0.1 to 192.0.2.7, true",
        "to 192.0.2.7 from 10.0.0.1, true",
        "from 10.0.0.1 to 192.0.2.8, false",
        "port 22, true",
        "port 22/tcp, true",
        "port 22/udp, false",
        "port 23, false",
        "scan from 10.0.0.1, true",
        "scan.vertical from 10.0.0.1, true",
        "scan.horizontal from 10.0.0.1, false",
        "syn-flood from 10.0.0.1, false",
        "'  scan   from 10.0.0.1   port 22/TCP ', true",
    })
    void allThatAnEntrySaysMustHold(String entry, boolean allows) {
        Subject subject = Findings.between("10.0.0.1", "192.0.2.7", 22);
        assertThat(allows(entry, AlertType.SCAN_VERTICAL, subject)).isEqualTo(allows);
    }

    @Test
    void aDetectorAndAFamilyAreBothNames() {
        Subject subject = Findings.between("10.0.0.1", "192.0.2.7", 22);
        assertThat(allows("syn-flood to 192.0.2.7", AlertType.FLOOD_SYN, subject))
                .isTrue();
        assertThat(allows("flood to 192.0.2.7", AlertType.FLOOD_SYN, subject)).isTrue();
        assertThat(allows("syn-flood to 192.0.2.7", AlertType.FLOOD_TCP, subject))
                .isFalse();
        assertThat(allows("info 192.0.2.7", AlertType.BACKSCATTER, subject)).isTrue();
    }

    @Test
    void aPrefixIsAllowedOnlyWhereAllOfItIs() {
        Subject prefix = Findings.between("2001:db8:1::/64", "2001:db8:2::1", 22);
        assertThat(allows("from 2001:db8::/32", AlertType.SCAN_BLOCK, prefix)).isTrue();
        assertThat(allows("from 2001:db8:1::1", AlertType.SCAN_BLOCK, prefix)).isFalse();
    }

    @Test
    void whoIsNobodyIsInNoPrefix() {
        assertThat(allows("to 0.0.0.0/0", AlertType.SCAN_BLOCK, Findings.source(1)))
                .isFalse();
        assertThat(allows("from ::/0", AlertType.SCAN_BLOCK, Findings.source(1)))
                .isFalse();
    }

    @Test
    void aDetectorMayAskOfAFlow() {
        AllowList list = AllowList.of(List.of("scan from 10.0.0.1 port 443"));
        assertThat(list.allows(AlertType.SCAN_VERTICAL, FlowRecords.tcp().flow()))
                .isTrue();
        assertThat(list.allows(AlertType.FLOOD_SYN, FlowRecords.tcp().flow())).isFalse();
        assertThat(list.allows(AlertType.SCAN_VERTICAL, FlowRecords.udp().flow()))
                .isFalse();
        assertThat(AllowList.of(List.of("10.0.0.2"))
                        .allows(AlertType.FLOOD_SYN, FlowRecords.tcp().flow()))
                .isTrue();
    }

    /** One that was refused might have matched. */
    @ParameterizedTest
    @CsvSource({
        "scan to 10.0.0.0/8 port 161/udp, SCAN_UDP",
        "scan.horizontal to 10.0.0.0/8 port 443/tcp, SCAN_HORIZONTAL",
        "scan port 22, SCAN_HORIZONTAL",
        "info to 10.0.0.9 port 443, SERVICE_UNRESPONSIVE",
        "beacon port 53, BEACON_DNS",
        "port 53/udp, FLOOD_UDP",
        "scan.port-surge port 23/tcp, SCAN_PORT_SURGE",
    })
    void whatAnAlertOfAFamilyHasMayBeSaidOfIt(String entry, AlertType type) {
        Subject subject = switch (type) {
            case SCAN_PORT_SURGE -> new Subject(null, null, 6, 23);
            case SERVICE_UNRESPONSIVE -> Subject.destination(4, 0, 0x0A00_0009L, 6, 443);
            case SCAN_UDP -> new Subject(IpPrefix.parse("192.0.2.1"), IpPrefix.parse("10.1.0.0/16"), 17, 161);
            case BEACON_DNS, FLOOD_UDP -> new Subject(IpPrefix.parse("192.0.2.1"), IpPrefix.parse("10.1.0.1"), 17, 53);
            default ->
                new Subject(
                        IpPrefix.parse("192.0.2.1"),
                        IpPrefix.parse("10.1.0.0/16"),
                        6,
                        entry.contains("443") ? 443 : 22);
        };
        assertThat(allows(entry, type, subject)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | says nothing",
                "scna from 10.0.0.1 | there is no detector or alert scna, only alerts-suppressed, arp-",
                "scan | says neither whom nor which port",
                "scan from | nothing stands behind from",
                "from 10.0.0.1/8 | 10.0.0.1/8 has bits set behind the prefix; did you mean 10.0.0.0/8?",
                "from 10.0.0.256 | 10.0.0.256 is no IP address",
                "from ten | ten is no IP address",
                "from 10.0.0.1 to | nothing stands behind to",
                "from 10.0.0.1 from 10.0.0.2 | from stands there twice",
                "10.0.0.1 10.0.0.2 | a prefix without from or to stands there twice",
                "10.0.0.1 to 10.0.0.2 | has a prefix of either end beside from or to",
                "from 10.0.0.1 and 10.0.0.2 | and is not from, to, port or a prefix",
                "port 65536 | a port is 0 to 65535, was 65536",
                "port 0x16 | a port is 0 to 65535, was 0x16",
                "port 22/icmp | a port is of tcp, udp or sctp, was of icmp",
                "port 22 port 23 | port stands there twice",
                "from 10.0.0.0/8 to 2001:db8::/32 | can match nothing: 10.0.0.0/8 and 2001:db8::/32 are not of one IP",
                "scan.icmp-sweep port 22 | can match nothing: scan.icmp-sweep has no such port",
                "syn-flood port 53/udp | can match nothing: syn-flood has no such port",
                "scan.distributed port 22/tcp | can match nothing: scan.distributed has no such port",
                "scan.distributed to 10.0.0.0/8 | can match nothing: scan.distributed has no destination",
                "scan.vertical port 22 | can match nothing: scan.vertical has no such port",
                "scan.block from 10.0.0.1 port 22 | can match nothing: scan.block has no such port",
                "scan.horizontal port 161/udp | can match nothing: scan.horizontal has no such port",
                "scan.port-surge from 192.0.2.1 | can match nothing: scan.port-surge has no source",
                "scan.port-surge 192.0.2.1 | can match nothing: scan.port-surge has neither source nor destination",
                "scan.arp-sweep to 10.0.0.0/8 | can match nothing: scan.arp-sweep has no destination",
                "service-unresponsive from 10.0.0.1 | can match nothing: service-unresponsive has no source",
                "backscatter to 10.0.0.0/8 | can match nothing: backscatter has no destination",
                "backscatter port 80 | can match nothing: backscatter has no such port",
                "brute-force port 22/udp | can match nothing: brute-force has no such port",
                "brute-force from 10.0.0.1 port 443 | can match nothing: brute-force has no such port",
                "beacon.dns port 443 | can match nothing: beacon.dns has no such port",
                "beacon.periodic port 53 | can match nothing: beacon.periodic has no such port",
                "retry-storm port 22/sctp | can match nothing: retry-storm has no such port",
                "alerts-suppressed from 10.0.0.1 | can match nothing: alerts-suppressed has no source",
                "health port 1 | can match nothing: health has no such port",
            })
    void whatIsMalformedOrCanMatchNothingIsRefused(String entry, String why) {
        String text = why.contains("arp-") ? why.substring(0, why.indexOf("arp-")) : why;
        assertThatThrownBy(() -> AllowList.of(List.of(entry == null ? "" : entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("detect.allow \"" + (entry == null ? "" : entry) + "\": " + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"from 10.0.0.1 port 22", "port 22   from 10.0.0.1/32"})
    void theSameTwiceIsRefusedHoweverItIsWritten(String again) {
        assertThatThrownBy(() -> AllowList.of(List.of("from 10.0.0.1 port 22", again)))
                .hasMessage("detect.allow \"" + again + "\": stands there twice");
    }
}
