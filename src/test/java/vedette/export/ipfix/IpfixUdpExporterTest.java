package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;
import vedette.Tools;
import vedette.export.CollectorConfig;
import vedette.export.ExportCounters;
import vedette.export.ExportingAgent;
import vedette.export.IpfixConfig;
import vedette.export.IpfixProfile;
import vedette.export.ObservationPoints;
import vedette.export.ipfix.StrictIpfix.Message;
import vedette.export.ipfix.StrictIpfix.Transport;
import vedette.export.transport.Pacer;
import vedette.export.transport.UdpSender;
import vedette.flow.FlowRecords;

@Timeout(120)
class IpfixUdpExporterTest {
    private final ObservationPoints points = new ObservationPoints();
    private final ExportCounters counters = new ExportCounters(System::nanoTime);
    private final AtomicLong nowNs = new AtomicLong(5);
    private final List<Collector> collectors = new ArrayList<>();

    IpfixUdpExporterTest() {
        points.add("lo", 1);
    }

    /** Listens on a port of its own and reads strictly whatever comes. */
    private static final class Collector implements AutoCloseable {
        final DatagramSocket socket;
        final List<Message> messages = Collections.synchronizedList(new ArrayList<>());
        final List<Throwable> violations = Collections.synchronizedList(new ArrayList<>());

        Collector(InetAddress address) throws IOException {
            socket = new DatagramSocket(0, address);
            socket.setReceiveBufferSize(8 << 20);
            Thread reader = new Thread(this::read, "collector");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            StrictIpfix session = new StrictIpfix(Transport.UDP);
            DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
            while (true) {
                try {
                    socket.receive(packet);
                    messages.add(session.read(Arrays.copyOf(packet.getData(), packet.getLength())));
                } catch (StrictIpfix.Violation e) {
                    violations.add(e);
                } catch (IOException closed) {
                    return;
                }
            }
        }

        String uri() {
            String host = socket.getLocalAddress().getHostAddress();
            return "ipfix+udp://" + (host.contains(":") ? "[::1]" : host) + ":" + socket.getLocalPort();
        }

        int flows() {
            synchronized (messages) {
                return StrictIpfix.flows(messages).size();
            }
        }

        int templates() {
            synchronized (messages) {
                return messages.stream().mapToInt(m -> m.templates().size()).sum();
            }
        }

