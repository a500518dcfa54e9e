package vedette.detect.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static vedette.decode.PacketBuilder.ethernet;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vedette.content.ContentConfig;
import vedette.content.DnsBytes;
import vedette.decode.Packet;
import vedette.decode.PacketBuilder;
import vedette.detect.Alert;
import vedette.detect.AlertState;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.detect.Level;
import vedette.detect.Watch;
import vedette.flow.FlowConfig;
import vedette.flow.FlowCounters;
import vedette.flow.FlowLedger;
import vedette.flow.Metering;

/** Who carries something through DNS, and who asks for many names as everybody does. */
class DnsTunnelDetectorTest {
    private static final String HOST = "10.0.0.7";
    private static final String RESOLVER = "10.0.0.53";
    private static final int A = 1;
    private static final int TXT = 16;
    private static final int PACKETS = 200_000;
    private static final long ALLOWED_BYTES = 16 << 10;

    private final Watch watch = new Watch(DetectConfig.DEFAULT.only("dns-tunnel"));
    private final Random random = new Random(5);

    private static PacketBuilder question(String host, String server, int port, int type, String name) {
        return ethernet().ipv4(host, server).udp(port, 53).payload(DnsBytes.query(type, name));
    }

    private void ask(double seconds, int type, String name) {
        watch.at(seconds, question(HOST, RESOLVER, 40_000, type, name));
    }

