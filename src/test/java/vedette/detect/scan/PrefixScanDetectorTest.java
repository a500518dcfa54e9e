package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.decode.PacketBuilder.ethernet;

import java.util.List;
import org.junit.jupiter.api.Test;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.DetectConfig;
import vedette.detect.Level;
import vedette.detect.Watch;
import vedette.net.TcpFlags;

class PrefixScanDetectorTest {
    private final Watch watch = new Watch(DetectConfig.DEFAULT.only("scan"));

    private void refused(double seconds, String source, String target, int port) {
        watch.at(seconds, ethernet().ipv4(source, target).tcp(40000, port).flags(TcpFlags.SYN));
        watch.at(
                seconds + 0.001,
                ethernet().ipv4(target, source).tcp(port, 40000).flags(TcpFlags.RST | TcpFlags.ACK));
        watch.pass(0);
    }

    private void served(double seconds, String source, String target, int port) {
        watch.at(seconds, ethernet().ipv4(source, target).tcp(40000, port).flags(TcpFlags.SYN));
        watch.at(
                seconds + 0.001,
                ethernet().ipv4(target, source).tcp(port, 40000).flags(TcpFlags.SYN | TcpFlags.ACK));
        watch.at(
                seconds + 0.002,
                ethernet().ipv4(source, target).tcp(40000, port).flags(TcpFlags.ACK));
        watch.at(
                seconds + 0.003,
                ethernet().ipv4(source, target).tcp(40000, port).payload(9));
        watch.pass(0);
    }

    private List<Alert> distributed() {
        return watch.opened().stream()
                .filter(alert -> alert.type() == AlertType.SCAN_DISTRIBUTED)
                .toList();
    }

    @Test
    void severalSourcesOfOneNetworkThatShareAScanAreFound() {
        for (int i = 0; i < 16; i++) {
            refused(i * 60, "198.51.100." + (10 + i % 5), "10.0.0." + i, 23);
        }
        assertThat(distributed()).singleElement().satisfies(alert -> {
            assertThat(alert.level()).isEqualTo(Level.LOW);
            assertThat(alert.subject().source()).hasToString("198.51.100.0/24");
            assertThat(alert.count()).isEqualTo(15);
            assertThat(alert.evidence().values()).containsEntry("sources", 5L);
        });
    }

    /** Networks that scan the whole Internet come by all day, twice or thrice an hour. */
    @Test
    void aNetworkThatComesByNowAndThenIsToldAnewWhenItHasTriedTwiceAsMuch() {
        for (int i = 0; i < 130; i++) {
            refused(i * 1200, "198.51.100." + (10 + i % 60), "10.0." + i / 100 + "." + i % 100, 1000 + i);
        }
        assertThat(distributed()).extracting(Alert::count).containsExactly(15L, 30L, 60L, 120L);
    }

    @Test
    void aSharedScanIsToldAsOfItsAttemptsNotOfTheirVerdicts() {
        for (int i = 0; i < 15; i++) {
            watch.at(
                    i * 60,
                    ethernet()
                            .ipv4("198.51.100." + (10 + i % 5), "10.0.0." + i)
                            .tcp(40000, 23)
                            .flags(TcpFlags.SYN));
            watch.pass(0);
        }
        watch.pass(10);
        assertThat(distributed()).singleElement().satisfies(alert -> {
            assertThat(alert.firstNs()).isEqualTo(Watch.timeNs(0));
            assertThat(alert.lastNs()).isEqualTo(Watch.timeNs(14 * 60));
        });
    }

    /** Somebody who can make acknowledgements of what nobody sent must not hide a scan behind them. */
    @Test
    void aFeedThatLooksBadHidesNoScan() {
        for (int i = 0; i < 40; i++) {
            lossy(i, 50_000 + i);
        }
        for (int i = 0; i < 80; i++) {
            String source = "198.51.100." + (10 + i % 5);
            watch.at(
                    400 + i * 60,
                    ethernet().ipv4(source, "10.0.0." + i).tcp(40000, 23).flags(TcpFlags.SYN));
        }
        assertThat(distributed())
                .singleElement()
                .satisfies(alert -> assertThat(alert.feed().lossRatio()).isGreaterThan(0.2));
    }

    /** A connection within the site of which the server acknowledges twice what it was not sent. */
    private void lossy(double seconds, int port) {
        String client = "10.0.9.1";
        String server = "10.0.9.2";
        watch.at(
                seconds,
                ethernet()
                        .ipv4(client, server)
                        .tcp(port, 80)
                        .flags(TcpFlags.SYN)
                        .seq(1000));
        watch.at(
                seconds + 0.001,
                ethernet()
                        .ipv4(server, client)
                        .tcp(80, port)
                        .flags(TcpFlags.SYN | TcpFlags.ACK)
                        .seq(5000)
                        .ack(1001));
        watch.at(
                seconds + 0.002,
                ethernet()
                        .ipv4(client, server)
                        .tcp(port, 80)
                        .flags(TcpFlags.ACK)
                        .seq(1001)
                        .ack(5001));
        for (int i = 1; i <= 2; i++) {
            watch.at(
                    seconds + 0.002 + 0.001 * i,
                    ethernet()
                            .ipv4(server, client)
                            .tcp(80, port)
                            .flags(TcpFlags.ACK)
                            .seq(5001)
                            .ack(1001 + 1000 * i));
        }
        watch.at(
                seconds + 0.01,
                ethernet()
                        .ipv4(client, server)
                        .tcp(port, 80)
                        .flags(TcpFlags.RST)
                        .seq(3001));
    }

    @Test
    void ipv6SourcesShareTheirFirst48Bits() {
        for (int i = 0; i < 16; i++) {
            String source = "2001:db8:7:" + i % 5 + "::1";
            String target = "fd00::" + i;
            watch.at(i * 60, ethernet().ipv6(source, target).tcp(40000, 23).flags(TcpFlags.SYN));
            watch.at(
                    i * 60 + 0.1, ethernet().ipv6(target, source).tcp(23, 40000).flags(TcpFlags.RST | TcpFlags.ACK));
        }
        assertThat(distributed())
                .singleElement()
                .satisfies(alert -> assertThat(alert.subject().source()).hasToString("2001:db8:7::/48"));
    }

    @Test
    void manyClientsOfAServiceThatIsDownTryOneTarget() {
        for (int i = 0; i < 200; i++) {
            refused(i, "198.51.100." + i, "10.0.0.1", 443);
        }
        assertThat(distributed()).isEmpty();
    }

    @Test
    void clientsThatAreServedMayFailNowAndThen() {
        for (int i = 0; i < 200; i++) {
            String source = "198.51.100." + i;
            if (i % 4 == 0) {
                refused(i * 10, source, "10.0.0." + i, 443);
            } else {
                served(i * 10, source, "10.0.0." + i, 443);
            }
        }
        assertThat(distributed()).isEmpty();
    }

    @Test
    void twoSourcesAreEachAScannerOrNot() {
        for (int i = 0; i < 40; i++) {
            refused(i * 60, "198.51.100." + (10 + i % 2), "10.0.0." + i, 23);
        }
        assertThat(distributed()).isEmpty();
    }

    @Test
    void localSourcesAreNotTakenTogether() {
        for (int i = 0; i < 60; i++) {
            refused(i * 60, "10.0.7." + (10 + i % 20), "10.0.0." + i, 445);
        }
        assertThat(distributed()).isEmpty();
    }
}
