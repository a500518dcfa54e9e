package vedette.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vedette.detect.AlertType;
import vedette.detect.Findings;
import vedette.detect.Subject;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;

class RecordFilterTest {
    private static boolean passes(Flow flow, String... entries) {
        return RecordFilter.of(List.of(entries)).matches(flow);
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', true",
        "'', tcp 10.0.0.0/8, true",
        "tcp, '', false",
        "tcp, tcp/80, true",
        "tcp/80, tcp, false",
        "tcp udp, udp, true",
        "10.0.0.0/8, 10.1.0.0/16 10.2.0.1, true",
        "10.1.0.0/16, 10.0.0.0/8, false",
        "10.0.0.0/8, 2001:db8::/32, false",
        "10.0.0.0/8 tcp, 10.0.0.0/8, false",
        "10.0.0.0/8, 10.0.0.0/8 tcp, true",
    })
    void aFilterCoversOneThatLetsNoMorePass(String wide, String narrow, boolean covers) {
        assertThat(filter(wide).covers(filter(narrow))).isEqualTo(covers);
    }

    private static RecordFilter filter(String entries) {
        return RecordFilter.of(entries.isEmpty() ? List.of() : List.of(entries.split(" ")));
    }

    @Test
    void withoutEntriesEverythingPasses() {
        assertThat(RecordFilter.of(List.of()).isEmpty()).isTrue();
        assertThat(passes(FlowRecords.tcp().flow())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, true",
        "10.0.0.1, true",
        "10.0.0.2, true",
        "10.0.0.3, false",
        "192.0.2.0/24, false",
        "::/0, false",
        "tcp, true",
        "TCP, true",
        "6, true",
        "udp, false",
        "tcp/443, true",
        "tcp/40000, false",
        "udp/443, false",
        "192.0.2.0/24 10.0.0.2, true",
        "udp tcp/443, true",
        "10.0.0.0/8 tcp, true",
        "10.0.0.0/8 udp, false",
        "192.0.2.0/24 tcp, false",
    })
    void aFlowNeedsOneOfThePrefixesAndOneOfTheProtocols(String entries, boolean passes) {
        assertThat(passes(FlowRecords.tcp().flow(), entries.split(" ", -1))).isEqualTo(passes);
    }

    @Test
    void protocolsWithoutPortsAreNamedToo() {
        Flow ping = FlowRecords.udp().protocol(1).icmp(8, 0).flow();
        assertThat(passes(ping, "icmp")).isTrue();
        assertThat(passes(ping, "1")).isTrue();
        assertThat(passes(ping, "ipv6-icmp")).isFalse();
        Flow v6 = FlowRecords.udp()
                .ipv6(0x2001_0db8_0000_0000L, 1, 0x2001_0db8_0000_0000L, 2)
                .protocol(58)
                .flow();
        assertThat(passes(v6, "icmpv6", "2001:db8::/32")).isTrue();
    }

    @Test
    void anAggregateHasNoInitiatorThatCouldMatch() {
        Random random = new Random(1);
        FlowRecords aggregate = FlowRecords.random(random);
        while (!aggregate.flow().isAggregate()) {
            aggregate = FlowRecords.random(random);
        }
        Flow flow = aggregate.ipv4("0.0.0.0", "10.0.0.2").flow();
        assertThat(passes(flow, "0.0.0.0/8")).isFalse();
        assertThat(passes(flow, "10.0.0.2")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, true",
        "192.0.2.0/24, true",
        "198.51.100.0/24, false",
        "tcp/22, true",
        "tcp, true",
        "tcp/23, false",
        "192.0.2.0/24 udp, false",
    })
    void anAlertIsJudgedByItsSubject(String entries, boolean passes) {
        Subject subject = Findings.between("10.0.0.1", "192.0.2.7", 22);
        assertThat(RecordFilter.of(List.of(entries.split(" ", -1)))
                        .matches(Findings.alert(AlertType.SCAN_VERTICAL, subject)))
                .isEqualTo(passes);
    }

    @Test
    void aSubjectIsInAPrefixIfAllOfItIs() {
        Subject wide = Findings.between("10.0.0.0/8", "10.0.0.0/16", 22);
        assertThat(RecordFilter.of(List.of("10.0.0.0/16")).matches(Findings.alert(AlertType.SCAN_DISTRIBUTED, wide)))
                .isTrue();
        assertThat(RecordFilter.of(List.of("10.0.0.0/24")).matches(Findings.alert(AlertType.SCAN_DISTRIBUTED, wide)))
                .isFalse();
    }

    @Test
    void whatIsAboutTheSensorPassesEveryPrefix() {
        Subject nobody = new Subject(null, null, Subject.NONE, Subject.NONE);
        RecordFilter filter = RecordFilter.of(List.of("10.0.0.0/8", "tcp"));
        assertThat(filter.matches(Findings.alert(AlertType.ALERTS_SUPPRESSED, nobody)))
                .isTrue();
        assertThat(filter.matches(Findings.alert(AlertType.SCAN_PORT_SURGE, nobody)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1/8, '10.0.0.1/8 has bits set behind the prefix; did you mean 10.0.0.0/8?'",
        "10.0.0, '10.0.0 is no IP address or prefix such as 192.0.2.0/24 or 2001:db8::/32'",
        "any, 'is no prefix such as 10.0.0.0/8, protocol such as tcp or service such as udp/53'",
        "256, 'is no prefix such as 10.0.0.0/8, protocol such as tcp or service such as udp/53'",
        "'', 'is no prefix such as 10.0.0.0/8, protocol such as tcp or service such as udp/53'",
        "udp/65536, 'a port is 0 to 65535, was 65536'",
        "udp/dns, 'a port is 0 to 65535, was dns'",
        "icmp/8, 'a port is of tcp, udp or sctp, was of icmp'",
    })
    void aWrongEntryIsToldWithWhatIsAllowed(String entry, String why) {
        assertThatThrownBy(() -> RecordFilter.of(List.of("tcp", entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("collector.only \"" + entry + "\": " + why);
    }

    @Test
    void anEntryStandsThereOnce() {
        assertThatThrownBy(() -> RecordFilter.of(List.of("udp/53", "17/53")))
                .hasMessage("collector.only \"17/53\": stands there twice");
    }

    @Test
    void judgingAFlowAllocatesNothing() {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "this JVM does not count allocations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        RecordFilter filter = RecordFilter.of(List.of("192.0.2.0/24", "2001:db8::/32", "10.0.0.2", "udp/53", "tcp"));
        Flow flow = FlowRecords.tcp().flow();
        long passed = 0;
        for (int i = 0; i < 20_000; i++) {
            passed += filter.matches(flow) ? 1 : 0;
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1_000_000; i++) {
            passed += filter.matches(flow) ? 1 : 0;
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16 << 10);
        assertThat(passed).isEqualTo(1_020_000);
    }
}
