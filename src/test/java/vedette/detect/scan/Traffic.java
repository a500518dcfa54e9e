package vedette.detect.scan;

import static vedette.decode.PacketBuilder.ethernet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import vedette.decode.PacketBuilder;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.DetectConfig;
import vedette.detect.Watch;
import vedette.net.TcpFlags;

/** Connections between hosts, written down in any order and then shown to a sensor in the order of time. */
final class Traffic {
    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;
    private static final int RST_ACK = TcpFlags.RST | TcpFlags.ACK;
    private static final int PSH_ACK = TcpFlags.PSH | TcpFlags.ACK;
    private static final int FIN_ACK = TcpFlags.FIN | TcpFlags.ACK;
    private static final double ROUND_TRIP = 0.02;

    private record Sent(double time, int ordinal, boolean isFromInitiator, PacketBuilder packet) {}

    private final List<Sent> packets = new ArrayList<>();
    private int ephemeral = 20_000;

    private void send(double time, boolean isFromInitiator, PacketBuilder packet) {
        packets.add(new Sent(time, packets.size(), isFromInitiator, packet));
    }

    private static PacketBuilder ip(String from, String to) {
        return from.indexOf(':') < 0 ? ethernet().ipv4(from, to) : ethernet().ipv6(from, to);
    }

    private void segment(
            double time, boolean there, String client, int clientPort, String server, int port, int flags) {
        PacketBuilder packet = there
                ? ip(client, server).tcp(clientPort, port)
                : ip(server, client).tcp(port, clientPort);
        boolean isFirst = (flags & TcpFlags.SYN) != 0;
        send(time, there, packet.flags(flags).seq(isFirst ? 1000 : 1001).ack((flags & TcpFlags.ACK) != 0 ? 1001 : 0));
    }

    private int nextPort() {
        ephemeral = ephemeral == 60_000 ? 20_000 : ephemeral + 1;
        return ephemeral;
    }

    /** A SYN that nobody answers. */
    Traffic silent(double time, String client, String server, int port) {
        segment(time, true, client, nextPort(), server, port, TcpFlags.SYN);
        return this;
    }

    /** A SYN that is answered by RST. */
    Traffic refused(double time, String client, String server, int port) {
        return probed(time, client, server, port, TcpFlags.SYN);
    }

    /** A segment with these flags that is answered by RST. */
    Traffic probed(double time, String client, String server, int port, int flags) {
        return probed(time, client, nextPort(), server, port, flags);
    }

    /** The same from a port of the client's choice. */
    Traffic probed(double time, String client, int from, String server, int port, int flags) {
        segment(time, true, client, from, server, port, flags);
        segment(time + ROUND_TRIP, false, client, from, server, port, RST_ACK);
        return this;
    }

    /** A SYN that is answered by SYN-ACK, and then RST: how a scanner sees that a port is open. */
    Traffic opened(double time, String client, String server, int port) {
        int from = nextPort();
        segment(time, true, client, from, server, port, TcpFlags.SYN);
        segment(time + ROUND_TRIP, false, client, from, server, port, SYN_ACK);
        segment(time + 2 * ROUND_TRIP, true, client, from, server, port, TcpFlags.RST);
        return this;
    }

    /** A connection with a question and an answer. */
    Traffic served(double time, String client, String server, int port) {
        return served(time, client, nextPort(), server, port);
    }

    /** The same from a port of the client's choice. */
    Traffic served(double time, String client, int from, String server, int port) {
        segment(time, true, client, from, server, port, TcpFlags.SYN);
        segment(time + ROUND_TRIP, false, client, from, server, port, SYN_ACK);
        segment(time + 2 * ROUND_TRIP, true, client, from, server, port, TcpFlags.ACK);
        data(time + 2.1 * ROUND_TRIP, true, client, from, server, port);
        data(time + 3 * ROUND_TRIP, false, client, from, server, port);
        segment(time + 4 * ROUND_TRIP, true, client, from, server, port, FIN_ACK);
        segment(time + 5 * ROUND_TRIP, false, client, from, server, port, FIN_ACK);
        segment(time + 6 * ROUND_TRIP, true, client, from, server, port, TcpFlags.ACK);
        return this;
    }

    private void data(double time, boolean there, String client, int clientPort, String server, int port) {
        PacketBuilder packet = there
                ? ip(client, server).tcp(clientPort, port)
                : ip(server, client).tcp(port, clientPort);
        send(time, there, packet.flags(PSH_ACK).seq(1001).ack(1001).payload(300));
    }

    /** A datagram without answer. */
    Traffic datagram(double time, String client, int clientPort, String server, int port) {
        send(time, true, ip(client, server).udp(clientPort, port).payload(60));
        return this;
    }

    /** A datagram and its answer. */
    Traffic answered(double time, String client, int clientPort, String server, int port) {
        datagram(time, client, clientPort, server, port);
        send(time + ROUND_TRIP, false, ip(server, client).udp(port, clientPort).payload(60));
        return this;
    }

    /** A datagram to a port where nobody listens. */
    Traffic unreachable(double time, String client, int clientPort, String server, int port) {
        PacketBuilder datagram = ethernet().ipv4(client, server).udp(clientPort, port);
        datagram(time, client, clientPort, server, port);
        byte[] quoted = Arrays.copyOfRange(datagram.build(), 14, 14 + 28);
        send(
                time + ROUND_TRIP,
                false,
                ethernet().ipv4(server, client).icmp(3, 3, 0, 0).payload(quoted));
        return this;
    }

    /** Anything else. */
    Traffic packet(double time, PacketBuilder packet) {
        send(time, true, packet);
        return this;
    }

    /** Loses so many of a hundred packets. */
    Traffic losing(int percent, long seed) {
        Random random = new Random(seed);
        return keeping(sent -> random.nextInt(100) >= percent);
    }

    /** Shows the initiators' packets alone. */
    Traffic there() {
        return keeping(Sent::isFromInitiator);
    }

    /** Shows the responders' packets alone. */
    Traffic back() {
        return keeping(sent -> !sent.isFromInitiator);
    }

    private Traffic keeping(Predicate<Sent> kept) {
        packets.removeIf(sent -> !kept.test(sent));
        return this;
    }

    /** Shows all to a sensor, and returns what it told of port scans until the end. */
    List<Alert> watched() {
        return watched(DetectConfig.DEFAULT.only("scan"));
    }

    List<Alert> watched(DetectConfig config) {
        return shown(config).end().stream().filter(Traffic::isPortScan).toList();
    }

    /** Shows all to a sensor with all detectors, and returns what it told of this type until the end. */
    List<Alert> told(AlertType type) {
        return shown(DetectConfig.DEFAULT).end().stream()
                .filter(alert -> alert.type() == type)
                .toList();
    }

    private Watch shown(DetectConfig config) {
        Watch watch = new Watch(config);
        packets.sort(Comparator.comparingDouble(Sent::time).thenComparingInt(Sent::ordinal));
        double last = 0;
        for (Sent sent : packets) {
            while (sent.time - last > 60) {
                last += 60;
                watch.pass(60);
            }
            watch.at(sent.time, sent.packet);
            last = Math.max(last, sent.time);
        }
        return watch;
    }

    List<Alert> opened() {
        return Watch.opened(watched());
    }

    private static boolean isPortScan(Alert alert) {
        return switch (alert.type()) {
            case SCAN_VERTICAL, SCAN_HORIZONTAL, SCAN_BLOCK, SCAN_UDP, SCAN_STEALTH -> true;
            default -> false;
        };
    }
}
