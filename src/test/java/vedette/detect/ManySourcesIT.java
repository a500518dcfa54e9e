package vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.decode.PacketBuilder.ethernet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vedette.capture.FrameHandler;
import vedette.capture.MadeFrame;
import vedette.capture.MadeSource;
import vedette.content.DnsBytes;
import vedette.daemon.MeteringAgent;
import vedette.decode.PacketBuilder;
import vedette.flow.Flow;
import vedette.flow.FlowConfig;
import vedette.flow.TcpState;
import vedette.net.LinkType;
import vedette.net.TcpFlags;

/** More sources than any table holds, from frames to alerts and with every bound at its default. */
@Timeout(600)
class ManySourcesIT {
    private static final String VICTIM = "10.0.0.80";
    private static final String STRANGER = "203.0.113.66";
    private static final String OTHER_STRANGER = "203.0.113.77";
    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;
    private static final int PSH_ACK = TcpFlags.PSH | TcpFlags.ACK;
    private static final int FIN_ACK = TcpFlags.FIN | TcpFlags.ACK;
    private static final int RST_ACK = TcpFlags.RST | TcpFlags.ACK;

    /** What the heap may grow by once all tables are full: the alerts told, and what measuring costs. */
    private static final long STEADY = 16 << 20;

    /** The most records that wait to be put in order at such rates, and what they take. */
    private static final long WAITING = 65_536L * Flow.LENGTH;

    /** What each detector may keep at most, in the order in which they run. */
    private static final int[] BOUNDS = {
        4_096 + 512, // hosts and prefixes asked for connections
        1_024, // hosts that are sent packets
        32_768 + 2 * 4_096, // pairs and both roll-ups
        262_144 + 65_536 + 4_096, // sources, services and peers
        4_096, // ping sources
        2 * 1_024, // stations that ask for neighbors
        1_024, // pairs that try IP protocols
        16_384, // prefixes
        2_048, // ports
        4_096, // sources of backscatter
        4_096, // pairs that fail
        262_144 + 65_536 + 65_536, // candidates, series and destinations
        16_384, // long connections
        65_536, // addresses of neighbors
        8_192 + 8_192, // hosts with an address they send to, and addresses
        2_048, // hosts that reach others
        4_096, // hosts with a domain they ask about
    };

    /** What they keep besides of few that matter: portraits of the attacked, and stations that claim what another has. */
    private static final int[] BESIDES = {256, 64, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2_048, 0, 0, 0};

    /** What all detectors may take together when every table is full. */
    private static final long DETECTORS = 210L << 20;

    private final long heapBefore = usedHeap();
    private final List<Alert> alerts = new ArrayList<>();
    private final Detection detection = new Detection(DetectConfig.DEFAULT, 1, alerts::add);
    private final OneByOne source = new OneByOne();
    private MeteringAgent agent = MeteringAgent.replay(source, FlowConfig.DEFAULT, false, detection, this::onFlow);
    private final List<Long> heap = new ArrayList<>();
    private long nowNs = Watch.timeNs(0);
    private long honest;
    private int nextSource;

    /** Hands over the frame that lies ready. */
    private static final class OneByOne extends MadeSource {
        private final MadeFrame frame = new MadeFrame();
        private ByteBuffer ready = ByteBuffer.allocate(0);
        private long timestampNs;

        @Override
        public int poll(FrameHandler handler, int maxFrames) {
            int length = ready.capacity();
            handler.onFrame(frame.of(ready, length, length, timestampNs, LinkType.ETHERNET));
            return 1;
        }
    }

    /** A frame over IPv4 whose addresses and ports are written over each time it is sent. */
    private static final class Template {
        private static final int SOURCE_ADDRESS = 26;
        private static final int TARGET_ADDRESS = 30;
        private static final int SOURCE_PORT = 34;
        private static final int TARGET_PORT = 36;

        final ByteBuffer bytes;

        Template(PacketBuilder packet) {
            bytes = ByteBuffer.wrap(packet.build());
        }

