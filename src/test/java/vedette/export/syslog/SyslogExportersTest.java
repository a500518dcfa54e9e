package vedette.export.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vedette.Tools;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Findings;
import vedette.export.CollectorConfig;
import vedette.export.DropReason;
import vedette.export.ExportConfig;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.ExportingAgent;
import vedette.export.ObservationPoints;
import vedette.export.SyslogConfig;
import vedette.export.SyslogConfig.Format;
import vedette.export.SyslogConfig.Framing;
import vedette.flow.FlowRecords;

@Timeout(60)
class SyslogExportersTest {
    private static final SyslogIdentity IDENTITY = new SyslogIdentity("sensor1", 4242, 0, "1.0", null);

    private static final ExportConfig SOON = new ExportConfig(Duration.ofSeconds(1), "", 1L << 30, 1L << 30);

    private final ExportCounters counters = new ExportCounters(System::nanoTime);

    private static Alert alert(int number) {
        return Findings.alert(AlertType.SCAN_UDP, Findings.source(number));
    }

    private static void send(ExportingAgent agent, int from, int to) {
        for (int i = from; i < to; i++) {
            agent.onAlert(alert(i));
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return server;
    }

    private static CollectorConfig tcp(int port) {
        return CollectorConfig.of("syslog+tcp://127.0.0.1:" + port);
    }

    private ExportingAgent replay(int port, Duration patience) {
        Exporter exporter = SyslogTcpExporter.replay(tcp(port), IDENTITY, counters, patience);
        return ExportingAgent.replay("syslog", exporter, counters, 2).start();
    }

    private ExportingAgent live(int port, Duration drain) {
        Exporter exporter = SyslogTcpExporter.live(tcp(port), SOON, IDENTITY, counters);
        return ExportingAgent.live("syslog", exporter, counters, 2, drain).start();
    }

    /** All that comes over the next connection until the other side ends it. */
    private static CompletableFuture<List<StrictSyslog.Message>> collect(ServerSocket server) {
        return CompletableFuture.supplyAsync(() -> {
            try (Socket socket = server.accept()) {
                return StrictSyslog.readStream(socket.getInputStream().readAllBytes());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private void allAlertsAreAccountedFor() {
        assertThat(counters.alerts().queuedRecords()).isZero();
    }

    @Test
    void everyAlertIsADatagram() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(20_000);
            CollectorConfig collector = CollectorConfig.of("syslog+udp://127.0.0.1:" + socket.getLocalPort());
            ExportingAgent agent = ExportingAgent.replay(
                            "syslog", SyslogUdpExporter.replay(collector, IDENTITY, counters), counters, 2)
                    .start();
            send(agent, 0, 50);
            agent.close();
            for (int i = 0; i < 50; i++) {
                assertThat(receive(socket).value("vedette@32473", "id")).isEqualTo(alert(i).id());
            }
        }
        assertThat(counters.alerts().sent().records()).isEqualTo(50);
        allAlertsAreAccountedFor();
    }

    @Test
    void overTcpEachHasItsLengthBeforeIt() throws Exception {
        try (ServerSocket server = listen(0)) {
            CompletableFuture<List<StrictSyslog.Message>> got = collect(server);
            ExportingAgent agent = replay(server.getLocalPort(), Duration.ofSeconds(20));
            send(agent, 0, 3_000);
            agent.close();
            assertThat(agent.failure()).isNull();
            assertThat(got.get(20, TimeUnit.SECONDS)).hasSize(3_000);
        }
        assertThat(counters.alerts().sent().records()).isEqualTo(3_000);
        allAlertsAreAccountedFor();
    }

    /** Octets that come over a connection after an alert and a flow record were offered to an exporter. */
    private String overTcp(SyslogConfig config, boolean flows) throws Exception {
        try (ServerSocket server = listen(0)) {
            CompletableFuture<String> got = CompletableFuture.supplyAsync(() -> {
                try (Socket socket = server.accept()) {
                    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            CollectorConfig collector = tcp(server.getLocalPort()).withSyslog(config);
            SyslogTcpExporter exporter =
                    SyslogTcpExporter.replay(collector, IDENTITY, counters, Duration.ofSeconds(20));
            if (flows) {
                exporter.withFlows(points());
            }
            offerBoth(exporter);
            return got.get(20, TimeUnit.SECONDS);
        }
    }

    private void offerBoth(Exporter exporter) {
        ExportingAgent agent =
                ExportingAgent.replay("syslog", exporter, counters, 2).start();
        agent.onAlert(alert(1));
        agent.onFlow(FlowRecords.tcp().flow());
        agent.close();
        assertThat(agent.failure()).isNull();
        allAlertsAreAccountedFor();
        assertThat(counters.queuedRecords()).isZero();
    }

    private static ObservationPoints points() {
        ObservationPoints points = new ObservationPoints();
        points.add("eth0", 2);
        return points;
    }

    @Test
    void aMessageIsALineWhereTheCollectorWantsLines() throws Exception {
        String got = overTcp(SyslogConfig.DEFAULT.withFraming(Framing.LF), true);
        assertThat(got).endsWith("\n");
        List<StrictSyslog.Message> messages = got.lines()
                .map(line -> StrictSyslog.read(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
        assertThat(messages).extracting(StrictSyslog.Message::msgId).containsExactly("ALERT", "FLOW");
    }

    @Test
    void anEventOfCefIsFramedLikeAnyMessage() throws Exception {
        String got = overTcp(SyslogConfig.DEFAULT.withFormat(Format.CEF), true);
        List<StrictSyslog.Message> messages = StrictSyslog.readStream(got.getBytes(StandardCharsets.UTF_8));
        assertThat(messages)
                .extracting(message -> StrictCef.read(message.text()).name())
                .containsExactly("scan.udp", "flow");
    }

    @Test
    void flowRecordsAreSentOnlyWhereTheyAreAskedFor() throws Exception {
        List<StrictSyslog.Message> messages =
                StrictSyslog.readStream(overTcp(SyslogConfig.DEFAULT, false).getBytes(StandardCharsets.UTF_8));
        assertThat(messages).extracting(StrictSyslog.Message::msgId).containsExactly("ALERT");
        assertThat(counters.unsupported().records()).isEqualTo(1);
        assertThat(counters.unsupported().packets()).isEqualTo(9);
        assertThat(counters.sent().records()).isZero();
    }

    @Test
    void aFlowRecordIsADatagramWithTheNameOfItsInterface() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(20_000);
            CollectorConfig collector = CollectorConfig.of("syslog+udp://127.0.0.1:" + socket.getLocalPort());
            offerBoth(SyslogUdpExporter.replay(collector, IDENTITY, counters).withFlows(points()));
            assertThat(receive(socket).msgId()).isEqualTo("ALERT");
            StrictSyslog.Message flow = receive(socket);
            assertThat(flow.msgId()).isEqualTo("FLOW");
            assertThat(flow.value("vedette@32473", "in_iface")).isEqualTo("eth0");
            assertThat(flow.value("meta", "sequenceId")).isEqualTo("2");
        }
        assertThat(counters.sent().records()).isEqualTo(1);
        assertThat(counters.sent().packets()).isEqualTo(9);
        assertThat(counters.sent().octets()).isEqualTo(490);
    }

    @Test
    void overUdpTooFlowRecordsAreSentOnlyWhereTheyAreAskedFor() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            CollectorConfig collector = CollectorConfig.of("syslog+udp://127.0.0.1:" + socket.getLocalPort());
            offerBoth(SyslogUdpExporter.live(collector, IDENTITY, counters));
        }
        assertThat(counters.unsupported().records()).isEqualTo(1);
        assertThat(counters.alerts().sent().records()).isEqualTo(1);
    }

    private static StrictSyslog.Message receive(DatagramSocket socket) throws IOException {
        DatagramPacket datagram = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(datagram);
        assertThat(datagram.getLength()).isLessThanOrEqualTo(1180);
        return StrictSyslog.read(Arrays.copyOf(datagram.getData(), datagram.getLength()));
    }

    @Test
    void aReplayWaitsForACollectorThatComesLate() throws Exception {
        int port;
        try (ServerSocket free = listen(0)) {
            port = free.getLocalPort();
        }
        ExportingAgent agent = replay(port, Duration.ofSeconds(30));
        send(agent, 0, 10);
        TimeUnit.MILLISECONDS.sleep(500);
        try (ServerSocket server = listen(port)) {
            CompletableFuture<List<StrictSyslog.Message>> got = collect(server);
            agent.close();
            assertThat(got.get(30, TimeUnit.SECONDS)).hasSize(10);
        }
        assertThat(agent.failure()).isNull();
    }

    @Test
    void aReplayGivesUpOnACollectorThatStaysAway() throws IOException {
        int port;
        try (ServerSocket free = listen(0)) {
            port = free.getLocalPort();
        }
        ExportingAgent agent = replay(port, Duration.ofMillis(300));
        send(agent, 0, 2_000);
        agent.close();
        assertThat(agent.failure())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("collector syslog+tcp://127.0.0.1:" + port + " took nothing for ")
                .hasMessageContaining("refused");
        assertThat(counters.alerts().dropped(DropReason.EXPORTER_FAILED).records())
                .isEqualTo(2_000);
        allAlertsAreAccountedFor();
    }

    @Test
    void aReplayGivesUpOnACollectorThatReadsNothing() throws IOException {
        try (ServerSocket server = listen(0)) {
            ExportingAgent agent = replay(server.getLocalPort(), Duration.ofSeconds(1));
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(agent, 0, 30_000));
            sending.join();
            agent.close();
            assertThat(agent.failure()).isInstanceOf(IOException.class).hasMessageContaining("took nothing for 1 s");
            assertThat(counters.alerts().sent().records())
                    .as("what its host acknowledged, it has not read")
                    .isZero();
            allAlertsAreAccountedFor();
        }
    }

    @Test
    void aLiveSensorConnectsAgain() throws Exception {
        List<String> ids = new ArrayList<>();
        CompletableFuture<Void> ending;
        try (ServerSocket server = listen(0)) {
            ExportingAgent agent = live(server.getLocalPort(), Duration.ofSeconds(20));
            try (Socket first = server.accept()) {
                send(agent, 0, 10);
                ids.addAll(ids(StrictSyslog.readStream(read(first, 10))));
                first.setSoLinger(true, 0);
            }
            try (Socket second = server.accept()) {
                send(agent, 10, 20);
                ids.addAll(ids(StrictSyslog.readStream(read(second, 20))));
                ending = CompletableFuture.runAsync(agent::close);
                assertThat(second.getInputStream().read()).isEqualTo(-1);
            }
            ending.join();
            assertThat(agent.failure()).isNull();
        }
        assertThat(ids.subList(0, 10)).isEqualTo(ids.subList(10, 20));
        assertThat(ids.subList(10, 30)).doesNotHaveDuplicates();
        assertThat(counters.alerts().resent().records()).isEqualTo(10);
    }

    /** Lets ten alerts be taken by a connection whose collector does not read, and breaks it. */
    private void breakUnread(ServerSocket server, ExportingAgent agent) throws IOException {
        try (Socket unread = server.accept()) {
            send(agent, 0, 10);
            Tools.await("ten alerts to be sent", () -> counters.alerts().sent().records() == 10);
            unread.setSoLinger(true, 0);
        }
    }

    @Test
    void whatABrokenConnectionMayHaveHeldGoesAgain() throws Exception {
        try (ServerSocket server = listen(0)) {
            ExportingAgent agent = live(server.getLocalPort(), Duration.ofSeconds(20));
            breakUnread(server, agent);
            CompletableFuture<List<StrictSyslog.Message>> got = collect(server);
            Tools.await(
                    "ten alerts to go again", () -> counters.alerts().resent().records() == 10);
            agent.close();
            assertThat(agent.failure()).isNull();
            assertThat(ids(got.get(20, TimeUnit.SECONDS)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 10).mapToObj(i -> alert(i).id()).toList());
        }
        assertThat(counters.alerts().sent().records()).isEqualTo(10);
        allAlertsAreAccountedFor();
    }

    @Test
    void whatABrokenConnectionMayHaveHeldIsDroppedWhereNoOtherIsMade() throws IOException {
        ExportingAgent agent;
        try (ServerSocket server = listen(0)) {
            agent = live(server.getLocalPort(), Duration.ofMillis(200));
            breakUnread(server, agent);
        }
        Tools.await("the collector to count as away", counters::isAway);
        agent.close();
        Tools.await(
                "the last alerts to be counted",
                () -> counters.alerts().dropped(DropReason.DEADLINE).records() == 10);
        assertThat(counters.alerts().sent().records()).isZero();
        allAlertsAreAccountedFor();
    }

    @Test
    void whatTheCollectorsHostMustHaveTakenDoesNotGoAgain() throws Exception {
        try (ServerSocket server = listen(0)) {
            ExportingAgent agent = replay(server.getLocalPort(), Duration.ofSeconds(20));
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(agent, 0, 5_000));
            int octets;
            try (Socket first = server.accept()) {
                octets = read(first, 5_000).length;
                sending.join();
            }
            CompletableFuture<List<StrictSyslog.Message>> got = collect(server);
            Tools.await("alerts to go again", () -> counters.alerts().resent().records() > 0);
            agent.close();
            assertThat(agent.failure()).isNull();
            List<String> ids = ids(got.get(20, TimeUnit.SECONDS));
            assertThat(ids)
                    .hasSizeBetween(1, (int) (5_000L * (768 << 10) / octets))
                    .endsWith(alert(4_999).id());
            assertThat(counters.alerts().resent().records()).isEqualTo(ids.size());
        }
        assertThat(counters.alerts().sent().records()).isEqualTo(5_000);
        allAlertsAreAccountedFor();
    }

    private static List<String> ids(List<StrictSyslog.Message> messages) {
        return messages.stream()
                .map(message -> message.value("vedette@32473", "id"))
                .toList();
    }

    /** So many messages, which need not be all that come. */
    private static byte[] read(Socket socket, int messages) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < messages; i++) {
            int length = 0;
            for (int octet = in.read(); octet != ' '; octet = in.read()) {
                stream.write(octet);
                length = 10 * length + octet - '0';
            }
            stream.write(' ');
            stream.write(in.readNBytes(length));
        }
        return stream.toByteArray();
    }

