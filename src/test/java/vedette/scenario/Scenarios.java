package vedette.scenario;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import vedette.decode.PacketBuilder;
import vedette.net.IpProtocol;
import vedette.net.TcpFlags;

/** What the captures in {@code pcaps/} are made from, but for those that real programs sent. */
final class Scenarios {
    /** A folder of {@code pcaps/} and the bytes of its capture. */
    record Made(String name, Supplier<byte[]> capture) {}

    private static final String A = "10.0.0.1";
    private static final String B = "10.0.0.2";
    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;

    private static final List<Made> FLOWS = List.of(
            new Made("tcp-close", Scenarios::tcpClose),
            new Made("tcp-close-ipv6", Scenarios::tcpCloseIpv6),
            new Made("tcp-half-close", Scenarios::tcpHalfClose),
            new Made("tcp-reset-late-ack", Scenarios::tcpResetLateAck),
            new Made("tcp-port-reuse", Scenarios::tcpPortReuse),
            new Made("tcp-synack-first", Scenarios::tcpSynAckFirst),
            new Made("tcp-syn-retries", Scenarios::tcpSynRetries),
            new Made("tcp-rejected", Scenarios::tcpRejected),
            new Made("tcp-midstream", Scenarios::tcpMidstream),
            new Made("tcp-loss", Scenarios::tcpLoss),
            new Made("udp-idle-gap", Scenarios::udpIdleGap),
            new Made("udp-active-parts", Scenarios::udpActiveParts),
            new Made("udp-server-first", Scenarios::udpServerFirst),
            new Made("icmp-echo", Scenarios::icmpEcho),
            new Made("icmp-unreachable", Scenarios::icmpUnreachable),
            new Made("fragments", Scenarios::fragments),
            new Made("fragments-out-of-order", Scenarios::fragmentsOutOfOrder),
            new Made("fragments-incomplete", Scenarios::fragmentsIncomplete),
            new Made("fragments-split-header", Scenarios::fragmentsSplitHeader),
            new Made("links-stacked", Scenarios::linksStacked),
            new Made("ipv6-extension-headers", Scenarios::ipv6ExtensionHeaders),
            new Made("clock-steps", Scenarios::clockSteps),
            new Made("rejects", Scenarios::rejects));

    static final List<Made> ALL = Stream.of(
                    FLOWS,
                    ScanScenarios.ALL,
                    ServicePortScenarios.ALL,
                    SweepScenarios.ALL,
                    FloodScenarios.ALL,
                    LoginScenarios.ALL,
                    BeaconScenarios.ALL,
                    UploadScenarios.ALL,
                    LateralScenarios.ALL,
                    DnsScenarios.ALL)
            .flatMap(List::stream)
            .toList();

    private Scenarios() {}

    private static byte[] tcpClose() {
        return new Wire()
                .conversation(0, A, 40000, B, 80)
                .handshake()
                .request(50)
                .response(80)
                .clientCloses()
                .end()
                .pcap();
    }

    private static byte[] tcpCloseIpv6() {
        return new Wire()
                .conversation(0, "2001:db8::1", 40000, "2001:db8::2", 80)
                .handshake()
                .request(50)
                .response(80)
                .clientCloses()
                .end()
                .pcap();
    }

    private static byte[] tcpHalfClose() {
        return new Wire()
                .conversation(0, A, 40000, B, 80)
                .handshake()
                .request(50)
                .client(TcpFlags.FIN | TcpFlags.ACK, 0)
                .server(TcpFlags.ACK, 0)
                .pause(10)
                .response(1000)
                .client(TcpFlags.ACK, 0)
                .pause(3)
                .server(TcpFlags.FIN | TcpFlags.ACK, 0)
                .client(TcpFlags.ACK, 0)
                .end()
                .pcap();
    }

    private static byte[] tcpResetLateAck() {
        return new Wire()
                .conversation(0, A, 40000, B, 80)
                .handshake()
                .request(50)
                .server(TcpFlags.RST | TcpFlags.ACK, 0)
                .pause(0.5)
                .client(TcpFlags.ACK, 0)
                .end()
                .pcap();
    }

    private static byte[] tcpPortReuse() {
        return new Wire()
                .conversation(0, A, 40000, B, 80)
                .handshake()
                .request(50)
                .response(80)
                .clientCloses()
                .end()
                .conversation(1.9, A, 40000, B, 80)
                .startingAt(700_000)
                .handshake()
                .request(60)
                .response(90)
                .clientCloses()
                .end()
                .pcap();
    }

