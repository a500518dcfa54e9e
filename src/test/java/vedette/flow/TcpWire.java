package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;
import vedette.decode.PacketBuilder;
import vedette.net.TcpFlags;

/**
 * A wire with one client (10.0.0.1:40000) and one server (10.0.0.2:80) and a metering process beside it. Each segment
 * comes 10 ms after the one before. Flags are letters: {@code S A F R P U}.
 */
final class TcpWire {
    static final long START_NS = 1_700_000_000_000_000_000L;
    static final int CLIENT_PORT = 40000;
    static final int SERVER_PORT = 80;

    private static final long STEP_NS = 10_000_000;

    private final boolean ipv6;
    private final List<Flow> flows = new ArrayList<>();
    private final FlowCounters counters = new FlowCounters();
    private final PacketClock clock = new PacketClock(counters, () -> Long.MAX_VALUE);
    private final Metering metering = new Metering(
            FlowConfig.DEFAULT,
            false,
            1,
            counters,
            new FlowLedger(counters, this::keep, FlowEvents.NONE, Folding.NONE, 1));
    private final Packet packet = new Packet();
    private int serverPort = SERVER_PORT;
    private long nowNs = START_NS;
    private int window = 0xFFFF;
    private String options = "";
    private boolean flushed;

    private TcpWire(boolean ipv6) {
        this.ipv6 = ipv6;
    }

    static TcpWire ipv4() {
        return new TcpWire(false);
    }

    static TcpWire ipv6() {
        return new TcpWire(true);
    }

    TcpWire client(String flags, int sequence, int acknowledgement) {
        return client(flags, sequence, acknowledgement, 0);
    }

    TcpWire client(String flags, int sequence, int acknowledgement, int payload) {
        return send(true, flags, sequence, acknowledgement, payload);
    }

    TcpWire server(String flags, int sequence, int acknowledgement) {
        return server(flags, sequence, acknowledgement, 0);
    }

    TcpWire server(String flags, int sequence, int acknowledgement, int payload) {
        return send(false, flags, sequence, acknowledgement, payload);
    }

    /** Silence. */
    TcpWire pause(long milliseconds) {
        nowNs += milliseconds * 1_000_000 - STEP_NS;
        return this;
    }

    /** The window of the segments that follow. */
    TcpWire window(int window) {
        this.window = window;
        return this;
    }

    /** The options of the segments that follow, in hexadecimal. */
    TcpWire options(String options) {
        this.options = options;
        return this;
    }

    TcpWire serverPort(int serverPort) {
        this.serverPort = serverPort;
        return this;
    }

    /** The records in the order they were closed; the wire is silent from now on. */
    List<Flow> records() {
        if (!flushed) {
            flushed = true;
            metering.flush(clock.nowNs());
        }
        return flows;
    }

    /** The only record. */
    Flow record() {
        assertThat(records()).hasSize(1);
        return flows.get(0);
    }

    /** What has been closed by now. */
    List<Flow> closedByNow() {
        metering.expire(nowNs);
        return flows;
    }

    static String history(Flow flow) {
        StringBuilder text = new StringBuilder();
        flow.appendHistory(text);
        return text.toString();
    }

    /** The client's first fragment of a segment. The others never come. */
    TcpWire fragment(int sequence, int acknowledgement, int payload) {
        PacketBuilder ip = ip(true);
        (ipv6 ? ip.fragmentHeader(7, 0, true) : ip.fragment(7, 0, true))
                .tcp(CLIENT_PORT, serverPort)
                .seq(sequence)
                .ack(acknowledgement)
                .payload(payload)
                .into(packet);
        return meter();
    }

    private TcpWire send(boolean fromClient, String flags, int sequence, int acknowledgement, int payload) {
        DecodeResult result = ip(fromClient)
                .tcp(fromClient ? CLIENT_PORT : serverPort, fromClient ? serverPort : CLIENT_PORT, options)
                .flags(bits(flags))
                .seq(sequence)
                .ack(acknowledgement)
                .window(window)
                .payload(payload)
                .into(packet);
        assertThat(result).isEqualTo(DecodeResult.OK);
        return meter();
    }

    private PacketBuilder ip(boolean fromClient) {
        String client = ipv6 ? "2001:db8::1" : "10.0.0.1";
        String server = ipv6 ? "2001:db8::2" : "10.0.0.2";
        String source = fromClient ? client : server;
        String destination = fromClient ? server : client;
        PacketBuilder builder = PacketBuilder.ethernet();
        return ipv6 ? builder.ipv6(source, destination) : builder.ipv4(source, destination);
    }

    private TcpWire meter() {
        clock.advanceTo(nowNs);
        metering.onPacket(packet, 0, nowNs, clock.nowNs());
        nowNs += STEP_NS;
        return this;
    }

    private static int bits(String letters) {
        int bits = 0;
        for (char letter : letters.toCharArray()) {
            bits |= switch (letter) {
                case 'S' -> TcpFlags.SYN;
                case 'A' -> TcpFlags.ACK;
                case 'F' -> TcpFlags.FIN;
                case 'R' -> TcpFlags.RST;
                case 'P' -> TcpFlags.PSH;
                case 'U' -> TcpFlags.URG;
                default -> throw new IllegalArgumentException("no flag " + letter);
            };
        }
        return bits;
    }

    private void keep(Flow flow) {
        Flow copy = new Flow().wrap(new long[Flow.WORDS], 0);
        flow.copyTo(copy);
        flows.add(copy);
    }
}
