package vedette.scenario;

import static vedette.decode.PacketBuilder.ethernet;

import java.util.List;
import java.util.Random;
import vedette.content.DnsBytes;
import vedette.scenario.Scenarios.Made;

/** Something else that is carried through DNS, and hosts that ask for many names. */
final class DnsScenarios {
    private static final String HOST = "10.0.0.31";
    private static final String RESOLVER = "10.0.0.53";
    /** Ethernet, IPv4, UDP and the header of a message. */
    private static final int HEADERS = 54;

    private static final int A = 1;
    private static final int CNAME = 5;
    private static final int NULL = 10;
    private static final int MX = 15;
    private static final int TXT = 16;
    private static final int[] IN_TURN = {TXT, CNAME, MX};

    static final List<Made> ALL = List.of(
            new Made("dns-tunnel", DnsScenarios::oneFlow),
            new Made("dns-tunnel-in-turn", DnsScenarios::typesInTurn),
            new Made("dns-tunnel-lookalike", DnsScenarios::manyNames),
            new Made("dns-tunnel-unreadable", DnsScenarios::unreadable),
            new Made("dns-tunnel-unreadable-lookalike", DnsScenarios::shortUnreadable));

    private DnsScenarios() {}

    private static void ask(Wire wire, double seconds, String host, int port, int type, String name, int answered) {
        wire.at(seconds, ethernet().ipv4(host, RESOLVER).udp(port, 53).payload(DnsBytes.query(type, name)));
        wire.at(
                seconds + 0.02,
                ethernet().ipv4(RESOLVER, host).udp(53, port).payload(DnsBytes.answer(type, name, answered)));
    }

    private static String letters(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("abcdefghijklmnopqrstuvwxyz012345".charAt(random.nextInt(32)));
        }
        return text.toString();
    }

    /** As iodine: all queries from one port, names in base 32, records of type NULL. */
    private static byte[] oneFlow() {
        Random random = new Random(10);
        Wire wire = new Wire();
        for (int i = 0; i < 300; i++) {
            String name = letters(random, 57) + "." + letters(random, 40) + ".t.example.com";
            ask(wire, i * 0.08, HOST, 40_000, NULL, name, 150);
        }
        return wire.inOrder().pcap();
    }

    /** As dnscat2: each query from a port of its own, names in hexadecimal digits, three types in turn, mostly short polls. */
    private static byte[] typesInTurn() {
        Random random = new Random(16);
        Wire wire = new Wire();
        for (int i = 0; i < 150; i++) {
            String counter = String.format("%04x%04x%04x", random.nextInt(1 << 16), 0x1F3D, i);
            ask(wire, i, HOST, 40_000 + i, IN_TURN[i % 3], counter + "00a1.example.net", 40);
        }
        return wire.inOrder().pcap();
    }

    /** A virus scanner's long names, a page with many servers of one network of delivery, mail servers' and addresses' names. */
    private static byte[] manyNames() {
        Random random = new Random(1);
        Wire wire = new Wire();
        for (int i = 0; i < 250; i++) {
            String file = letters(random, 50) + "." + letters(random, 26);
            ask(wire, i * 3.1, HOST, 41_000 + i, A, "4z9p5tjmcbnblehp4557z1d136." + file + ".avqs.mcafee.com", 4);
            ask(wire, i * 3.1 + 1, "10.0.0.32", 42_000 + i, A, "r" + i + "---sn-4g5e6nzs.example.org", 4);
            ask(wire, i * 3.1 + 2, "10.0.0.25", 43_000 + i, 12, reverse(random), 30);
            ask(wire, i * 3.1 + 2.5, "10.0.0.25", 44_000 + i, TXT, "_dmarc." + letters(random, 9) + ".com", 90);
        }
        return wire.inOrder().pcap();
    }

    private static String reverse(Random random) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < 32; i++) {
            name.append(Integer.toHexString(random.nextInt(16))).append('.');
        }
        return name + "ip6.arpa";
    }

    /** Another protocol on port 53, of which the sensor makes nothing. */
    private static byte[] unreadable() {
        Random random = new Random(53);
        Wire wire = new Wire();
        for (int i = 0; i < 400; i++) {
            wire.at(i * 2, ethernet().ipv4(HOST, "203.0.113.53").udp(40_000, 53).payload(noise(random, 180)));
            wire.at(
                    i * 2 + 0.03,
                    ethernet().ipv4("203.0.113.53", HOST).udp(53, 40_000).payload(noise(random, 220)));
        }
        return wire.inOrder().pcap(HEADERS);
    }

    /** As much that is as short as questions are, and a download that answers little. */
    private static byte[] shortUnreadable() {
        Random random = new Random(54);
        Wire wire = new Wire();
        for (int i = 0; i < 400; i++) {
            wire.at(i * 2, ethernet().ipv4(HOST, "203.0.113.53").udp(40_000, 53).payload(noise(random, 60)));
            wire.at(
                    i * 2 + 0.03,
                    ethernet().ipv4("203.0.113.53", HOST).udp(53, 40_000).payload(noise(random, 90)));
            wire.at(
                    i * 2 + 1,
                    ethernet().ipv4("10.0.0.32", "203.0.113.54").udp(41_000, 53).payload(noise(random, 100)));
            wire.at(
                    i * 2 + 1.03,
                    ethernet().ipv4("203.0.113.54", "10.0.0.32").udp(53, 41_000).payload(noise(random, 700)));
        }
        return wire.inOrder().pcap(HEADERS);
    }

    /** No header of a message: its questions are too many. */
    private static byte[] noise(Random random, int octets) {
        byte[] bytes = new byte[octets];
        random.nextBytes(bytes);
        bytes[4] = (byte) 0xEE;
        return bytes;
    }
}
