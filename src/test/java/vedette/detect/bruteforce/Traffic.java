package vedette.detect.bruteforce;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import vedette.decode.PacketBuilder;
import vedette.detect.Alert;
import vedette.detect.DetectConfig;
import vedette.detect.Watch;
import vedette.net.TcpFlags;

/** Connections of clients at services, each as its sizes and times say, put on one wire in the order of their times. */
final class Traffic {
    private static final int MSS = 1400;
    private static final int PUSH = TcpFlags.PSH | TcpFlags.ACK;

    private record Sent(double seconds, PacketBuilder bytes) {}

    private final List<Sent> sent = new ArrayList<>();
    private int nextPort = 20_000;

    /**
     * A connection that is closed by its client. The client sends its octets in so many turns, each answered.
     *
     * @param start seconds
     * @param duration from SYN to FIN, seconds
     */
    Traffic connection(
            double start, double duration, String client, String server, int port, int turns, int up, int down) {
        int clientPort = nextPort = nextPort == 60_000 ? 20_000 : nextPort + 1;
        Side from = new Side(client, clientPort, server, port, 1000);
        Side to = new Side(server, port, client, clientPort, 5000);
        double step = duration / (turns + 1);
        from.send(start, TcpFlags.SYN, 0, 0);
        to.send(start + 0.001, TcpFlags.SYN | TcpFlags.ACK, from.next, 0);
        from.send(start + 0.002, TcpFlags.ACK, to.next, 0);
        for (int turn = 1; turn <= turns; turn++) {
            double time = start + step * turn;
            from.write(time, part(up, turn, turns), to.next);
            to.write(time + 0.005, part(down, turn, turns), from.next);
        }
        from.send(start + duration, TcpFlags.FIN | TcpFlags.ACK, to.next, 0);
        to.send(start + duration + 0.001, TcpFlags.FIN | TcpFlags.ACK, from.next, 0);
        from.send(start + duration + 0.002, TcpFlags.ACK, to.next, 0);
        return this;
    }

    /** A refused attempt to log in by SSH. */
    Traffic ssh(double start, String client, String server, int up) {
        return connection(start, 4.0, client, server, 22, 9, up, 1900);
    }

    /** An attempt to connect that is refused. */
    Traffic refused(double start, String client, String server, int port) {
        int clientPort = nextPort++;
        Side from = new Side(client, clientPort, server, port, 1000);
        from.send(start, TcpFlags.SYN, 0, 0);
        new Side(server, port, client, clientPort, 0).send(start + 0.001, TcpFlags.RST | TcpFlags.ACK, from.next, 0);
        return this;
    }

    /** Every alert published. */
    List<Alert> alerts() {
        Watch watch = new Watch(DetectConfig.DEFAULT.only("brute-force"));
        play(watch);
        return watch.end();
    }

    void play(Watch watch) {
        sent.sort(Comparator.comparingDouble(Sent::seconds));
        sent.forEach(packet -> watch.at(packet.seconds, packet.bytes));
    }

    private static int part(int octets, int turn, int turns) {
        return (int) ((long) octets * turn / turns - (long) octets * (turn - 1) / turns);
    }

    private final class Side {
        private final String source;
        private final int sourcePort;
        private final String destination;
        private final int destinationPort;
        private int next;

        Side(String source, int sourcePort, String destination, int destinationPort, int next) {
            this.source = source;
            this.sourcePort = sourcePort;
            this.destination = destination;
            this.destinationPort = destinationPort;
            this.next = next;
        }

        void write(double seconds, int octets, int acknowledged) {
            for (int left = octets; left > 0; left -= MSS) {
                send(seconds, PUSH, acknowledged, Math.min(left, MSS));
            }
        }

        void send(double seconds, int flags, int acknowledged, int octets) {
            PacketBuilder packet = PacketBuilder.ethernet();
            packet = source.contains(":") ? packet.ipv6(source, destination) : packet.ipv4(source, destination);
            sent.add(new Sent(
                    seconds,
                    packet.tcp(sourcePort, destinationPort)
                            .flags(flags)
                            .seq(next)
                            .ack(acknowledged)
                            .window(64240)
                            .payload(octets)));
            next += octets + ((flags & (TcpFlags.SYN | TcpFlags.FIN)) == 0 ? 0 : 1);
        }
    }
}
