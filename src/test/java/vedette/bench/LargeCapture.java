package vedette.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.PriorityQueue;
import java.util.Random;
import vedette.decode.PacketBuilder;
import vedette.net.TcpFlags;

/**
 * Writes a large capture to measure with: many conversations at once, half of them DNS questions, the rest TCP connections
 * from three packets to a few hundred, attempts without answer, and pings. The same arguments write the same bytes. Checksums
 * are those of the templates, not of the copies.
 *
 * <p>{@code LargeCapture FILE FLOWS SECONDS}
 */
public final class LargeCapture {
    private static final int RECORD_HEADER = 16;
    private static final int IP = 14;
    private static final int SOURCE = IP + 12;
    private static final int DESTINATION = IP + 16;
    private static final int TRANSPORT = IP + 20;
    private static final int SEQUENCE = TRANSPORT + 4;
    private static final int ACKNOWLEDGEMENT = TRANSPORT + 8;
    private static final int ACK = TcpFlags.ACK;
    private static final int PSH_ACK = TcpFlags.PSH | TcpFlags.ACK;
    private static final long START_US = 1_700_000_000_000_000L;

    private final Random random = new Random(1);
    private final PriorityQueue<Talk> talks = new PriorityQueue<>();
    private final OutputStream out;
    private long packets;
    private long octets;

    /** One packet of a kind of conversation: who sends it, and what. */
    private record Step(boolean byClient, byte[] frame, int sequenceSpace) {}

    private final Step[] dns = {udp(true, 40), udp(false, 160)};
    private final Step[] ping = {icmp(true), icmp(false), icmp(true), icmp(false)};
    private final Step[] attempt = {tcp(true, TcpFlags.SYN, 0), tcp(true, TcpFlags.SYN, 0), tcp(true, TcpFlags.SYN, 0)};
    private final Step[] shortTcp = connection(1, 2);
    private final Step[] longTcp = connection(12, 10);

    private LargeCapture(OutputStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[0])), 1 << 20)) {
            LargeCapture capture = new LargeCapture(out);
            capture.write(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            System.out.printf("%d packets, %d octets%n", capture.packets, capture.octets);
        }
    }

    private void write(int flows, int seconds) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0xA1B2C3D4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(16, 262144)
                .putInt(20, 1);
        out.write(header.array());
        long gapUs = Math.max(1, seconds * 1_000_000L / flows);
        for (int i = 0; i < flows; i++) {
            long startUs = START_US + i * gapUs;
            sendUntil(startUs);
            talks.add(new Talk(i, kind(), startUs));
        }
        sendUntil(Long.MAX_VALUE);
    }

    private Step[] kind() {
        int percent = random.nextInt(100);
        if (percent < 50) {
            return dns;
        }
        if (percent < 55) {
            return ping;
        }
        if (percent < 62) {
            return attempt;
        }
        return percent < 97 ? shortTcp : longTcp;
    }

    private void sendUntil(long timeUs) throws IOException {
        while (!talks.isEmpty() && talks.peek().nextUs <= timeUs) {
            Talk talk = talks.remove();
            talk.send();
            if (talk.step < talk.steps.length) {
                talks.add(talk);
            }
        }
    }

    /** A conversation on its way. */
    private final class Talk implements Comparable<Talk> {
        private final int number;
        private final Step[] steps;
        private final int client;
        private final int server;
        private final int clientPort;
        private final int[] next = {random.nextInt(), random.nextInt()};
        private int step;
        private long nextUs;

        Talk(int number, Step[] steps, long startUs) {
            this.number = number;
            this.steps = steps;
            this.client = 0x0A000000 | random.nextInt(1 << 16);
            this.server = 0x0A010000 | random.nextInt(1 << 16);
            this.clientPort = 1024 + random.nextInt(64000);
            this.nextUs = startUs;
        }

        void send() throws IOException {
            Step now = steps[step++];
            ByteBuffer frame = ByteBuffer.wrap(now.frame());
            frame.putInt(SOURCE, now.byClient() ? client : server);
            frame.putInt(DESTINATION, now.byClient() ? server : client);
            int protocol = frame.get(IP + 9);
            if (protocol != 1) {
                frame.putShort(TRANSPORT + (now.byClient() ? 0 : 2), (short) clientPort);
            }
            if (protocol == 6) {
                int from = now.byClient() ? 0 : 1;
                frame.putInt(SEQUENCE, next[from]);
                frame.putInt(ACKNOWLEDGEMENT, step == 1 ? 0 : next[1 - from]);
                next[from] += steps == attempt ? 0 : now.sequenceSpace();
            }
            record(nextUs, now.frame());
            nextUs += 1 + random.nextInt(200_000);
        }

        @Override
        public int compareTo(Talk other) {
            int byTime = Long.compare(nextUs, other.nextUs);
            return byTime != 0 ? byTime : Integer.compare(number, other.number);
        }
    }

    private void record(long timeUs, byte[] frame) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(RECORD_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt((int) (timeUs / 1_000_000)).putInt((int) (timeUs % 1_000_000));
        header.putInt(frame.length).putInt(frame.length);
        out.write(header.array());
        out.write(frame);
        packets++;
        octets += frame.length;
    }

    private static Step[] connection(int requests, int responsesEach) {
        int count = 3 + requests * (2 + 2 * responsesEach) + 4;
        Step[] steps = new Step[count];
        int at = 0;
        steps[at++] = tcp(true, TcpFlags.SYN, 0);
        steps[at++] = tcp(false, TcpFlags.SYN | ACK, 0);
        steps[at++] = tcp(true, ACK, 0);
        for (int i = 0; i < requests; i++) {
            steps[at++] = tcp(true, PSH_ACK, 300);
            steps[at++] = tcp(false, ACK, 0);
            for (int j = 0; j < responsesEach; j++) {
                steps[at++] = tcp(false, PSH_ACK, 1000);
                steps[at++] = tcp(true, ACK, 0);
            }
        }
        steps[at++] = tcp(true, TcpFlags.FIN | ACK, 0);
        steps[at++] = tcp(false, ACK, 0);
        steps[at++] = tcp(false, TcpFlags.FIN | ACK, 0);
        steps[at] = tcp(true, ACK, 0);
        return steps;
    }

    private static Step tcp(boolean byClient, int flags, int payload) {
        PacketBuilder segment = frame(byClient).tcp(byClient ? 1 : 443, byClient ? 443 : 1);
        int controls = flags & (TcpFlags.SYN | TcpFlags.FIN);
        return new Step(byClient, segment.flags(flags).payload(payload).build(), payload + (controls == 0 ? 0 : 1));
    }

    private static Step udp(boolean byClient, int payload) {
        PacketBuilder datagram = frame(byClient).udp(byClient ? 1 : 53, byClient ? 53 : 1);
        return new Step(byClient, datagram.payload(payload).build(), 0);
    }

    private static Step icmp(boolean byClient) {
        return new Step(
                byClient,
                frame(byClient).icmp(byClient ? 8 : 0, 0, 1, 1).payload(56).build(),
                0);
    }

    private static PacketBuilder frame(boolean byClient) {
        return PacketBuilder.ethernet().ipv4(byClient ? "10.0.0.1" : "10.1.0.1", byClient ? "10.1.0.1" : "10.0.0.1");
    }
}