        void awaitFlows(int count) {
            Tools.await(count + " flows", () -> flows() >= count || !violations.isEmpty());
            assertThat(violations).isEmpty();
            assertThat(flows()).isEqualTo(count);
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private Collector collector() throws IOException {
        Collector collector = new Collector(InetAddress.getByName("127.0.0.1"));
        collectors.add(collector);
        return collector;
    }

    @AfterEach
    void nothingSentIsEverWrong() {
        for (Collector collector : collectors) {
            collector.close();
            assertThat(collector.violations).isEmpty();
        }
    }

    private IpfixUdpExporter exporter(String uri, IpfixConfig ipfix) throws IOException {
        CollectorConfig collector = CollectorConfig.of(uri);
        return new IpfixUdpExporter(
                UdpSender.replay(collector, counters),
                collector,
                ipfix,
                ObservationDomains.fixed(7),
                points,
                counters,
                new Pacer(0),
                nowNs::get);
    }

    @Test
    void aReplayDeliversEveryRecord() throws IOException {
        Collector collector = collector();
        CollectorConfig config = CollectorConfig.of(collector.uri())
                .withProfile(IpfixProfile.UNIFLOW)
                .withQueueRecords(256)
                .withMaxPacket(600)
                .withRate(50_000);
        ExportingAgent agent = ExportingAgent.replay(
                        "test",
                        IpfixUdpExporter.replay(
                                config, IpfixConfig.DEFAULT, ObservationDomains.fixed(9), points, counters),
                        counters,
                        config.queueRecords())
                .start();
        Random random = new Random(11);
        int records = 0;
        for (int i = 0; i < 10_000; i++) {
            FlowRecords record = FlowRecords.random(random);
            records += record.flow().packets(0) > 0 && record.flow().packets(1) > 0 ? 2 : 1;
            agent.onFlow(record.flow());
        }
        agent.close();
        assertThat(agent.failure()).isNull();
        collector.awaitFlows(records);
        assertThat(counters.sent().records()).isEqualTo(10_000);
        assertThat(counters.droppedRecords()).isZero();
        assertThat(collector.messages).allMatch(message -> message.length() <= 600);
    }

    @Test
    void e02exportTimeIsWhenTheMessageLeaves() throws IOException {
        Collector collector = collector();
        long before = System.currentTimeMillis() / 1000;
        IpfixUdpExporter exporter = exporter(collector.uri(), IpfixConfig.DEFAULT);
        exporter.onFlow(FlowRecords.tcp().flow());
        exporter.flush();
        exporter.close();
        collector.awaitFlows(1);
        long after = System.currentTimeMillis() / 1000;
        assertThat(collector.messages).allMatch(m -> m.exportTime() >= before && m.exportTime() <= after);
    }

    @Test
    void e22templatesAreSentAgainAfterTheirTime() throws IOException {
        Collector collector = collector();
        IpfixUdpExporter exporter = exporter(collector.uri(), IpfixConfig.DEFAULT);
        exporter.onFlow(FlowRecords.tcp().flow());
        exporter.flush();
        collector.awaitFlows(1);
        int first = 3 * 4;
        Tools.await("four templates, thrice each", () -> collector.templates() == first);
        nowNs.addAndGet(TimeUnit.SECONDS.toNanos(599));
        exporter.onIdle();
        exporter.onFlow(FlowRecords.tcp().flow());
        exporter.flush();
        collector.awaitFlows(2);
        assertThat(collector.templates()).isEqualTo(first);
        nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));
        exporter.onIdle();
        exporter.onFlow(FlowRecords.tcp().flow());
        exporter.flush();
        exporter.close();
        collector.awaitFlows(3);
        assertThat(collector.templates())
                .as("interface, flow, and statistics of two kinds")
                .isEqualTo(first + 4);
    }

    @Test
    void e22templatesAreSentAgainAfterSoManyMessages() throws IOException {
        Collector collector = collector();
        IpfixConfig every20 = new IpfixConfig(0, IpfixConfig.DEFAULT.templateRefresh(), 20);
        IpfixUdpExporter exporter = exporter(collector.uri(), every20);
        for (int i = 0; i < 2_000; i++) {
            exporter.onFlow(FlowRecords.tcp().flow());
        }
        exporter.flush();
        exporter.close();
        collector.awaitFlows(2_000);
        long sinceTemplate = 0;
        long longest = 0;
        for (Message message : collector.messages) {
            boolean template = message.domain() == 7 && !message.templates().isEmpty();
            sinceTemplate = template ? 0 : sinceTemplate + 1;
            longest = Math.max(longest, sinceTemplate);
        }
        assertThat(collector.messages).hasSizeGreaterThan(150);
        assertThat(longest).as("20, and what else is repeated").isBetween(15L, 30L);
    }

    @Test
    void e30eachCollectorHasItsOwnSession() throws IOException {
        Collector one = collector();
        Collector two = collector();
        IpfixUdpExporter toOne = exporter(one.uri(), IpfixConfig.DEFAULT);
        for (int i = 0; i < 100; i++) {
            toOne.onFlow(FlowRecords.tcp().flow());
        }
        IpfixUdpExporter toTwo = exporter(two.uri(), IpfixConfig.DEFAULT);
        toTwo.onFlow(FlowRecords.tcp().flow());
        toOne.flush();
        toTwo.flush();
        toOne.close();
        toTwo.close();
        one.awaitFlows(100);
        two.awaitFlows(1);
    }

