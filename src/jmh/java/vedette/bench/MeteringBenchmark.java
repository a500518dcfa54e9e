package vedette.bench;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import vedette.decode.Packet;
import vedette.flow.FlowConfig;
import vedette.flow.FlowCounters;
import vedette.flow.FlowEvents;
import vedette.flow.FlowLedger;
import vedette.flow.Folding;
import vedette.flow.Metering;
import vedette.net.LinkType;

/**
 * Nanoseconds to decode a TCP segment and count it in its flow, with so many connections open. Each connection has its turn before the
 * first has its next, client and server by turns, in an order drawn by chance; 100,000 segments a second of packet time.
 */
@State(Scope.Thread)
@Warmup(iterations = 5, time = 2)
public class MeteringBenchmark extends StageBenchmark {
    private static final long GAP_NS = 10_000;
    private static final long START_NS = 1_700_000_000_000_000_000L;

    @Param({"1000", "100000", "1000000"})
    public int openFlows;

    private final OpenConnections connections = new OpenConnections();
    private final Packet packet = new Packet();
    private final FlowCounters counters = new FlowCounters();
    private final Metering metering = new Metering(
            FlowConfig.DEFAULT,
            false,
            1,
            counters,
            new FlowLedger(counters, flow -> {}, FlowEvents.NONE, Folding.NONE, 1));
    private int[] order = {};
    private int turn;
    private int round;
    private long nowNs = START_NS;

    @Setup
    public void open() {
        List<Integer> all = IntStream.range(0, openFlows).boxed().collect(Collectors.toList());
        Collections.shuffle(all, new Random(1));
        order = all.stream().mapToInt(Integer::intValue).toArray();
        for (int flow : order) {
            meter(connections.syn(flow));
            meter(connections.synAck(flow));
            meter(connections.ack(flow));
        }
        if (metering.openFlows() != openFlows) {
            throw new IllegalStateException(metering.openFlows() + " flows are open");
        }
    }

    @Benchmark
    public long segment() {
        if (turn == order.length) {
            turn = 0;
            round++;
        }
        int sent = 1 + round / 2 * OpenConnections.PAYLOAD;
        boolean byClient = round % 2 == 0;
        meter(connections.data(order[turn++], byClient, sent, byClient ? sent : sent + OpenConnections.PAYLOAD));
        return nowNs;
    }

    private void meter(FrameTemplate frame) {
        int length = frame.bytes().length;
        packet.wrap(frame.buffer(), 0, length, length, LinkType.ETHERNET);
        nowNs += GAP_NS;
        metering.onPacket(packet, 0, nowNs, nowNs);
    }
}
