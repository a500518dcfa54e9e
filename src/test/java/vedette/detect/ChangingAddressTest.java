package vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.decode.PacketBuilder.ethernet;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vedette.decode.PacketBuilder;
import vedette.net.TcpFlags;

/** A stranger who speaks IPv6 has a /64 to take his next address from: whatever he takes, he is one source. */
class ChangingAddressTest {
    private static final String NETWORK = "2001:db8:7:7";
    private static final String SERVER = "fd00::10";
    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;
    private static final int RST_ACK = TcpFlags.RST | TcpFlags.ACK;

    private final Watch watch = new Watch();
    private final Random random = new Random(7);

    private static String stranger(int number) {
        return NETWORK + "::" + Integer.toHexString(number + 1);
    }

    private static String host(int number) {
        return "fd00::" + Integer.toHexString(3 * number + 0x100);
    }

    private static PacketBuilder segment(String from, int port, String to, int toPort, int flags) {
        return ethernet().ipv6(from, to).tcp(port, toPort).flags(flags);
    }

    private void refused(double seconds, String from, String to, int port) {
        watch.at(seconds, segment(from, 40_000, to, port, TcpFlags.SYN));
        watch.at(seconds + 0.001, segment(to, port, from, 40_000, RST_ACK));
        watch.pass(0);
    }

    private void served(double seconds, String from, String to, int port) {
        watch.at(seconds, segment(from, 40_000, to, port, TcpFlags.SYN));
        watch.at(seconds + 0.001, segment(to, port, from, 40_000, SYN_ACK));
        watch.at(seconds + 0.002, segment(from, 40_000, to, port, TcpFlags.ACK));
        watch.at(seconds + 0.003, segment(from, 40_000, to, port, TcpFlags.ACK).payload(9));
        watch.pass(0);
    }

    private List<Alert> opened(AlertType type) {
        return watch.opened().stream().filter(alert -> alert.type() == type).toList();
    }

    private void isToldOfTheNetwork(AlertType type) {
        List<Alert> opened = opened(type);
        assertThat(opened).singleElement().satisfies(alert -> {
            assertThat(alert.subject().source()).hasToString(NETWORK + "::/64");
            assertThat(alert.evidence().values()).containsEntry("first_source", stranger(0));
        });
    }

    @Test
    void hisScanIsOne() {
        for (int i = 0; i < 12; i++) {
            refused(i, stranger(i), host(i), 445);
        }
        isToldOfTheNetwork(AlertType.SCAN_HORIZONTAL);
        assertThat(opened(AlertType.SCAN_DISTRIBUTED)).isEmpty();
    }

