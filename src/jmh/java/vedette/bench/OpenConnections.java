package vedette.bench;

import vedette.decode.PacketBuilder;
import vedette.net.TcpFlags;

/** Frames of numbered TCP connections, at most some four million, of clients in 10.0.0.0/9 to servers in 10.128.0.0/16. */
final class OpenConnections {
    /** Octets of a segment with data. */
    static final int PAYLOAD = 100;

    private static final int PORT = 443;

    private final FrameTemplate syn = segment(TcpFlags.SYN, 0);
    private final FrameTemplate synAck = segment(TcpFlags.SYN | TcpFlags.ACK, 0);
    private final FrameTemplate ack = segment(TcpFlags.ACK, 0);
    private final FrameTemplate data = segment(TcpFlags.PSH | TcpFlags.ACK, PAYLOAD);

    FrameTemplate syn(int flow) {
        return fill(syn, flow, true, 0, 0);
    }

    FrameTemplate synAck(int flow) {
        return fill(synAck, flow, false, 0, 1);
    }

    FrameTemplate ack(int flow) {
        return fill(ack, flow, true, 1, 1);
    }

    FrameTemplate data(int flow, boolean byClient, int sequence, int acknowledgement) {
        return fill(data, flow, byClient, sequence, acknowledgement);
    }

    private static FrameTemplate fill(
            FrameTemplate template, int flow, boolean byClient, int sequence, int acknowledgement) {
        int client = 0x0A000000 | flow * 0x9E3779B1 >>> 12;
        int server = 0x0A800000 | flow & 0xFFFF;
        int port = 1024 + flow % 60_000;
        template.addresses(byClient ? client : server, byClient ? server : client);
        template.ports(byClient ? port : PORT, byClient ? PORT : port);
        return template.numbers(sequence, acknowledgement);
    }

    private static FrameTemplate segment(int flags, int payload) {
        return new FrameTemplate(PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .tcp(1, PORT)
                .flags(flags)
                .payload(payload));
    }
}
