package vedette.export.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vedette.Tools;
import vedette.detect.Alert;
import vedette.detect.AlertState;
import vedette.detect.AlertType;
import vedette.detect.Findings;
import vedette.detect.Storm;
import vedette.export.DropReason;
import vedette.export.ExportConfig;
import vedette.export.ExportingAgent;
import vedette.export.SyslogConfig;
import vedette.export.SyslogConfig.Facility;

/** What rsyslog makes of what we send. */
class RsyslogIT extends SyslogReceiverContract {
    private static final SyslogIdentity IDENTITY = new SyslogIdentity("sensor1", 4242, 0, "1.0", "eth0");
    private static final int STORM = 5_000;
    private static final int MOST_PER_SECOND = 50;

    /** What {@code exporting.md} states. */
    private static final long QUEUED_ALERTS = 1_024;

    /** As many more as the sensor holds of a connection that takes nothing: none is shorter than this. */
    private static final long NOT_TAKEN = (256 << 10) / 500;

    @Override
    SyslogReceiver receiver(Path folder, Map<Way, Integer> ports) {
        return new Rsyslogd(folder, ports);
    }

    private ExportingAgent sendingTo(SyslogReceiver receiver) {
        SyslogTcpExporter exporter = SyslogTcpExporter.live(
                Way.TCP.collector(receiver.port(Way.TCP), SyslogConfig.DEFAULT),
                ExportConfig.DEFAULT,
                IDENTITY,
                counters);
        return ExportingAgent.live("rsyslog", exporter, counters, 2, Duration.ofSeconds(30))
                .start();
    }

    /** Through the queue and the exporter of a live sensor. */
    @ParameterizedTest
    @CsvSource({"1, 50", "10, 500"})
    void aStormOfAlertsStaysWithinTheLimitAndIsReceivedWhole(int seconds, int expected) throws Exception {
        SyslogReceiver receiver = receiver(folder, SyslogReceiver.freePorts());
        List<Alert> told = new ArrayList<>();
        try (Tools.Background process = receiver.start()) {
            ExportingAgent agent = sendingTo(receiver);
            Storm.of(STORM, seconds, alert -> {
                told.add(alert);
                agent.onAlert(alert);
            });
            agent.close();
            assertThat(agent.failure()).isNull();
            assertThat(counters.alerts().droppedRecords()).isZero();
            Tools.await("all to be kept", () -> receiver.lines(Way.TCP).size() >= told.size());
            assertThat(process.stop("TERM")).doesNotContainIgnoringCase("error");
        }
        List<StrictSyslog.Message> kept = receiver.messages(Way.TCP);
        assertThat(kept).hasSize(told.size());
        assertThat(opened(kept)).hasSize(expected);
        assertThat(closed(kept)).isEqualTo(opened(kept));
        assertThat(mostInASecond(kept)).isEqualTo(MOST_PER_SECOND);
        StrictSyslog.Message last = kept.stream()
                .filter(message -> message.msgId().equals("HEALTH"))
                .reduce((first, second) -> second)
                .orElseThrow();
        assertThat(last.value("vedette@32473", "code")).isEqualTo("1908");
        assertThat(last.value("vedette@32473", "state")).isEqualTo("close");
        assertThat(last.value("evidence@32473", "suppressed")).isEqualTo(Integer.toString(STORM - expected));
        assertThat(last.value("evidence@32473", "suppressed_types")).isEqualTo("scan.vertical " + (STORM - expected));
    }

    @Test
    void whileRsyslogStandsStillAlertsWaitInMemoryAndTheRestIsDroppedAndCounted() throws Exception {
        SyslogReceiver receiver = receiver(folder, SyslogReceiver.freePorts());
        try (Tools.Background process = receiver.start()) {
            ExportingAgent agent = sendingTo(receiver);
            Alert alert = Findings.alert(AlertType.BRUTE_FORCE, Findings.source(1));
            agent.onAlert(alert);
            Tools.await("the first", () -> receiver.lines(Way.TCP).size() == 1);
            Tools.run("kill", "-STOP", Long.toString(process.pid()));
            int offered = 1;
            long sentBefore;
            do {
                sentBefore = counters.alerts().sent().records();
                assertThat(offered).as("alerts that found room").isLessThan(100_000);
                for (int i = 0; i < QUEUED_ALERTS + 100; i++) {
                    agent.onAlert(alert);
                    offered++;
                }
                Tools.sleep(500);
            } while (counters.alerts().sent().records() > sentBefore);
            assertThat(counters.alerts().droppedRecords()).isPositive();
            assertThat(counters.alerts().queuedRecords()).isBetween(QUEUED_ALERTS, QUEUED_ALERTS + 1 + NOT_TAKEN);
            Tools.run("kill", "-CONT", Long.toString(process.pid()));
            agent.close();
            assertThat(agent.failure()).isNull();
            long dropped = counters.alerts().dropped(DropReason.QUEUE_FULL).records();
            assertThat(counters.alerts().droppedRecords()).isEqualTo(dropped);
            assertThat(counters.alerts().sent().records()).isEqualTo(offered - dropped);
            Tools.await(
                    "all to be kept",
                    () -> receiver.lines(Way.TCP).size()
                            >= counters.alerts().sent().records());
            assertThat(receiver.lines(Way.TCP)).hasSize((int) (offered - dropped));
        }
    }

    private static Set<String> opened(List<StrictSyslog.Message> kept) {
        return ids(kept, AlertState.OPEN);
    }

    private static Set<String> closed(List<StrictSyslog.Message> kept) {
        return ids(kept, AlertState.CLOSE);
    }

    /** Ids of the alerts that are in this state, but for those of the sensor's health. */
    private static Set<String> ids(List<StrictSyslog.Message> kept, AlertState state) {
        Set<String> ids = new HashSet<>();
        for (StrictSyslog.Message message : kept) {
            if (message.msgId().equals("ALERT")
                    && message.value("vedette@32473", "state").equals(state.label())) {
                ids.add(message.value("vedette@32473", "id"));
            }
        }
        return ids;
    }

    /** Of alerts that were opened or told again, by the second of their timestamp. */
    private static int mostInASecond(List<StrictSyslog.Message> kept) {
        Map<String, Integer> bySecond = new TreeMap<>();
        for (StrictSyslog.Message message : kept) {
            if (message.msgId().equals("ALERT")
                    && !message.value("vedette@32473", "state").equals("close")) {
                bySecond.merge(message.timestamp().substring(0, 19), 1, Integer::sum);
            }
        }
        return bySecond.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    @Test
    void everyFacilityHasRsyslogsName() throws Exception {
        SyslogReceiver receiver = receiver(folder, SyslogReceiver.freePorts());
        try (Tools.Background process = receiver.start()) {
            assertThat(process.isRunning()).isTrue();
            for (Facility facility : Facility.values()) {
                SyslogConfig config = SyslogConfig.DEFAULT.withFacility(facility);
                SyslogUdpExporter exporter =
                        SyslogUdpExporter.replay(Way.UDP.collector(receiver.port(Way.UDP), config), IDENTITY, counters);
                exporter.onAlert(Findings.alert(AlertType.BRUTE_FORCE, Findings.source(facility.code())));
                exporter.close();
            }
            Tools.await("all to be kept", () -> receiver.lines(Way.UDP).size() == Facility.values().length);
        }
        assertThat(receiver.lines(Way.UDP))
                .extracting(
                        line -> Facility.valueOf(line.path("facility").asText().toUpperCase(java.util.Locale.ROOT)))
                .containsExactly(Facility.values());
    }
}