    @Test
    void whatHeTriesFromEveryAddressIsOneTarget() {
        for (int i = 0; i < 100; i++) {
            refused(i, stranger(i), SERVER, 445);
        }
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void hisPingsAreOneSweep() {
        for (int i = 0; i < 10; i++) {
            watch.at(i, ethernet().ipv6(stranger(i), host(i)).icmpv6(128, 0, 1, 1));
        }
        watch.pass(10);
        isToldOfTheNetwork(AlertType.SCAN_ICMP_SWEEP);
    }

    @Test
    void pingsFromOneAddressAreToldOfThat() {
        for (int i = 0; i < 10; i++) {
            watch.at(i, ethernet().ipv6(stranger(0), host(i)).icmpv6(128, 0, 1, 1));
        }
        watch.pass(10);
        assertThat(opened(AlertType.SCAN_ICMP_SWEEP)).singleElement().satisfies(alert -> {
            assertThat(alert.subject().source()).hasToString(stranger(0));
            assertThat(alert.evidence().values()).doesNotContainKey("first_source");
        });
    }

    /** Where IPv6 is spoken, hosts of this site seldom have addresses that are known to be local. */
    @Test
    void aSiteWithGlobalAddressesThatPingsNowAndThenDoesNotSweep() {
        for (int i = 0; i < 40; i++) {
            watch.at(
                    i * 600,
                    ethernet().ipv6(stranger(i % 8), "2001:db8:9:" + i + "::1").icmpv6(128, 0, 1, 1));
            watch.pass(10);
        }
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void hostsOfThisSiteAreEachTheirOwn() {
        for (int i = 0; i < 40; i++) {
            watch.at(i, ethernet().ipv6("fd00::a:" + i, host(i)).icmpv6(128, 0, 1, 1));
        }
        watch.pass(10);
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void hisProtocolsAreOneScan() {
        for (int i = 0; i < 8; i++) {
            watch.at(i, ethernet().ipv6(stranger(i), SERVER).next(200 + i).payload(8));
        }
        watch.pass(10);
        isToldOfTheNetwork(AlertType.SCAN_IP_PROTOCOL);
    }

    /** He fails at services that are known, which weighs little for one source, and much for a network that shares a scan. */
    @Test
    void whatHeSharesWithHimselfIsNoSharedScan() {
        for (int i = 0; i < 18; i++) {
            for (int client = 0; client < 6; client++) {
                served(i, "2001:db8:" + (client + 1) + "::1", host(i), 443);
            }
        }
        for (int i = 0; i < 18; i++) {
            refused(100 + i * 60, stranger(i), host(i), 443);
        }
        assertThat(watch.opened()).isEmpty();
    }

    @Test
    void heMakesNoSurge() {
        watch.at(0, ethernet().ipv6("fd00::1", "fd00::2").udp(514, 514)).pass(1);
        for (int i = 0; i < 500; i++) {
            watch.at(1 + i * 0.5, segment(stranger(i), 40_000, host(i % 5), 23, TcpFlags.SYN));
            watch.pass(0);
        }
        watch.pass(600);
        assertThat(opened(AlertType.SCAN_PORT_SURGE)).isEmpty();
    }

    /** Three sources make a service known, at which others fail without much weight. */
    @Test
    void heAloneMakesNoServiceKnown() {
        for (int i = 0; i < 10; i++) {
            for (int address = 0; address < 4; address++) {
                served(i, stranger(address), host(i), 443);
            }
        }
        for (int i = 0; i < 10; i++) {
            refused(100 + i, "2001:db8:9::1", host(i), 443);
        }
        assertThat(opened(AlertType.SCAN_HORIZONTAL))
                .singleElement()
                .satisfies(alert -> assertThat(alert.subject().source()).hasToString("2001:db8:9::1"));
    }

    @Test
    void hisFloodIsFromOneSource() {
        for (int i = 0; i < 6000; i++) {
            String from = NETWORK + ":" + Integer.toHexString(random.nextInt(0x10000)) + ":"
                    + Integer.toHexString(random.nextInt(0x10000)) + ":0:"
                    + Integer.toHexString(random.nextInt(0x10000));
            watch.at(
                    i * 0.0005,
                    segment(from, 1024 + i, SERVER, 80, TcpFlags.SYN).seq(i));
        }
        assertThat(opened(AlertType.FLOOD_SYN)).singleElement().satisfies(alert -> {
            assertThat(alert.subject().source()).hasToString(NETWORK + "::/64");
            assertThat(alert.evidence().values())
                    .containsEntry("distinct_sources", 1L)
                    .containsEntry("spoofed", "none");
            assertThat(String.valueOf(alert.evidence().values().get("top_sources")))
                    .contains(NETWORK + "::/64 ");
        });
    }

    @Test
    void aFloodFromOneAddressIsToldOfThat() {
        for (int i = 0; i < 6000; i++) {
            watch.at(
                    i * 0.0005,
                    segment(stranger(0), 1024 + i, SERVER, 80, TcpFlags.SYN).seq(i));
        }
        assertThat(opened(AlertType.FLOOD_SYN))
                .singleElement()
                .satisfies(alert -> assertThat(alert.subject().source()).hasToString(stranger(0)));
    }

    @Test
    void hisRetriesAreOneStorm() {
        for (int i = 0; i < 1100; i++) {
            refused(i, stranger(i % 50), SERVER, 80);
        }
        isToldOfTheNetwork(AlertType.RETRY_STORM);
    }

    @Test
    void hisAnswersToWhoNeverAskedAreOne() {
        for (int i = 0; i < 30; i++) {
            watch.at(i, segment(stranger(i), 80, host(i), 1024 + i, SYN_ACK));
            watch.pass(0);
        }
        watch.pass(60);
        isToldOfTheNetwork(AlertType.BACKSCATTER);
    }
}
