package vedette.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.PriorityQueue;
import java.util.Random;
import vedette.decode.PacketBuilder;
import vedette.net.IpProtocol;
import vedette.net.TcpFlags;

/**
 * Writes a large capture to measure with: many conversations at once, half of them DNS questions, the rest TCP connections
 * from three packets to a few hundred, attempts without answer, and pings. The same arguments write the same bytes.
 *
 * <p>{@code LargeCapture FILE FLOWS SECONDS}
 */
public final class LargeCapture {
    private static final int ACK = TcpFlags.ACK;
    private static final int PSH_ACK = TcpFlags.PSH | TcpFlags.ACK;
    private static final int DNS = 53;
    private static final int HTTPS = 443;
    private static final long START_US = 1_700_000_000_000_000L;

    private final Random random = new Random(1);
    private final PriorityQueue<Talk> talks = new PriorityQueue<>();
    private final PcapFile file;

    /** One packet of a kind of conversation: who sends it, and what. */
    private record Step(boolean byClient, FrameTemplate frame, int sequenceSpace) {}

    private final Step[] dns = {udp(true, 40), udp(false, 160)};
    private final Step[] ping = {icmp(true), icmp(false), icmp(true), icmp(false)};
    private final Step[] attempt = {tcp(true, TcpFlags.SYN, 0), tcp(true, TcpFlags.SYN, 0), tcp(true, TcpFlags.SYN, 0)};
    private final Step[] shortTcp = connection(1, 2);
    private final Step[] longTcp = connection(12, 10);

    private LargeCapture(PcapFile file) {
        this.file = file;
    }

    public static void main(String[] arguments) throws IOException {
        try (PcapFile file = new PcapFile(Path.of(arguments[0]))) {
            write(file, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            System.out.printf("%d packets, %d octets%n", file.packets(), file.octets());
        }
    }

    static void write(PcapFile file, int flows, int seconds) throws IOException {
        new LargeCapture(file).write(flows, seconds);
    }

    private void write(int flows, int seconds) throws IOException {
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
            boolean byClient = now.byClient();
            FrameTemplate frame = now.frame().addresses(byClient ? client : server, byClient ? server : client);
            if (frame.protocol() != IpProtocol.ICMP) {
                frame.ports(byClient ? clientPort : serverPort(frame), byClient ? serverPort(frame) : clientPort);
            }
            if (frame.protocol() == IpProtocol.TCP) {
                int from = byClient ? 0 : 1;
                frame.numbers(next[from], step == 1 ? 0 : next[1 - from]);
                next[from] += steps == attempt ? 0 : now.sequenceSpace();
            }
            file.frame(nextUs, frame.bytes());
            nextUs += 1 + random.nextInt(200_000);
        }

        @Override
        public int compareTo(Talk other) {
            int byTime = Long.compare(nextUs, other.nextUs);
            return byTime != 0 ? byTime : Integer.compare(number, other.number);
        }
    }

    private static int serverPort(FrameTemplate frame) {
        return frame.protocol() == IpProtocol.TCP ? HTTPS : DNS;
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
        PacketBuilder segment = frame(byClient).tcp(byClient ? 1 : HTTPS, byClient ? HTTPS : 1);
        int controls = flags & (TcpFlags.SYN | TcpFlags.FIN);
        return new Step(
                byClient, new FrameTemplate(segment.flags(flags).payload(payload)), payload + (controls == 0 ? 0 : 1));
    }

    private static Step udp(boolean byClient, int payload) {
        PacketBuilder datagram = frame(byClient).udp(byClient ? 1 : DNS, byClient ? DNS : 1);
        return new Step(byClient, new FrameTemplate(datagram.payload(payload)), 0);
    }

    private static Step icmp(boolean byClient) {
        return new Step(
                byClient,
                new FrameTemplate(
                        frame(byClient).icmp(byClient ? 8 : 0, 0, 1, 1).payload(56)),
                0);
    }

    private static PacketBuilder frame(boolean byClient) {
        return PacketBuilder.ethernet().ipv4(byClient ? "10.0.0.1" : "10.1.0.1", byClient ? "10.1.0.1" : "10.0.0.1");
    }
}