    private String digits(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("0123456789abcdef".charAt(random.nextInt(16)));
        }
        return text.toString();
    }

    @Test
    void twoHundredLongNamesOfOneDomainWithinAnHourAreTold() {
        for (int i = 0; i < 300; i++) {
            ask(i * 10, A, digits(40) + ".example.com");
        }
        assertThat(watch.opened()).singleElement().satisfies(alert -> {
            assertThat(alert.level()).isEqualTo(Level.MEDIUM);
            assertThat(alert.technique()).isEqualTo("T1071.004");
            assertThat(alert.subject().source()).hasToString(HOST);
            assertThat(alert.subject().destination()).hasToString(RESOLVER);
            assertThat(alert.evidence().values())
                    .containsEntry("rule", "names")
                    .containsEntry("domain", "example.com")
                    .containsEntry("types", List.of("A"));
            assertThat(alert.evidence().threshold()).isEqualTo(200);
            assertThat((alert.detectedNs() - Watch.timeNs(0)) / 1e9).isBetween(1700.0, 2300.0);
        });
    }

    @Test
    void allNamesOfAFlowCountNotItsFirstAlone() {
        for (int i = 0; i < 250; i++) {
            watch.at(i * 0.1, question(HOST, RESOLVER, 40_000, TXT, digits(60) + "." + digits(60) + ".t.example.com"));
        }
        assertThat(watch.opened())
                .singleElement()
                .satisfies(alert -> assertThat(alert.level()).isEqualTo(Level.HIGH));
    }

    @Test
    void theSameNamesAgainAndAgainAreNotTold() {
        String[] names = new String[60];
        for (int i = 0; i < names.length; i++) {
            names[i] = digits(50) + ".example.com";
        }
        for (int i = 0; i < 2000; i++) {
            ask(i, TXT, names[i % names.length]);
        }
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void shortNamesAreNotTold() {
        for (int i = 0; i < 2000; i++) {
            ask(i, A, "host" + i + ".example.com");
        }
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void asManyDomainsAreNotOne() {
        for (int i = 0; i < 2000; i++) {
            ask(i, A, digits(40) + ".d" + digits(6) + ".com");
        }
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void whatIsSpreadOverADayIsToldFromAThousandNamesOn() {
        for (int i = 0; i < 1200; i++) {
            ask(i * 60, A, digits(40) + ".example.com");
        }
        assertThat(watch.opened()).singleElement().satisfies(alert -> {
            assertThat(alert.evidence().values()).containsEntry("rule", "names-of-a-day");
            assertThat((alert.detectedNs() - Watch.timeNs(0)) / 1e9).isBetween(54_000.0, 66_000.0);
        });
    }

    @Test
    void whatComesMoreSlowlyIsNotTold() {
        for (int i = 0; i < 3000; i++) {
            ask(i * 120, A, digits(40) + ".example.com");
        }
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void namesBelowNoDomainAreOfOne() {
        for (int i = 0; i < 150; i++) {
            ask(i, TXT, "dnscat." + digits(58) + "." + digits(58) + "9");
        }
        assertThat(watch.opened())
                .singleElement()
                .satisfies(alert -> assertThat(alert.evidence().values())
                        .containsEntry("rule", "long-names")
                        .containsEntry("domain", ""));
    }

    @Test
    void keysOfMailServersAreNotTakenForWhatCarries() {
        for (int i = 0; i < 300; i++) {
            ask(i, TXT, "s" + i + "._domainkey.example.com");
        }
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void shortNamesForRecordsThatCarryAreToldAndRaisedWhenLongOnesFollow() {
        for (int i = 0; i < 150; i++) {
            ask(i, TXT, digits(18) + ".example.com");
        }
        assertThat(watch.opened()).singleElement().satisfies(alert -> {
            assertThat(alert.level()).isEqualTo(Level.MEDIUM);
            assertThat(alert.evidence().values()).containsEntry("rule", "types");
        });
        for (int i = 0; i < 150; i++) {
            ask(150 + i, TXT, digits(60) + "." + digits(30) + ".example.com");
        }
        assertThat(watch.opened()).hasSize(1);
        Alert last = watch.end().get(watch.alerts().size() - 1);
        assertThat(last.state()).isEqualTo(AlertState.CLOSE);
        assertThat(last.level()).isEqualTo(Level.HIGH);
        assertThat(last.evidence().values()).containsEntry("rule", "names");
    }

    @Test
    void whatStrangersAskAServerOfTheSiteIsNotLookedAt() {
        for (int i = 0; i < 500; i++) {
            watch.at(i, question("198.51.100.9", RESOLVER, 40_000, TXT, digits(60) + ".example.com"));
        }
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void aDomainThatIsIgnoredIsNotTold() {
        for (int i = 0; i < 500; i++) {
            ask(i, TXT, digits(60) + ".avqs.mcafee.com");
        }
        assertThat(watch.end()).isEmpty();
    }

    @Test
    void anotherPortIsLookedAtIfContentSaysThatItIsDns() {
        for (int i = 0; i < 250; i++) {
            watch.at(
                    i,
                    ethernet()
                            .ipv4(HOST, "203.0.113.9")
                            .udp(40_000, 5353 + 1)
                            .payload(DnsBytes.query(A, digits(50) + ".example.com")));
        }
        assertThat(watch.opened()).hasSize(1);
    }

    /** The rest of a campaign's hour is told by its close; the next hour anew. */
    @Test
    void anHourIsToldOnce() {
        for (int i = 0; i < 220; i++) {
            ask(i, A, digits(40) + ".example.com");
        }
        watch.pass(1000);
        for (int i = 0; i < 220; i++) {
            ask(1300 + i, A, digits(40) + ".example.com");
        }
        watch.pass(3000);
        assertThat(watch.opened()).hasSize(1);
        for (int i = 0; i < 220; i++) {
            ask(8000 + i, A, digits(40) + ".example.com");
        }
        assertThat(watch.opened()).hasSize(2);
    }

    private static Metering metering(ContentConfig content, Detection detection) {
        FlowConfig usual = FlowConfig.DEFAULT;
        FlowConfig config = new FlowConfig(
                usual.maxFlows(),
                usual.maxHalfOpen(),
                usual.vlanKey(),
                usual.idleTcp(),
                usual.idleOpening(),
                usual.idleUdp(),
                usual.idleOther(),
                usual.active(),
                usual.linger(),
                content);
        FlowCounters counters = new FlowCounters();
        return new Metering(config, false, 1, counters, new FlowLedger(counters, detection, detection, detection, 1));
    }

    @Test
    void wherePayloadsAreNotLookedAtSizesAloneTell() {
        List<Alert> alerts = new java.util.ArrayList<>();
        Detection detection = new Detection(DetectConfig.DEFAULT.only("dns-tunnel"), 1, alerts::add);
        Metering metering = metering(ContentConfig.OFF, detection);
        Packet packet = new Packet();
        for (int i = 0; i < 400; i++) {
            question(HOST, RESOLVER, 40_000, A, digits(60) + "." + digits(40) + ".example.com")
                    .into(packet);
            metering.onPacket(packet, 0, Watch.timeNs(i), Watch.timeNs(i));
        }
        assertThat(Watch.opened(alerts)).singleElement().satisfies(alert -> {
            assertThat(alert.evidence().values()).containsEntry("rule", "sizes").doesNotContainKey("domain");
            assertThat(alert.technique()).isEqualTo("T1572");
        });
    }

    @Test
    void aMessageAllocatesNothing() {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "this JVM does not count allocations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Metering metering =
                metering(ContentConfig.DEFAULT, new Detection(DetectConfig.DEFAULT.only("dns-tunnel"), 1, alert -> {}));
        Packet[] packets = new Packet[60];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = new Packet();
            question(HOST, RESOLVER, 40_000, TXT, digits(50) + ".d" + i % 7 + ".example" + i % 7 + ".com")
                    .into(packets[i]);
        }
        long nowNs = Watch.timeNs(0);
        for (int i = 0; i < PACKETS; i++) {
            metering.onPacket(packets[i % packets.length], 0, nowNs, nowNs);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < PACKETS; i++) {
            metering.onPacket(packets[i % packets.length], 0, nowNs, nowNs);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(ALLOWED_BYTES);
    }
}