    @Test
    void aLoneRecordDoesNotWaitForCompany() throws IOException {
        Collector collector = collector();
        IpfixUdpExporter exporter = exporter(collector.uri(), IpfixConfig.DEFAULT);
        exporter.onFlow(FlowRecords.tcp().flow());
        nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(200));
        exporter.onIdle();
        collector.awaitFlows(1);
        exporter.close();
    }

    @Test
    void anIpv6CollectorIsReached() throws IOException {
        Collector collector;
        try {
            collector = new Collector(InetAddress.getByName("::1"));
        } catch (IOException e) {
            throw new TestAbortedException("no IPv6 loopback", e);
        }
        collectors.add(collector);
        IpfixUdpExporter exporter = exporter(collector.uri(), IpfixConfig.DEFAULT);
        exporter.onFlow(FlowRecords.tcp().flow());
        exporter.flush();
        exporter.close();
        collector.awaitFlows(1);
    }

    @Test
    void anAbsentCollectorCostsACounterAndNothingElse() throws IOException {
        String nobody = "ipfix+udp://127.0.0.1:" + Tools.freeUdpPort();
        IpfixUdpExporter exporter = exporter(nobody, IpfixConfig.DEFAULT);
        for (int i = 0; i < 20; i++) {
            exporter.onFlow(FlowRecords.tcp().flow());
            exporter.flush();
        }
        Tools.await("the host to say that nobody listens", () -> counters.refusals() > 0);
        exporter.close();
        assertThat(counters.sent().records() + counters.droppedRecords()).isEqualTo(20);
    }

    @Test
    void aCollectorThatComesLateGetsWhatIsSentFromThenOn() throws IOException {
        int port = Tools.freeUdpPort();
        IpfixUdpExporter exporter = exporter("ipfix+udp://127.0.0.1:" + port, IpfixConfig.DEFAULT);
        exporter.onFlow(FlowRecords.tcp().flow());
        exporter.flush();
        Tools.await("a refusal", () -> counters.refusals() > 0);
        try (DatagramSocket late = new DatagramSocket(port, InetAddress.getByName("127.0.0.1"))) {
            DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
            late.setSoTimeout(1);
            Tools.await("a datagram", () -> {
                try {
                    exporter.onFlow(FlowRecords.tcp().flow());
                    exporter.flush();
                    late.receive(packet);
                    return true;
                } catch (IOException notYet) {
                    return false;
                }
            });
            assertThat(packet.getLength()).isGreaterThan(16);
        }
        exporter.close();
    }

    @Test
    void aCollectorThatStartsAgainIsToldTheTemplatesWithinSeconds() throws IOException {
        Collector first = collector();
        int port = first.socket.getLocalPort();
        IpfixConfig seldom = new IpfixConfig(0, IpfixConfig.DEFAULT.templateRefresh(), 1_000_000);
        IpfixUdpExporter exporter = exporter(first.uri(), seldom);
        exportOne(exporter);
        first.awaitFlows(1);
        first.close();
        Tools.await("a refusal", () -> {
            exportOne(exporter);
            return counters.refusals() > 0;
        });
        try (DatagramSocket again = new DatagramSocket(port, InetAddress.getByName("127.0.0.1"))) {
            again.setSoTimeout(5);
            Tools.await("a template", () -> {
                exportOne(exporter);
                return templates(again) > 0;
            });
            exportOne(exporter);
            assertThat(templates(again)).as("told once").isZero();
        }
        exporter.close();
    }

    /** How many of the messages that come begin with templates. */
    private static int templates(DatagramSocket socket) {
        DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
        int templates = 0;
        while (true) {
            try {
                socket.receive(packet);
                templates += ByteBuffer.wrap(packet.getData()).getShort(16) == 2 ? 1 : 0;
            } catch (IOException noMore) {
                return templates;
            }
        }
    }

    private static void exportOne(IpfixUdpExporter exporter) {
        try {
            exporter.onFlow(FlowRecords.tcp().flow());
            exporter.flush();
            exporter.onIdle();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aHostThatCannotBeResolvedIsNamed() {
        assertThatThrownBy(() -> exporter("ipfix+udp://no-such-host.invalid:4739", IpfixConfig.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot resolve the host of collector ipfix+udp://no-such-host.invalid:4739: "
                        + "check the name and the resolver, or write an address");
    }

    @Test
    void aReplaySendsNoFasterThanItMay() {
        Pacer pacer = new Pacer(10_000);
        long begin = System.nanoTime();
        for (int i = 0; i < 21; i++) {
            pacer.await(100);
        }
        assertThat(System.nanoTime() - begin)
                .as("2,000 records after the first 100, less what it may catch up")
                .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(190));
    }
}
