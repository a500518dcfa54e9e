package vedette.scenario;

import static vedette.decode.PacketBuilder.ethernet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import vedette.decode.PacketBuilder;
import vedette.net.TcpFlags;

/**
 * What a site's link carries, frame by frame and without end: connections, datagrams, echo, VLANs, IPv6, fragments, what cannot be read,
 * and one attack after the other. Hosts are the same ones always, ports and forged sources ever new.
 */
public final class SteadyTraffic {
    private static final int TALKS_AT_ONCE = 200;
    private static final int CLIENTS = 200;
    private static final int SERVERS = 400;

    /** Frames from one attack's first to the next one's, and those of them in which every other frame is the attack's. */
    private static final int ATTACK_EVERY = 40_000;

    private static final int ATTACK_FOR = 15_000;

    private final Random random;
    private final List<Deque<byte[]>> talks = new ArrayList<>();
    private final List<Supplier<PacketBuilder>> attacks = List.of(
            this::spoofedSyn, this::portScan, this::datagramFlood, this::sweep, this::echoFlood, this::stealthScan);
    private long made;
    private int ordinal;

    public SteadyTraffic(long seed) {
        random = new Random(seed);
        for (int i = 0; i < TALKS_AT_ONCE; i++) {
            talks.add(talk());
        }
    }

    /** The next frame. */
    public byte[] next() {
        boolean attacked = made % ATTACK_EVERY >= ATTACK_EVERY - ATTACK_FOR;
        Supplier<PacketBuilder> attack = attacks.get((int) (made / ATTACK_EVERY % attacks.size()));
        made++;
        return attacked && made % 2 == 0 ? attack.get().build() : ofTalk();
    }

    private byte[] ofTalk() {
        int which = random.nextInt(talks.size());
        Deque<byte[]> talk = talks.get(which);
        byte[] frame = talk.remove();
        if (talk.isEmpty()) {
            talks.set(which, talk());
        }
        return frame;
    }

    private Deque<byte[]> talk() {
        ordinal++;
        Wire wire = new Wire();
        int kind = random.nextInt(100);
        if (kind < 50) {
            connection(wire, client(), server());
        } else if (kind < 58) {
            connection(wire, "2001:db8::" + Integer.toHexString(1 + random.nextInt(CLIENTS)), "2001:db8:1::80");
        } else if (kind < 78) {
            question(wire);
        } else if (kind < 83) {
            echo(wire);
        } else if (kind < 88) {
            refused(wire);
        } else if (kind < 93) {
            tagged(wire);
        } else if (kind < 97) {
            fragments(wire);
        } else {
            unreadable(wire);
        }
        return new ArrayDeque<>(wire.bytes());
    }

    private String client() {
        int client = random.nextInt(CLIENTS);
        return "10.1." + client / 100 + "." + (1 + client % 100);
    }

    private String server() {
        int server = random.nextInt(SERVERS);
        return "198.18." + server / 200 + "." + (1 + server % 200);
    }

    private int port() {
        return 1024 + ordinal % 64_000;
    }

    private void connection(Wire wire, String client, String server) {
        Conversation talk = wire.conversation(0, client, port(), server, random.nextInt(4) == 0 ? 80 : 443)
                .startingAt(random.nextInt())
                .handshake()
                .request(200 + random.nextInt(400));
        for (int i = random.nextInt(12); i > 0; i--) {
            talk.response(100 + random.nextInt(1200)).client(TcpFlags.ACK, 0);
        }
        if (random.nextInt(5) == 0) {
            talk.clientRepeats(100);
        }
        if (random.nextInt(10) == 0) {
            talk.server(TcpFlags.RST | TcpFlags.ACK, 0);
        } else {
            talk.clientCloses();
        }
    }

    private void question(Wire wire) {
        String client = client();
        String server = "198.18.9." + (1 + random.nextInt(4));
        wire.at(0, ethernet().ipv4(client, server).udp(port(), 53).payload(40));
        wire.at(0, ethernet().ipv4(server, client).udp(53, port()).payload(120));
    }

    private void echo(Wire wire) {
        String client = client();
        String server = server();
        for (int i = 0; i < 4; i++) {
            wire.at(0, ethernet().ipv4(client, server).icmp(8, 0, port(), i).payload(56));
            wire.at(0, ethernet().ipv4(server, client).icmp(0, 0, port(), i).payload(56));
        }
    }

    private void refused(Wire wire) {
        wire.conversation(0, client(), port(), server(), 8080)
                .client(TcpFlags.SYN, 0)
                .server(TcpFlags.RST | TcpFlags.ACK, 0);
    }

    private void tagged(Wire wire) {
        PacketBuilder link = ethernet().vlan(100 + random.nextInt(20));
        wire.at(0, link.ipv4(client(), server()).udp(port(), 4500).payload(900));
    }

    private void fragments(Wire wire) {
        String client = client();
        String server = server();
        int id = ordinal & 0xFFFF;
        wire.at(
                0,
                ethernet()
                        .ipv4(client, server)
                        .fragment(id, 0, true)
                        .udp(port(), 2049)
                        .payload(1472));
        wire.at(
                0,
                ethernet()
                        .ipv4(client, server)
                        .fragment(id, 1480, false)
                        .next(17)
                        .payload(500));
    }

    private void unreadable(Wire wire) {
        wire.at(0, ethernet().ipv4(client(), server()).next(6).payload(7));
        wire.at(0, ethernet().arp(1, client(), "10.1.0.254"));
        wire.at(
                0,
                ethernet()
                        .ipv4(client(), server())
                        .patch(0, "35")
                        .udp(port(), 9)
                        .payload(20));
    }

    private String stranger() {
        return (11 + random.nextInt(100)) + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                + (1 + random.nextInt(254));
    }

    private PacketBuilder spoofedSyn() {
        return ethernet()
                .ipv4(stranger(), "10.1.0.80")
                .tcp(port() + random.nextInt(500), 80)
                .flags(TcpFlags.SYN)
                .seq(random.nextInt());
    }

    private PacketBuilder portScan() {
        return ethernet()
                .ipv4("203.0.113.66", client())
                .tcp(40_000, 1 + (int) (made % 65_535))
                .flags(TcpFlags.SYN)
                .seq(1);
    }

    private PacketBuilder stealthScan() {
        return ethernet()
                .ipv4("203.0.113.67", client())
                .tcp(40_001, 1 + (int) (made % 65_535))
                .flags(TcpFlags.FIN | TcpFlags.PSH | TcpFlags.URG);
    }

    private PacketBuilder datagramFlood() {
        return ethernet()
                .ipv4(stranger(), "10.1.0.53")
                .udp(1 + random.nextInt(65_000), 53)
                .payload(512);
    }

    private PacketBuilder sweep() {
        return ethernet()
                .ipv4("10.1.0.66", stranger())
                .tcp(1024 + (int) (made % 60_000), 445)
                .flags(TcpFlags.SYN)
                .seq(2);
    }

    private PacketBuilder echoFlood() {
        return ethernet()
                .ipv4(stranger(), "10.1.0.7")
                .icmp(8, 0, random.nextInt(65_536), 1)
                .payload(1000);
    }
}
