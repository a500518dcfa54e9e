package vedette.detect;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import vedette.decode.Packet;
import vedette.decode.PacketBuilder;
import vedette.flow.FlowConfig;
import vedette.flow.FlowCounters;
import vedette.flow.FlowLedger;
import vedette.flow.Metering;
import vedette.net.LinkType;
import vedette.net.TcpFlags;

/** A sensor under test that is shown hundreds of thousands of single packets: addresses are numbers, times seconds. */
public final class Barrage {
    private static final int SOURCE_ADDRESS = 26;
    private static final int DESTINATION_ADDRESS = 30;
    private static final int SOURCE_PORT = 34;
    private static final int DESTINATION_PORT = 36;
    private static final int SEQUENCE = 38;
    private static final int ARP_SENDER = 28;
    private static final int ARP_TARGET = 38;
    private static final double AFTERMATH = 5;

    private final List<Alert> alerts = new ArrayList<>();
    private final Detection detection;
    private final Metering metering;
    private final Packet packet = new Packet();
    private final Random random = new Random(7);
    private final ByteBuffer syn = frame(segment(TcpFlags.SYN));
    private final ByteBuffer synAck =
            frame(segment(TcpFlags.SYN | TcpFlags.ACK).seq(5).ack(1));
    private final ByteBuffer request =
            frame(segment(TcpFlags.ACK | TcpFlags.PSH).seq(1).ack(6).payload(9));
    private final ByteBuffer reset = frame(segment(TcpFlags.RST | TcpFlags.ACK).ack(1));
    private final ByteBuffer echo = frame(
            PacketBuilder.ethernet().ipv4("1.1.1.1", "1.1.1.2").icmp(8, 0, 7, 1).payload(8));
    private final ByteBuffer arp = frame(PacketBuilder.ethernet().arp(1, "1.1.1.1", "1.1.1.2"));
    private final ByteBuffer datagram = frame(datagram(500));
    private final ByteBuffer smallDatagram = frame(datagram(4));
    private double lastSeconds;

    public Barrage(DetectConfig config) {
        detection = new Detection(config, Watch.SEED, alerts::add);
        FlowCounters counters = new FlowCounters();
        metering = new Metering(
                FlowConfig.DEFAULT,
                false,
                Watch.SEED,
                counters,
                new FlowLedger(counters, detection, detection, detection, 1));
    }

    private static PacketBuilder segment(int flags) {
        return PacketBuilder.ethernet().ipv4("1.1.1.1", "1.1.1.2").tcp(1, 1).flags(flags);
    }

    private static PacketBuilder datagram(int octets) {
        return PacketBuilder.ethernet().ipv4("1.1.1.1", "1.1.1.2").udp(1, 1).payload(octets);
    }

    private static ByteBuffer frame(PacketBuilder bytes) {
        return ByteBuffer.wrap(bytes.build());
    }

    /** A SYN with a sequence number of its own. */
    public void syn(double seconds, int source, int sourcePort, int destination, int port) {
        syn.putInt(SEQUENCE, random.nextInt());
        send(seconds, syn, source, sourcePort, destination, port);
    }

    /** A server's answer to a SYN, and what the client wants of it. */
    public void serve(double seconds, int client, int clientPort, int server, int port) {
        send(seconds, synAck, server, port, client, clientPort);
        send(seconds, request, client, clientPort, server, port);
    }

    /** A SYN that is answered by a reset. */
    public void refused(double seconds, int client, int clientPort, int server, int port) {
        syn(seconds, client, clientPort, server, port);
        send(seconds, reset, server, port, client, clientPort);
    }

    public void echo(double seconds, int source, int destination) {
        echo.putInt(SOURCE_ADDRESS, source).putInt(DESTINATION_ADDRESS, destination);
        meter(seconds, echo);
    }

    /** Somebody asks his link for a neighbor. */
    public void ask(double seconds, int asker, int neighbor) {
        arp.putInt(ARP_SENDER, asker).putInt(ARP_TARGET, neighbor);
        wrap(arp);
        detection.onArp(packet.arp(), Watch.timeNs(seconds));
    }

    public void datagram(double seconds, int source, int sourcePort, int destination, int port) {
        send(seconds, datagram, source, sourcePort, destination, port);
    }

    /** A datagram as one sends to see whether somebody is there. */
    public void smallDatagram(double seconds, int source, int sourcePort, int destination, int port) {
        send(seconds, smallDatagram, source, sourcePort, destination, port);
    }

    private void send(double seconds, ByteBuffer frame, int source, int sourcePort, int destination, int port) {
        frame.putInt(SOURCE_ADDRESS, source).putInt(DESTINATION_ADDRESS, destination);
        frame.putShort(SOURCE_PORT, (short) sourcePort).putShort(DESTINATION_PORT, (short) port);
        meter(seconds, frame);
    }

    private void meter(double seconds, ByteBuffer frame) {
        wrap(frame);
        metering.onPacket(packet, 0, Watch.timeNs(seconds), Watch.timeNs(seconds));
        lastSeconds = seconds;
    }

    private void wrap(ByteBuffer frame) {
        packet.wrap(frame, 0, frame.capacity(), frame.capacity(), LinkType.ETHERNET);
    }

    /** All that was told, with the five seconds that an input's end is given. */
    public List<Alert> told() {
        long endNs = Watch.timeNs(lastSeconds + AFTERMATH);
        metering.expire(endNs);
        metering.flush(endNs);
        return alerts;
    }

    /** Entries that a detector's tables gave up. */
    public long evictions(String detector) {
        return detection.occupancy().stream()
                .filter(tables -> tables.detector().equals(detector))
                .mapToLong(Detection.Occupancy::evictions)
                .sum();
    }

    public AlertDesk desk() {
        return detection.desk();
    }

    public AlertCounters counters() {
        return detection.alerts();
    }

    /** Seconds from a moment to when an alert was first told. */
    public static double delay(Alert alert, double seconds) {
        return (alert.detectedNs() - Watch.timeNs(seconds)) / 1e9;
    }
}