    @Test
    void aLiveSensorWhoseCollectorIsAwayKeepsWhatFitsAndCountsTheRest() throws IOException {
        int port;
        try (ServerSocket free = listen(0)) {
            port = free.getLocalPort();
        }
        ExportingAgent agent = live(port, Duration.ofMillis(200));
        send(agent, 0, 5_000);
        agent.close();
        assertThat(agent.failure()).isNotNull();
        assertThat(counters.alerts().sent().records()).isZero();
        assertThat(counters.alerts().dropped(DropReason.QUEUE_FULL).records()).isGreaterThan(3_900);
        Tools.await("the last alerts to be counted", () -> counters.alerts().queuedRecords() == 0);
        assertThat(counters.alerts().dropped(DropReason.DEADLINE).records()).isPositive();
    }

    @Test
    void aLiveSensorWithoutAlertsStillSeesThatItsCollectorIsThere() throws Exception {
        try (ServerSocket server = listen(0)) {
            ExportingAgent agent = live(server.getLocalPort(), Duration.ofSeconds(5));
            server.setSoTimeout(20_000);
            try (Socket socket = server.accept()) {
                assertThat(socket.isConnected()).isTrue();
                Tools.await("the collector to count as there", () -> !counters.isAway());
            }
            Tools.await("the collector to count as away", counters::isAway);
            agent.close();
            assertThat(agent.failure()).isNull();
        }
    }
}
