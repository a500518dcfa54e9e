package vedette.export.collectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vedette.Tools;
import vedette.capture.CaptureWriter;
import vedette.detect.AlertType;
import vedette.detect.Findings;
import vedette.export.CollectorConfig;
import vedette.export.DropReason;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.ExportingAgent;
import vedette.export.IgnoredPackets;
import vedette.export.IpfixConfig;
import vedette.export.IpfixProfile;
import vedette.export.MeteringProcess;
import vedette.export.ObservationPoints;
import vedette.export.ipfix.IpfixUdpExporter;
import vedette.export.ipfix.ObservationDomains;
import vedette.export.ipfix.StrictIpfix;
import vedette.export.netflow.Netflow5UdpExporter;
import vedette.export.netflow.Netflow9UdpExporter;
import vedette.flow.Flow;
import vedette.flow.VlanKey;
import vedette.net.LinkType;

/**
 * A form in which flows are sent: an IPFIX profile, or a version of NetFlow.
 *
 * @param domain in which they are sent here, another for each form
 */
record Format(String name, String scheme, @Nullable IpfixProfile profile, int domain) {
    private static final long ENTERPRISE = 32473;
    private static final int FIRST_DOMAIN = 21;

    /** So that there is something to tell of everything that options tell of. */
    private static final MeteringProcess METERING = new MeteringProcess(
            VlanKey.BOTH, true, () -> new IgnoredPackets(7, 700, Findings.MIDNIGHT_NS, Findings.MIDNIGHT_NS));

    /** Every form there is, those of IPFIX first. */
    static List<Format> all() {
        List<Format> all = new ArrayList<>();
        for (IpfixProfile profile : IpfixProfile.values()) {
            String name = profile.name().toLowerCase(Locale.ROOT);
            all.add(new Format(name, "ipfix+udp", profile, FIRST_DOMAIN + all.size()));
        }
        all.add(new Format("v9", "netflow9+udp", null, FIRST_DOMAIN + all.size()));
        all.add(new Format("v5", "netflow5+udp", null, FIRST_DOMAIN + all.size()));
        return all;
    }

    /** How it is asked for in the configuration. */
    String setting() {
        return profile == null ? scheme : scheme + "`, `" + name;
    }

    boolean isIpfix() {
        return profile != null;
    }

    /** Whether a flow becomes a record for each direction that has packets. */
    boolean isUniflow() {
        return profile == null || profile == IpfixProfile.UNIFLOW;
    }

    /** The messages in which a replay sends these flows, with options and, where they can be told, alerts between them. */
    List<byte[]> messages(List<Flow> flows, ObservationPoints points) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            socket.setReceiveBufferSize(1 << 22);
            socket.setSoTimeout(300);
            ExportCounters counters = new ExportCounters(System::nanoTime);
            CollectorConfig collector = CollectorConfig.of(scheme + "://127.0.0.1:" + socket.getLocalPort())
                    .withMaxPacket(800);
            collector = profile == null ? collector : collector.withProfile(profile);
            ExportingAgent agent = ExportingAgent.replay(name, exporter(collector, points, counters), counters, 512)
                    .start();
            counters.dropped(DropReason.QUEUE_FULL).add(1, 10, 100);
            for (int i = 0; i < flows.size(); i++) {
                agent.onFlow(flows.get(i));
                if (isIpfix() && i % 5 == 0) {
                    agent.onAlert(Findings.alert(AlertType.SCAN_VERTICAL, Findings.source(i)));
                }
            }
            agent.close();
            assertThat(agent.failure()).isNull();
            assertThat(counters.sent().records() + counters.filteredRecords()).isEqualTo(flows.size());
            List<byte[]> messages = received(socket);
            if (isIpfix()) {
                StrictIpfix strict = new StrictIpfix(StrictIpfix.Transport.UDP);
                messages.forEach(strict::read);
            }
            return messages;
        }
    }

    private Exporter exporter(CollectorConfig collector, ObservationPoints points, ExportCounters counters)
            throws IOException {
        ObservationDomains domains = ObservationDomains.fixed(domain);
        IpfixConfig often = new IpfixConfig(ENTERPRISE, IpfixConfig.DEFAULT.templateRefresh(), 20);
        return switch (scheme) {
            case "netflow9+udp" -> Netflow9UdpExporter.replay(collector, often, domains, points, counters);
            case "netflow5+udp" -> Netflow5UdpExporter.replay(collector, domains, points, counters);
            default ->
                IpfixUdpExporter.replay(collector, often, domains, points, counters)
                        .withMetering(METERING)
                        .withOwnElements(ENTERPRISE, "sensor1");
        };
    }

    private static List<byte[]> received(DatagramSocket socket) throws IOException {
        List<byte[]> messages = new ArrayList<>();
        DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
        while (true) {
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                return messages;
            }
            messages.add(Arrays.copyOf(packet.getData(), packet.getLength()));
        }
    }

    /** Sends the messages to a port of this host, no faster than the program there reads them. */
    static void send(List<byte[]> messages, int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getByName("127.0.0.1"), port);
            for (byte[] message : messages) {
                socket.send(new DatagramPacket(message, message.length));
                Tools.awaitUdpRead(port);
            }
        }
    }

    /** The messages one after the other: of IPFIX, a file (RFC 5655). */
    static Path file(List<byte[]> messages, Path path) throws IOException {
        try (OutputStream out = Files.newOutputStream(path)) {
            for (byte[] message : messages) {
                out.write(message);
            }
        }
        return path;
    }

    /** A capture of the messages on their way to a port. */
    static Path capture(List<byte[]> messages, int port, Path path) throws IOException {
        CaptureWriter writer = CaptureWriter.pcap(ByteOrder.LITTLE_ENDIAN, LinkType.RAW);
        for (byte[] message : messages) {
            int length = 28 + message.length;
            ByteBuffer frame = ByteBuffer.allocate(length);
            frame.putInt(0x4500_0000 | length)
                    .putInt(0)
                    .putInt(0x4011_0000)
                    .putInt(0x7F00_0001)
                    .putInt(0x7F00_0001);
            frame.putShort((short) 40_000).putShort((short) port).putShort((short) (8 + message.length));
            frame.putShort((short) 0).put(message);
            writer.packet(1_800_000_000_000_000_000L, frame.array());
        }
        return writer.writeTo(path);
    }
}
