package vedette.export.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vedette.Tools;
import vedette.detect.Alert;
import vedette.detect.AlertState;
import vedette.detect.AlertType;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Findings;
import vedette.detect.Level;
import vedette.detect.Subject;
import vedette.export.CollectorConfig;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.ExportingAgent;
import vedette.export.ObservationPoints;
import vedette.export.SyslogConfig;
import vedette.export.SyslogConfig.Format;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;
import vedette.net.IpPrefix;
import vedette.scenario.ScenarioAlerts;

/** What every receiver must make of what we send: the same message, whichever way it came. */
@Timeout(300)
abstract class SyslogReceiverContract {
    private static final SyslogIdentity IDENTITY = new SyslogIdentity("sensor1", 4242, 0, "1.0", "eth0");
    private static final int FLOWS = 500;

    private static List<Alert> alerts = List.of();

    @TempDir
    Path folder;

    final ExportCounters counters = new ExportCounters(System::nanoTime);

    abstract SyslogReceiver receiver(Path folder, Map<Way, Integer> ports);

    /** Of every type in every state, with what is hard to quote in it; and what detectors tell of the scenarios. */
    @BeforeAll
    static void makeAlerts() throws IOException {
        alerts = new ArrayList<>(ScenarioAlerts.all());
        assertThat(alerts.size()).isGreaterThan(50);
        for (AlertType type : AlertType.values()) {
            for (AlertState state : AlertState.values()) {
                alerts.add(inState(state, made(type)));
            }
        }
    }

    private static Alert made(AlertType type) {
        Evidence evidence = new Evidence()
                .across(7, 65_535)
                .crossing(0.987654, 1e-7)
                .put("one_way", true)
                .put("quote", "\" \\ ] \\\" \\] [x y=\"z\"] \\n | =")
                .put("last_one_escaped", "\\")
                .put("foreign", "\u00fc \u4e2d \ud83d\ude00")
                .put("control", "a\nb\rc\td\u0000e")
                .put("nothing", "")
                .put("list", List.of("10.0.0.2:22", "2001:db8::1"))
                .put("long", "x".repeat(1_500));
        Subject subject = switch (type.code() % 4) {
            case 0 -> new Subject(IpPrefix.parse("192.0.2.0/24"), null, 6, 22);
            case 1 -> Findings.between("2001:db8::1", "2001:db8::2", 443);
            case 2 -> Subject.connection(FlowRecords.tcp().flow());
            default -> new Subject(null, null, Subject.NONE, Subject.NONE);
        };
        Level level = Level.values()[type.code() % Level.values().length];
        String message = "tried \u00fc 100 % of \"all\" [ports] \\ of it\n= |";
        return Findings.alert(
                type,
                subject,
                new Finding(level, 90, "T1046", 1, Findings.MIDNIGHT_NS, Long.MAX_VALUE, message, evidence));
    }

    private static Alert inState(AlertState state, Alert alert) {
        return new Alert(
                alert.id(),
                1 + state.ordinal(),
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

    private static List<Flow> flows() {
        List<Flow> flows = new ArrayList<>();
        for (int seed = 0; seed < FLOWS; seed++) {
            flows.add(FlowRecords.random(new Random(seed)).flow());
        }
        flows.add(FlowRecords.tcp().flow());
        flows.add(FlowRecords.udp().vlans(100, 200).flow());
        flows.add(FlowRecords.udp().protocol(1).icmp(8, 0).flow());
        return flows;
    }

    /** The messages as they went out, read by ourselves. */
    private static <T> List<StrictSyslog.Message> sent(
            Way way, SyslogConfig config, List<T> records, Function<SyslogEncoder, Function<T, byte[]>> how) {
        SyslogEncoder encoder = SyslogEncoder.of(config, IDENTITY, way.mostOctets());
        return records.stream().map(how.apply(encoder)).map(StrictSyslog::read).toList();
    }

    private Exporter exporter(Way way, CollectorConfig collector) throws IOException {
        ObservationPoints points = new ObservationPoints();
        points.add("eth0", 2);
        return way == Way.UDP
                ? SyslogUdpExporter.replay(collector, IDENTITY, counters).withFlows(points)
                : SyslogTcpExporter.replay(collector, IDENTITY, counters, Duration.ofSeconds(30))
                        .withFlows(points);
    }

    private void isKeptAsSent(
            Way way, SyslogConfig config, Consumer<ExportingAgent> send, List<StrictSyslog.Message> expected)
            throws IOException, InterruptedException {
        SyslogReceiver receiver = receiver(folder, SyslogReceiver.freePorts());
        try (Tools.Background process = receiver.start()) {
            Exporter exporter = exporter(way, way.collector(receiver.port(way), config));
            ExportingAgent agent =
                    ExportingAgent.replay("receiver", exporter, counters, 1024).start();
            send.accept(agent);
            agent.close();
            assertThat(agent.failure()).isNull();
            Tools.await("all to be kept", () -> receiver.lines(way).size() >= expected.size());
            assertThat(receiver.messages(way)).containsExactlyElementsOf(expected);
            assertThat(process.stop("TERM")).doesNotContainIgnoringCase("error");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyAlertIsKeptAsItWasSent(Way way) throws Exception {
        List<StrictSyslog.Message> expected = sent(way, SyslogConfig.DEFAULT, alerts, encoder -> encoder::of);
        isKeptAsSent(way, SyslogConfig.DEFAULT, agent -> alerts.forEach(agent::onAlert), expected);
        assertThat(counters.alerts().sent().records()).isEqualTo(alerts.size());
    }

    @ParameterizedTest
    @EnumSource
    void everyFlowRecordIsKeptAsItWasSent(Way way) throws Exception {
        List<Flow> flows = flows();
        List<StrictSyslog.Message> expected =
                sent(way, SyslogConfig.DEFAULT, flows, encoder -> flow -> encoder.of(flow, "eth0"));
        isKeptAsSent(way, SyslogConfig.DEFAULT, agent -> flows.forEach(agent::onFlow), expected);
        assertThat(counters.sent().records()).isEqualTo(flows.size());
    }

    @ParameterizedTest
    @EnumSource
    void cefIsKeptAsText(Way way) throws Exception {
        SyslogConfig cef = SyslogConfig.DEFAULT.withFormat(Format.CEF);
        List<StrictSyslog.Message> expected = sent(way, cef, alerts, encoder -> encoder::of);
        assertThat(expected).allSatisfy(message -> StrictCef.read(message.text()));
        isKeptAsSent(way, cef, agent -> alerts.forEach(agent::onAlert), expected);
    }
}