    private static byte[] tcpSynAckFirst() {
        Wire wire = new Wire();
        wire.at(
                0,
                PacketBuilder.ethernet()
                        .ipv4(B, A)
                        .tcp(80, 40000)
                        .flags(SYN_ACK)
                        .seq(5000)
                        .ack(1000));
        wire.at(
                0.001,
                PacketBuilder.ethernet()
                        .ipv4(A, B)
                        .tcp(40000, 80)
                        .flags(TcpFlags.SYN)
                        .seq(999));
        return wire.at(
                        0.002,
                        PacketBuilder.ethernet()
                                .ipv4(A, B)
                                .tcp(40000, 80)
                                .flags(TcpFlags.ACK)
                                .seq(1000)
                                .ack(5001))
                .pcap();
    }

    private static byte[] tcpSynRetries() {
        Wire wire = new Wire();
        for (double seconds : new double[] {0, 1, 3, 7}) {
            wire.at(
                    seconds,
                    PacketBuilder.ethernet()
                            .ipv4(A, B)
                            .tcp(40000, 80)
                            .flags(TcpFlags.SYN)
                            .seq(999));
        }
        return wire.pcap();
    }

    private static byte[] tcpRejected() {
        return new Wire()
                .conversation(0, A, 40000, B, 81)
                .client(TcpFlags.SYN, 0)
                .server(TcpFlags.RST | TcpFlags.ACK, 0)
                .end()
                .pcap();
    }

    private static byte[] tcpMidstream() {
        return new Wire()
                .conversation(0, A, 40000, B, 443)
                .response(500)
                .client(TcpFlags.ACK, 0)
                .request(100)
                .end()
                .pcap();
    }

    private static byte[] tcpLoss() {
        return new Wire()
                .conversation(0, A, 40000, B, 80)
                .handshake()
                .request(100)
                .server(TcpFlags.ACK, 0)
                .clientRepeats(100)
                .server(TcpFlags.ACK, 0)
                .clientUnseen(300)
                .request(100)
                .server(TcpFlags.ACK, 0)
                .clientCloses()
                .end()
                .pcap();
    }

    private static PacketBuilder udp(String source, int sourcePort, String destination, int destinationPort) {
        return PacketBuilder.ethernet()
                .ipv4(source, destination)
                .udp(sourcePort, destinationPort)
                .payload(20);
    }

    private static byte[] udpIdleGap() {
        return new Wire()
                .at(0, udp(A, 5000, B, 6000))
                .at(3600, udp(A, 5000, B, 6000))
                .pcap();
    }

    private static byte[] udpActiveParts() {
        Wire wire = new Wire();
        for (int seconds = 0; seconds <= 700; seconds += 50) {
            wire.at(seconds, seconds % 100 == 0 ? udp(A, 5000, B, 6000) : udp(B, 6000, A, 5000));
        }
        return wire.pcap();
    }

    private static byte[] udpServerFirst() {
        return new Wire()
                .at(0, udp(B, 53, A, 33333))
                .at(0.1, udp(A, 33333, B, 53))
                .pcap();
    }

    private static byte[] icmpEcho() {
        Wire wire = new Wire();
        for (int i = 0; i < 3; i++) {
            wire.at(i, PacketBuilder.ethernet().ipv4(A, B).icmp(8, 0, 77, i).payload(56));
            wire.at(
                    i + 0.02,
                    PacketBuilder.ethernet().ipv4(B, A).icmp(0, 0, 77, i).payload(56));
        }
        return wire.at(
                        4,
                        PacketBuilder.ethernet()
                                .ipv6("2001:db8::1", "2001:db8::2")
                                .icmpv6(128, 0, 5, 1)
                                .payload(8))
                .at(
                        4.01,
                        PacketBuilder.ethernet()
                                .ipv6("2001:db8::2", "2001:db8::1")
                                .icmpv6(129, 0, 5, 1)
                                .payload(8))
                .pcap();
    }

    private static byte[] icmpUnreachable() {
        byte[] quoted =
                PacketBuilder.raw().ipv4(A, B).udp(5000, 6000).payload(20).build();
        return new Wire()
                .at(0, udp(A, 5000, B, 6000))
                .at(0.01, PacketBuilder.ethernet().ipv4(B, A).icmp(3, 3, 0, 0).payload(quoted))
                .pcap();
    }

    private static PacketBuilder fragment(int offset, int octets, boolean more) {
        return PacketBuilder.ethernet()
                .ipv4(A, B)
                .fragment(7, offset, more)
                .next(IpProtocol.UDP)
                .payload(octets);
    }

