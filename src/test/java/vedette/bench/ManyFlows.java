package vedette.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import vedette.decode.PacketBuilder;
import vedette.net.TcpFlags;

/**
 * Writes a capture of TCP connections that are all open at once, to measure what a packet costs with so many: first every handshake,
 * then segments of connections drawn by chance, client and server in turn, all in 200 s, and no end. The same arguments
 * write the same bytes. Checksums are those of the templates.
 *
 * <p>{@code ManyFlows FILE FLOWS PACKETS}
 */
public final class ManyFlows {
    private static final int IP = 14;
    private static final int SOURCE = IP + 12;
    private static final int DESTINATION = IP + 16;
    private static final int TRANSPORT = IP + 20;
    private static final int SEQUENCE = TRANSPORT + 4;
    private static final int ACKNOWLEDGEMENT = TRANSPORT + 8;
    private static final int PAYLOAD = 100;
    private static final long START_US = 1_700_000_000_000_000L;
    private static final long SPAN_US = 200_000_000L;
    private static final int ACK = TcpFlags.ACK;

    private final byte[] syn = segment(TcpFlags.SYN, 0);
    private final byte[] synAck = segment(TcpFlags.SYN | ACK, 0);
    private final byte[] ack = segment(ACK, 0);
    private final byte[] data = segment(TcpFlags.PSH | ACK, PAYLOAD);
    private final OutputStream out;
    private final long packets;
    private final int[] sent;
    private final int[] answered;
    private long written;

    private ManyFlows(OutputStream out, int flows, long packets) {
        this.out = out;
        this.packets = packets;
        sent = new int[flows];
        answered = new int[flows];
    }

    public static void main(String[] arguments) throws IOException {
        int flows = Integer.parseInt(arguments[1]);
        long packets = Long.parseLong(arguments[2]);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[0])), 1 << 20)) {
            new ManyFlows(out, flows, packets).write();
        }
    }

    private void write() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4);
        header.putInt(16, 262144).putInt(20, 1);
        out.write(header.array());
        for (int flow = 0; flow < sent.length; flow++) {
            send(flow, true, syn, 1);
            send(flow, false, synAck, 1);
            send(flow, true, ack, 0);
        }
        Random random = new Random(1);
        while (written < packets) {
            int flow = random.nextInt(sent.length);
            send(flow, sent[flow] == answered[flow], data, PAYLOAD);
        }
    }

    private void send(int flow, boolean byClient, byte[] template, int sequenceSpace) throws IOException {
        int client = 0x0A000000 | flow * 0x9E3779B1 >>> 12;
        int server = 0x0A800000 | flow & 0xFFFF;
        int port = 1024 + flow % 60_000;
        int[] own = byClient ? sent : answered;
        int[] others = byClient ? answered : sent;
        ByteBuffer frame = ByteBuffer.wrap(template);
        frame.putInt(SOURCE, byClient ? client : server).putInt(DESTINATION, byClient ? server : client);
        frame.putShort(TRANSPORT, (short) (byClient ? port : 443))
                .putShort(TRANSPORT + 2, (short) (byClient ? 443 : port));
        frame.putInt(SEQUENCE, own[flow]).putInt(ACKNOWLEDGEMENT, others[flow]);
        own[flow] += sequenceSpace;
        long timeUs = START_US + SPAN_US * written++ / packets;
        ByteBuffer header = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt((int) (timeUs / 1_000_000)).putInt((int) (timeUs % 1_000_000));
        header.putInt(template.length).putInt(template.length);
        out.write(header.array());
        out.write(template);
    }

    private static byte[] segment(int flags, int payload) {
        return PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .tcp(1, 443)
                .flags(flags)
                .payload(payload)
                .build();
    }
}
