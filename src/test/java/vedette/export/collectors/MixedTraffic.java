package vedette.export.collectors;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.capture.CaptureWriter;
import vedette.daemon.MeteringAgent;
import vedette.decode.PacketBuilder;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.flow.Flow;
import vedette.flow.FlowConfig;
import vedette.net.LinkType;
import vedette.net.TcpFlags;

/** A capture with something of everything a collector must tell apart, and the flows the sensor meters in it. */
final class MixedTraffic {
    private static final long START_NS = 1_700_000_000_123_456_789L;
    private static final String BACK = "020000000001 020000000002";

    private record Seen(long timestampNs, PacketBuilder bytes) {}

    private final List<Seen> frames = new ArrayList<>();

    MixedTraffic() {
        taggedConnection();
        connectionOverIpv6();
        doublyTaggedQuestion();
        icmp();
        fragments();
        fragmentsOverIpv6();
        conversationInParts();
        attempts();
        otherProtocols();
    }

    private void at(double seconds, PacketBuilder bytes) {
        frames.add(new Seen(START_NS + Math.round(seconds * 1e9), bytes));
    }

    private static PacketBuilder back() {
        return PacketBuilder.ethernet().patch(0, BACK);
    }

    private void taggedConnection() {
        String client = "10.0.0.1";
        String server = "10.0.0.2";
        at(
                0,
                PacketBuilder.ethernet()
                        .vlan(100)
                        .ipv4(client, server)
                        .patch(1, "28")
                        .tcp(40000, 80)
                        .flags(TcpFlags.SYN)
                        .seq(1000));
        at(
                0.010,
                back().vlan(100)
                        .ipv4(server, client)
                        .patch(1, "b8")
                        .ttl(50)
                        .tcp(80, 40000)
                        .flags(TcpFlags.SYN | TcpFlags.ACK)
                        .seq(5000)
                        .ack(1001));
        at(
                0.020,
                PacketBuilder.ethernet()
                        .vlan(100)
                        .ipv4(client, server)
                        .tcp(40000, 80)
                        .flags(TcpFlags.ACK)
                        .seq(1001)
                        .ack(5001));
        at(
                0.030,
                PacketBuilder.ethernet()
                        .vlan(100)
                        .ipv4(client, server)
                        .tcp(40000, 80)
                        .flags(TcpFlags.PSH | TcpFlags.ACK)
                        .seq(1001)
                        .ack(5001)
                        .payload(50));
        at(
                0.041,
                back().vlan(100)
                        .ipv4(server, client)
                        .tcp(80, 40000)
                        .flags(TcpFlags.ACK)
                        .seq(5001)
                        .ack(1051)
                        .payload(1200));
        at(
                0.055,
                PacketBuilder.ethernet()
                        .vlan(100)
                        .ipv4(client, server)
                        .tcp(40000, 80)
                        .flags(TcpFlags.FIN | TcpFlags.ACK)
                        .seq(1051)
                        .ack(6201));
        at(
                0.066,
                back().vlan(100)
                        .ipv4(server, client)
                        .tcp(80, 40000)
                        .flags(TcpFlags.RST | TcpFlags.ACK)
                        .seq(6201)
                        .ack(1052));
    }

    private void connectionOverIpv6() {
        String client = "2001:db8::1";
        String server = "2001:db8::2";
        at(
                1,
                PacketBuilder.ethernet()
                        .ipv6(client, server)
                        .tcp(40001, 443)
                        .flags(TcpFlags.SYN)
                        .seq(1000));
        at(
                1.013,
                back().ipv6(server, client)
                        .tcp(443, 40001)
                        .flags(TcpFlags.SYN | TcpFlags.ACK)
                        .seq(5000)
                        .ack(1001));
        at(
                1.027,
                PacketBuilder.ethernet()
                        .ipv6(client, server)
                        .tcp(40001, 443)
                        .flags(TcpFlags.ACK)
                        .seq(1001)
                        .ack(5001));
        at(
                1.100,
                PacketBuilder.ethernet()
                        .ipv6(client, server)
                        .tcp(40001, 443)
                        .flags(TcpFlags.FIN | TcpFlags.ACK)
                        .seq(1001)
                        .ack(5001));
        at(
                1.113,
                back().ipv6(server, client)
                        .tcp(443, 40001)
                        .flags(TcpFlags.FIN | TcpFlags.ACK)
                        .seq(5001)
                        .ack(1002));
        at(
                1.127,
                PacketBuilder.ethernet()
                        .ipv6(client, server)
                        .tcp(40001, 443)
                        .flags(TcpFlags.ACK)
                        .seq(1002)
                        .ack(5002));
    }

    private void doublyTaggedQuestion() {
        at(
                2,
                PacketBuilder.ethernet()
                        .tag(0x88A8, 300)
                        .vlan(400)
                        .ipv4("10.0.0.3", "10.0.0.4")
                        .udp(5353, 53)
                        .payload(30));
        at(
                2.005,
                back().tag(0x88A8, 300)
                        .vlan(400)
                        .ipv4("10.0.0.4", "10.0.0.3")
                        .udp(53, 5353)
                        .payload(90));
    }

