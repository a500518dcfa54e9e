package vedette.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes a capture of TCP connections that are all open at once, to measure what a packet costs with so many: first every handshake,
 * then segments of connections drawn by chance, client and server in turn, all in 200 s, and no end. The same arguments
 * write the same bytes.
 *
 * <p>{@code ManyFlows FILE FLOWS PACKETS}
 */
public final class ManyFlows {
    private static final long START_US = 1_700_000_000_000_000L;
    private static final long SPAN_US = 200_000_000L;

    private final OpenConnections connections = new OpenConnections();
    private final PcapFile file;
    private final long packets;
    private final int[] sent;
    private final int[] answered;

    private ManyFlows(PcapFile file, int flows, long packets) {
        this.file = file;
        this.packets = packets;
        sent = new int[flows];
        answered = new int[flows];
    }

    public static void main(String[] arguments) throws IOException {
        int flows = Integer.parseInt(arguments[1]);
        long packets = Long.parseLong(arguments[2]);
        try (PcapFile file = new PcapFile(Path.of(arguments[0]))) {
            new ManyFlows(file, flows, packets).write();
        }
    }

    private void write() throws IOException {
        for (int flow = 0; flow < sent.length; flow++) {
            write(connections.syn(flow));
            write(connections.synAck(flow));
            write(connections.ack(flow));
            sent[flow] = 1;
            answered[flow] = 1;
        }
        Random random = new Random(1);
        while (file.packets() < packets) {
            int flow = random.nextInt(sent.length);
            boolean byClient = sent[flow] == answered[flow];
            int[] own = byClient ? sent : answered;
            int[] others = byClient ? answered : sent;
            write(connections.data(flow, byClient, own[flow], others[flow]));
            own[flow] += OpenConnections.PAYLOAD;
        }
    }

    private void write(FrameTemplate frame) throws IOException {
        file.frame(START_US + SPAN_US * file.packets() / packets, frame.bytes());
    }
}
