package vedette.scenario;

import vedette.decode.PacketBuilder;
import vedette.net.TcpFlags;

/** A TCP client and server that keep count of their sequence numbers; each segment comes 10 ms after the one before. */
final class Conversation {
    private static final double STEP = 0.010;

    private final Wire wire;
    private final String client;
    private final int clientPort;
    private final String server;
    private final int serverPort;
    private double time;
    private int clientNext = 1000;
    private int serverNext = 5000;

    Conversation(Wire wire, double startSeconds, String client, int clientPort, String server, int serverPort) {
        this.wire = wire;
        this.time = startSeconds - STEP;
        this.client = client;
        this.clientPort = clientPort;
        this.server = server;
        this.serverPort = serverPort;
    }

    Conversation startingAt(int clientSequence) {
        clientNext = clientSequence;
        return this;
    }

    Conversation pause(double seconds) {
        time += seconds - STEP;
        return this;
    }

    Conversation handshake() {
        return client(TcpFlags.SYN, 0).server(TcpFlags.SYN | TcpFlags.ACK, 0).client(TcpFlags.ACK, 0);
    }

    Conversation request(int octets) {
        return client(TcpFlags.PSH | TcpFlags.ACK, octets);
    }

    Conversation response(int octets) {
        return server(TcpFlags.PSH | TcpFlags.ACK, octets);
    }

    Conversation clientCloses() {
        return client(TcpFlags.FIN | TcpFlags.ACK, 0)
                .server(TcpFlags.ACK, 0)
                .server(TcpFlags.FIN | TcpFlags.ACK, 0)
                .client(TcpFlags.ACK, 0);
    }

    Conversation client(int flags, int octets) {
        send(segment(client, clientPort, server, serverPort), flags, clientNext, serverNext, octets);
        clientNext += octets + sequenceSpace(flags);
        return this;
    }

    Conversation server(int flags, int octets) {
        send(segment(server, serverPort, client, clientPort), flags, serverNext, clientNext, octets);
        serverNext += octets + sequenceSpace(flags);
        return this;
    }

    /** The client's last segment of so many octets once more. */
    Conversation clientRepeats(int octets) {
        clientNext -= octets;
        return request(octets);
    }

    /** Octets the client sends that the sensor never sees. */
    Conversation clientUnseen(int octets) {
        clientNext += octets;
        return this;
    }

    Wire end() {
        return wire;
    }

    private void send(PacketBuilder segment, int flags, int sequence, int acknowledgement, int octets) {
        time += STEP;
        int ack = (flags & TcpFlags.ACK) == 0 ? 0 : acknowledgement;
        wire.at(time, segment.flags(flags).seq(sequence).ack(ack).window(64240).payload(octets));
    }

    private static PacketBuilder segment(String source, int sourcePort, String destination, int destinationPort) {
        PacketBuilder packet = PacketBuilder.ethernet();
        packet = source.contains(":") ? packet.ipv6(source, destination) : packet.ipv4(source, destination);
        return packet.tcp(sourcePort, destinationPort);
    }

    private static int sequenceSpace(int flags) {
        return (flags & (TcpFlags.SYN | TcpFlags.FIN)) == 0 ? 0 : 1;
    }
}