    private static PacketBuilder firstFragment() {
        return PacketBuilder.ethernet()
                .ipv4(A, B)
                .fragment(7, 0, true)
                .udp(5000, 6000)
                .payload(1472);
    }

    private static byte[] fragments() {
        return new Wire()
                .at(0, firstFragment())
                .at(0.001, fragment(1480, 1400, true))
                .at(0.002, fragment(2880, 28, false))
                .pcap();
    }

    private static byte[] fragmentsOutOfOrder() {
        return new Wire()
                .at(0, fragment(1480, 1400, true))
                .at(0.001, firstFragment())
                .at(0.002, fragment(2880, 28, false))
                .pcap();
    }

    private static byte[] fragmentsIncomplete() {
        return new Wire()
                .at(0, fragment(1480, 1400, true))
                .at(0.002, fragment(2880, 28, false))
                .pcap();
    }

    private static byte[] fragmentsSplitHeader() {
        byte[] syn = PacketBuilder.raw()
                .ipv4(A, B)
                .tcp(40000, 443)
                .flags(TcpFlags.SYN)
                .seq(1)
                .build();
        PacketBuilder tail = PacketBuilder.ethernet()
                .ipv4(A, B)
                .fragment(9, 8, false)
                .next(IpProtocol.TCP)
                .payload(java.util.Arrays.copyOfRange(syn, 28, syn.length));
        PacketBuilder head = PacketBuilder.ethernet()
                .ipv4(A, B)
                .fragment(9, 0, true)
                .next(IpProtocol.TCP)
                .payload(java.util.Arrays.copyOfRange(syn, 20, 28));
        return new Wire().at(0, tail).at(0.001, head).pcap();
    }

    private static byte[] linksStacked() {
        return new Wire()
                .at(
                        0,
                        PacketBuilder.ethernet()
                                .vlan(100)
                                .vlan(200)
                                .ipv4(A, B)
                                .udp(5001, 6000)
                                .payload(20))
                .at(
                        1,
                        PacketBuilder.ethernet()
                                .tag(0x88A8, 300)
                                .vlan(400)
                                .ipv4(A, B)
                                .udp(5002, 6000)
                                .payload(20))
                .at(
                        2,
                        PacketBuilder.ethernet()
                                .mpls(16, false)
                                .mpls(17, true)
                                .ipv4(A, B)
                                .udp(5003, 6000)
                                .payload(20))
                .at(
                        3,
                        PacketBuilder.ethernet()
                                .pppoe()
                                .ipv4(A, B)
                                .udp(5004, 6000)
                                .payload(20))
                .at(
                        4,
                        PacketBuilder.ethernet()
                                .snap()
                                .ipv4(A, B)
                                .udp(5005, 6000)
                                .payload(20))
                .pcap();
    }

    private static byte[] ipv6ExtensionHeaders() {
        return new Wire()
                .at(
                        0,
                        PacketBuilder.ethernet()
                                .ipv6("2001:db8::1", "2001:db8::2")
                                .extension(IpProtocol.HOP_BY_HOP, "0000050200000000")
                                .extension(IpProtocol.DESTINATION_OPTIONS, "0000010400000000")
                                .udp(5000, 6000)
                                .payload(20))
                .at(
                        1,
                        PacketBuilder.ethernet()
                                .ipv6("2001:db8::1", "2001:db8::2")
                                .fragmentHeader(0x12345678, 0, false)
                                .udp(5000, 6000)
                                .payload(20))
                .pcap();
    }

    private static byte[] clockSteps() {
        return new Wire()
                .at(4000, udp(A, 1000, B, 6000))
                .at(3999, udp(A, 1000, B, 6000))
                .at(10, udp(A, 1000, B, 6000))
                .at(20, udp(A, 2000, B, 6000))
                .pcap();
    }

    private static byte[] rejects() {
        return new Wire()
                .at(0, PacketBuilder.ethernet().arp(1, A, B).padded())
                .at(
                        1,
                        PacketBuilder.ethernet()
                                .ipv4(A, B)
                                .patch(0, "41")
                                .tcp(40000, 80)
                                .flags(TcpFlags.SYN))
                .at(
                        2,
                        PacketBuilder.ethernet()
                                .ipv4(A, B)
                                .tcp(40000, 80)
                                .flags(TcpFlags.SYN)
                                .patch(12, "10"))
                .at(3, udp(A, 5000, B, 6000))
                .pcap();
    }
}