    private void icmp() {
        for (int i = 0; i < 3; i++) {
            at(
                    3 + i,
                    PacketBuilder.ethernet()
                            .ipv4("10.0.0.5", "10.0.0.6")
                            .icmp(8, 0, 77, i)
                            .payload(56));
            at(3.002 + i, back().ipv4("10.0.0.6", "10.0.0.5").icmp(0, 0, 77, i).payload(56));
        }
        at(
                6,
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.7", "10.0.0.5")
                        .icmp(11, 1, 0, 0)
                        .payload(28));
        at(
                7,
                PacketBuilder.ethernet()
                        .ipv6("2001:db8::5", "2001:db8::6")
                        .icmpv6(128, 0, 78, 1)
                        .payload(56));
        at(
                7.004,
                back().ipv6("2001:db8::6", "2001:db8::5").icmpv6(129, 0, 78, 1).payload(56));
    }

    private void fragments() {
        at(
                8,
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.8", "10.0.0.9")
                        .fragment(7, 0, true)
                        .udp(5000, 6000)
                        .payload(1472));
        at(
                8.001,
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.8", "10.0.0.9")
                        .fragment(7, 1480, true)
                        .next(17)
                        .payload(1400));
        at(
                8.002,
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.8", "10.0.0.9")
                        .fragment(7, 2880, false)
                        .next(17)
                        .payload(28));
        at(
                9,
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.10", "10.0.0.9")
                        .fragment(8, 1480, false)
                        .next(17)
                        .payload(500));
        at(
                9.001,
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.10", "10.0.0.9")
                        .fragment(8, 0, true)
                        .udp(5001, 6000)
                        .payload(1472));
        at(
                9.5,
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.11", "10.0.0.9")
                        .fragment(9, 1480, false)
                        .next(17)
                        .payload(300));
    }

    private void fragmentsOverIpv6() {
        at(
                9.7,
                PacketBuilder.ethernet()
                        .vlan(8)
                        .ipv6("2001:db8::8", "2001:db8::9")
                        .fragmentHeader(7, 1448, false)
                        .next(17)
                        .payload(200));
        at(
                9.703,
                PacketBuilder.ethernet()
                        .vlan(8)
                        .ipv6("2001:db8::8", "2001:db8::9")
                        .fragmentHeader(7, 0, true)
                        .udp(5002, 6000)
                        .payload(1440));
        at(
                9.8,
                PacketBuilder.ethernet()
                        .ipv6("2001:db8::a", "2001:db8::9")
                        .fragmentHeader(0x1234_5678, 1448, true)
                        .next(17)
                        .payload(1448));
    }

    /** 700 s: longer than the active timeout. */
    private void conversationInParts() {
        for (int i = 0; i < 24; i++) {
            at(
                    10 + 30.007 * i,
                    PacketBuilder.ethernet()
                            .ipv4("10.0.0.12", "10.0.0.13")
                            .udp(4500, 4500)
                            .payload(100 + i));
            at(
                    10.009 + 30.007 * i,
                    back().ipv4("10.0.0.13", "10.0.0.12").udp(4500, 4500).payload(300 + i));
        }
    }

    private void attempts() {
        at(
                11,
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.14", "10.0.0.15")
                        .tcp(40002, 81)
                        .flags(TcpFlags.SYN)
                        .seq(1));
        at(
                12,
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.14", "10.0.0.15")
                        .tcp(40002, 81)
                        .flags(TcpFlags.SYN)
                        .seq(1));
        at(
                13,
                PacketBuilder.ethernet()
                        .vlan(7)
                        .ipv4("10.0.0.14", "10.0.0.15")
                        .tcp(40003, 82)
                        .flags(TcpFlags.SYN)
                        .seq(1));
        at(
                13.001,
                back().vlan(7)
                        .ipv4("10.0.0.15", "10.0.0.14")
                        .tcp(82, 40003)
                        .flags(TcpFlags.RST | TcpFlags.ACK)
                        .ack(2));
    }

    private void otherProtocols() {
        at(
                14,
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.16", "10.0.0.17")
                        .sctp(2905, 2906, 1)
                        .payload(40));
        at(15, PacketBuilder.ethernet().ipv4("10.0.0.16", "10.0.0.17").next(50).payload(64));
    }

    /** The records of a replay of the capture, in the order in which they were closed. */
    List<Flow> flows(Path folder) throws IOException {
        frames.sort(Comparator.comparingLong(Seen::timestampNs));
        CaptureWriter writer = CaptureWriter.nanosecondPcap(ByteOrder.LITTLE_ENDIAN, LinkType.ETHERNET);
        for (Seen frame : frames) {
            writer.packet(frame.timestampNs(), frame.bytes().build());
        }
        Path capture = writer.writeTo(folder.resolve("traffic.pcap"));
        List<Flow> flows = new ArrayList<>();
        Detection detection = new Detection(DetectConfig.DEFAULT, 1, alert -> {});
        try (CaptureFiles source = CaptureFiles.open(List.of(capture.toString()))) {
            MeteringAgent agent =
                    MeteringAgent.replay(source, FlowConfig.DEFAULT, false, detection, flow -> flows.add(copyOf(flow)));
            while (agent.turn() != CaptureSource.END) {
                // every turn hands on what it closed
            }
            agent.finish();
        }
        return flows;
    }

    private static Flow copyOf(Flow flow) {
        long[] record = new long[Flow.WORDS];
        flow.copyTo(record, 0);
        return new Flow().wrap(record, 0);
    }
}