        Template between(int source, int target) {
            bytes.putInt(SOURCE_ADDRESS, source).putInt(TARGET_ADDRESS, target);
            return this;
        }

        Template ports(int source, int target) {
            bytes.putShort(SOURCE_PORT, (short) source).putShort(TARGET_PORT, (short) target);
            return this;
        }
    }

    private static Template tcp(int flags, int payload) {
        return new Template(ethernet()
                .ipv4(STRANGER, VICTIM)
                .tcp(40_000, 443)
                .flags(flags)
                .seq(100)
                .ack((flags & TcpFlags.ACK) == 0 ? 0 : 900)
                .payload(payload));
    }

    private void send(Template template) {
        send(template.bytes);
    }

    private void send(PacketBuilder packet) {
        send(ByteBuffer.wrap(packet.build()));
    }

    private void send(ByteBuffer bytes) {
        source.ready = bytes;
        source.timestampNs = nowNs;
        try {
            agent.turn();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An outside address that was not given before: a permutation of all, less those that are no host's or not outside. */
    private int stranger() {
        while (true) {
            int address = nextSource++ * 0x9E37_79B1;
            int first = address >>> 24;
            boolean isTaken = first == 203 || first == 198 || first == 192;
            if (first != 0 && first != 10 && first != 127 && first != 169 && first != 172 && first < 224 && !isTaken) {
                return address;
            }
        }
    }

    private void onFlow(Flow flow) {
        if (!flow.isAggregate() && flow.initiatorLo() >>> 24 == 192) {
            assertThat(flow.tcpState()).isEqualTo(TcpState.SF);
            assertThat(flow.packets(Flow.FORWARD)).isEqualTo(5);
            assertThat(flow.packets(Flow.REVERSE)).isEqualTo(4);
            honest++;
        }
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** One collection may leave some of what is no longer used. */
    private static long leastHeap() {
        return Math.min(usedHeap(), Math.min(usedHeap(), usedHeap()));
    }

    private void measureHeap() {
        heap.add(usedHeap());
    }

    /** At the higher rate more records wait at once to be put in order, but no more than may. */
    private void heapIsFlatAtEachRate() {
        assertThat(heap.get(1) - heap.get(0)).as("heap over time: %s", heap).isLessThan(STEADY);
        assertThat(heap.get(3) - heap.get(2)).as("heap over time: %s", heap).isLessThan(STEADY);
        assertThat(heap.get(3) - heap.get(0)).as("heap over time: %s", heap).isLessThan(STEADY + WAITING);
    }

    private void heapIsFlat() {
        for (long later : heap.subList(1, heap.size())) {
            assertThat(later - heap.get(0)).as("heap over time: %s", heap).isLessThan(STEADY);
        }
    }

    /** With what they have told, and with nothing left of the flows. */
    private void detectorsAloneAreWithinTheirBudget() {
        agent = null;
        long detectors = leastHeap() - heapBefore;
        assertThat(detectors).as("octets of all detectors").isBetween(DETECTORS / 2, DETECTORS);
        assertThat(detection.occupancy()).as("detectors that were measured").hasSize(BOUNDS.length);
    }

    private void tablesAreWithinTheirBounds() {
        List<Detection.Occupancy> occupancy = detection.occupancy();
        assertThat(occupancy).hasSize(BOUNDS.length);
        for (int i = 0; i < BOUNDS.length; i++) {
            assertThat(occupancy.get(i).entries())
                    .as("%s, at %d", occupancy, i)
                    .isLessThanOrEqualTo(BOUNDS[i] + BESIDES[i]);
        }
    }

    private List<Alert> toldAboveInformation() {
        return Watch.opened(alerts).stream()
                .filter(alert -> alert.level().compareTo(Level.INFO) > 0)
                .toList();
    }

    // A flood.

    private static final int SLOT_NS = 10_000_000;

    /** When the nine packets of an honest connection come, in slots after its first. */
    private static final int[] STEPS = {0, 5, 10, 11, 60, 65, 300, 305, 310};

    private void honestPackets(int slot, int connections) {
        for (int step = 0; step < STEPS.length; step++) {
            int connection = slot - STEPS[step];
            if (connection >= 0 && connection < connections) {
                honestPacket(connection, step);
            }
        }
    }

    private void honestPacket(int connection, int step) {
        String client = "192.0." + (connection >>> 8 & 0xFF) + "." + (connection & 0xFF);
        int port = 10_000 + connection;
        PacketBuilder there = ethernet().ipv4(client, VICTIM).tcp(port, 443);
        PacketBuilder back = ethernet().ipv4(VICTIM, client).tcp(443, port);
        send(
                switch (step) {
                    case 0 -> there.flags(TcpFlags.SYN).seq(100);
                    case 1 -> back.flags(SYN_ACK).seq(900).ack(101);
                    case 2 -> there.seq(101).ack(901);
                    case 3 -> there.flags(PSH_ACK).seq(101).ack(901).payload(50);
                    case 4 -> back.flags(PSH_ACK).seq(901).ack(151).payload(80);
                    case 5 -> there.flags(FIN_ACK).seq(151).ack(981);
                    case 6 -> back.seq(981).ack(152);
                    case 7 -> back.flags(FIN_ACK).seq(981).ack(152);
                    default -> there.seq(152).ack(982);
                });
    }

    private final Template syn = tcp(TcpFlags.SYN, 0);
    private int slot;

    private void flood(int slots, int synsInASlot, int connections) {
        int victim = 0x0A00_0050;
        long slotNs = nowNs;
        for (int end = slot + slots; slot < end; slot++) {
            for (int i = 0; i < synsInASlot; i++) {
                nowNs = slotNs + (long) SLOT_NS * i / synsInASlot;
                send(syn.between(stranger(), victim).ports(nextSource, 443));
            }
            honestPackets(slot, connections);
            scan(slot);
            slotNs += SLOT_NS;
        }
        nowNs = slotNs;
    }

    /** One whose probes nobody answers, while the flood leaves room to wait for an answer; then one who is refused. */
    private void scan(int slot) {
        if (slot < 12_500 && slot % 50 == 25) {
            send(ethernet().ipv4(STRANGER, "10.0.0.7").tcp(5000, slot / 50 + 1).flags(TcpFlags.SYN));
        }
        if (slot > 12_500 && slot % 10 == 5) {
            send(ethernet().ipv4(OTHER_STRANGER, "10.0.0.8").tcp(5000, slot).flags(TcpFlags.SYN));
            send(ethernet()
                    .ipv4("10.0.0.8", OTHER_STRANGER)
                    .tcp(slot, 5000)
                    .flags(RST_ACK)
                    .ack(1));
        }
    }

    /** 40,000 in a second, then 200,000. */
    @Test
    void tenMillionSourcesOfAFloodHideNothingAndTakeNoMoreRoomThanTwoMillion() {
        int connections = 14_000;
        flood(5_000, 400, connections);
        measureHeap();
        flood(7_500, 400, connections);
        measureHeap();
        flood(1_500, 2_000, connections);
        measureHeap();
        flood(1_000, 2_000, connections);
        assertThat(nextSource).isGreaterThan(10_000_000);
        measureHeap();
        tablesAreWithinTheirBounds();
        assertThat(agent.openFlows()).isBetween(262_144, 262_144 + 2_000);
        agent.finish();
        heapIsFlatAtEachRate();
        assertThat(honest).isEqualTo(connections);
        assertThat(agent.flows().recordPackets.get())
                .isEqualTo(agent.flows().packets.get());
        assertThat(agent.flows().evictedIdle.get()).isZero();
        assertThat(agent.flows().evictedHalfOpen.get()).isGreaterThan(9_000_000);
        assertThat(agent.flows().folded.get()).isGreaterThan(9_900_000);
        assertThat(toldAboveInformation())
                .extracting(alert -> alert.type() + " " + alert.subject().source() + " "
                        + alert.subject().destination())
                .containsExactlyInAnyOrder(
                        "FLOOD_SYN null " + VICTIM,
                        "SCAN_VERTICAL " + STRANGER + " 10.0.0.7",
                        "SCAN_VERTICAL " + OTHER_STRANGER + " 10.0.0.8");
    }

    // Everybody once.

    private static final int ROUNDS = 1_000_000;
    private static final long ROUND_NS = 2_000_000;

    /** From here on all tables are full. */
    private static final int FULL_AT = ROUNDS / 8 * 5;

    private static final int LONG_CONNECTIONS = 20_000;

    private final Template outwards = tcp(TcpFlags.SYN, 0);
    private final Template datagram =
            new Template(ethernet().ipv4(STRANGER, VICTIM).udp(40_000, 443).payload(30));
    private final Template ping =
            new Template(ethernet().ipv4(STRANGER, VICTIM).icmp(8, 0, 1, 1).payload(32));
    private final Template protocol =
            new Template(ethernet().ipv4(STRANGER, VICTIM).next(60).payload(8));
    private final Template ack = tcp(TcpFlags.ACK, 0);
    private final Template data = tcp(PSH_ACK, 100);
    private final Template synAck = tcp(SYN_ACK, 0);
    private final Template request = tcp(PSH_ACK, 300);
    private final Template response = tcp(PSH_ACK, 500);
    private final Template reset = tcp(RST_ACK, 0);
    private final ByteBuffer arp =
            ByteBuffer.wrap(ethernet().arp(1, "10.0.0.1", "10.0.0.2").build());
    private final ByteBuffer solicitation = ByteBuffer.wrap(ethernet()
            .ipv6("fe80::1", "ff02::1:ff00:2")
            .icmpv6(135, 0, 0, 0)
            .payload(16)
            .build());
    private final Random random = new Random(5);

    @Test
    void aMillionSourcesOfEachKindStayWithinTheBoundsAndHideNoScan() {
        for (int round = 0; round < ROUNDS; round++) {
            nowNs += ROUND_NS;
            strangers(round);
            if (round % 2 == 0) {
                login(round);
            }
            localHosts(round);
            if (round % 10 == 0) {
                sender(round / 10);
                asker(round / 10);
            }
            if (round % 50 == 0) {
                administrator(round / 50);
            }
            longConnection(round);
            if (round % 400 == 0) {
                burst(round / 400);
            }
            if (round >= ROUNDS / 2 && round % 500 == 250) {
                send(ethernet()
                        .ipv4(STRANGER, "10.0.0.7")
                        .tcp(5000, round / 500)
                        .flags(TcpFlags.SYN));
            }
            if (round % (ROUNDS / 8) == ROUNDS / 16) {
                tablesAreWithinTheirBounds();
            }
            if (round >= FULL_AT && round % (ROUNDS / 8) == 0) {
                tablesAreFull();
                measureHeap();
            }
        }
        measureHeap();
        agent.finish();
        heapIsFlat();
        assertThat(agent.flows().recordPackets.get())
                .isEqualTo(agent.flows().packets.get());
        assertThat(agent.flows().evictedIdle.get()
                        + agent.flows().evictedHalfOpen.get())
                .isZero();
        assertThat(toldAboveInformation())
                .extracting(alert -> alert.type() + " " + alert.subject().source())
                .containsExactly("SCAN_VERTICAL " + STRANGER);
        detectorsAloneAreWithinTheirBudget();
    }

    private void tablesAreFull() {
        tablesAreWithinTheirBounds();
        List<Detection.Occupancy> occupancy = detection.occupancy();
        for (int i = 0; i < BOUNDS.length; i++) {
            assertThat(occupancy.get(i).entries()).as("%s, at %d", occupancy, i).isGreaterThanOrEqualTo((int)
                    (BOUNDS[i] * 97L / 100));
            assertThat(occupancy.get(i).evictions())
                    .as("%s, at %d", occupancy, i)
                    .isPositive();
        }
    }

    /** One of a quarter of a million hosts in a thousand networks. */
    private static int local(int number) {
        return 0x0A00_0000 | number * 0x9E37_79B1 >>> 32 - 18;
    }

    /** Each comes once: with a SYN hither or past us, a ping, an answer nobody asked for; fewer with other things. */
    private void strangers(int round) {
        int port = 1 + (round * 31 & 0xFFF);
        int host = local(round);
        send(syn.between(stranger(), host).ports(round, port));
        send(outwards.between(stranger(), 0xC000_0200 | round & 0xFF).ports(round, port));
        send(ping.between(stranger(), host));
        send(synAck.between(stranger(), host).ports(80, 1024 + (round & 0x7FFF)));
        if (round % 4 == 0) {
            Template midstream = (round & 4) == 0 ? ack : data;
            send(midstream.between(stranger(), host).ports(50_000, 443));
            send(datagram.between(stranger(), host).ports(40_000, port));
        }
        if (round % 10 == 0) {
            send(protocol.between(stranger(), host));
        }
    }

    /** Somebody from outside tries one password, and leaves. */
    private void login(int round) {
        int client = stranger();
        int server = local(round);
        send(syn.between(client, server).ports(40_000, 22));
        send(synAck.between(server, client).ports(22, 40_000));
        send(request.between(client, server).ports(40_000, 22));
        send(response.between(server, client).ports(22, 40_000));
        send(reset.between(client, server).ports(40_000, 22));
    }

    /** Hosts of this site: some call an outside address about five times within a minute, each asks for a neighbor once. */
    private void localHosts(int round) {
        int caller = (round + random.nextInt(20_000)) / 5;
        send(outwards.between(0x0A40_0000 | caller, 0xC612_0000 + caller).ports(round, 443));
        arp.putShort(22, (short) 0x0200).putInt(24, round);
        arp.putInt(28, 0x0A80_0000 | round).putInt(38, 0x0A00_0002);
        send(arp);
        if (round % 10 == 0) {
            send(solicitation.putInt(34, round));
        }
    }

    /** A host of this site that sends something to an address outside. */
    private void sender(int number) {
        send(datagram.between(0x0A48_0000 | number, 0xC612_0000 + number).ports(number, 9_000));
    }

    /** A host of this site that asks for a name below a domain of its own. */
    private void asker(int number) {
        send(ethernet()
                .ipv4("10.80." + (number >> 8 & 0xFF) + "." + (number & 0xFF), "10.0.0.53")
                .udp(40_000, 53)
                .payload(DnsBytes.query(1, "a.d" + number + ".example")));
    }

    /** A host of this site that reaches another one by SSH. */
    private void administrator(int number) {
        int source = 0x0A60_0000 | number;
        int target = 0x0A61_0000 | number;
        send(syn.between(source, target).ports(40_000, 22));
        send(synAck.between(target, source).ports(22, 40_000));
        send(ack.between(source, target).ports(40_000, 22));
        send(data.between(source, target).ports(40_000, 22));
        send(data.between(target, source).ports(22, 40_000));
    }

    /** In each somebody speaks every 40 s, the client and the server in turns. */
    private void longConnection(int round) {
        int client = 0xC633_0000 | round % LONG_CONNECTIONS;
        int server = local(round % LONG_CONNECTIONS);
        int turn = round / LONG_CONNECTIONS;
        if (turn == 0) {
            send(syn.between(client, server).ports(40_000, 8443));
            send(synAck.between(server, client).ports(8443, 40_000));
        }
        if ((turn & 1) == 0) {
            send(data.between(client, server).ports(40_000, 8443));
        } else {
            send(data.between(server, client).ports(8443, 40_000));
        }
    }

    /** So many packets at once to one host that floods are looked for there, and no more. */
    private void burst(int number) {
        int host = 0x0A00_0000 | (number & 0x3FF) << 8 | 9 + (number >> 10);
        int port = 1 + (number * 17 & 0xFFF);
        for (int i = 0; i < 70; i++) {
            send(datagram.between(stranger(), host).ports(40_000, port));
        }
        for (int i = 0; i < 20; i++) {
            send(syn.between(stranger(), host).ports(40_000, port));
        }
    }
}
