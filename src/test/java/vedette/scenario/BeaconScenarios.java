package vedette.scenario;

import static vedette.decode.PacketBuilder.ethernet;

import java.util.List;
import java.util.Random;
import vedette.scenario.Scenarios.Made;

/** Beacons, and what is as busy and not as regular, or as regular and no beacon. */
final class BeaconScenarios {
    private static final String HOST = "10.0.0.9";
    private static final String SERVER = "203.0.113.80";
    private static final String NAME_SERVER = "203.0.113.53";

    static final List<Made> ALL = List.of(
            new Made("beacon-periodic", BeaconScenarios::beacon),
            new Made("beacon-periodic-lookalike", BeaconScenarios::visits),
            new Made("beacon-dns", BeaconScenarios::dnsBeacon),
            new Made("beacon-dns-lookalike", BeaconScenarios::resolver));

    private BeaconScenarios() {}

    private static void checkIn(Wire wire, double seconds, int port) {
        wire.conversation(seconds, HOST, port, SERVER, 4433)
                .handshake()
                .request(310)
                .response(120)
                .clientCloses()
                .end();
    }

    /** Sleeps of five minutes, shortened by up to a fifth. */
    private static byte[] beacon() {
        Wire wire = new Wire();
        Random random = new Random(12);
        double seconds = 0;
        for (int i = 0; i < 30; i++) {
            checkIn(wire, seconds, 40000 + i);
            seconds += 300 * (1 - 0.2 * random.nextDouble());
        }
        return wire.inOrder().pcap();
    }

    /** As many connections of that size over the same time, when somebody feels like it. */
    private static byte[] visits() {
        Wire wire = new Wire();
        Random random = new Random(12);
        double seconds = 0;
        for (int i = 0; i < 30; i++) {
            checkIn(wire, seconds, 40000 + i);
            seconds += -270 * Math.log(1 - random.nextDouble());
        }
        return wire.inOrder().pcap();
    }

    private static void ask(Wire wire, double seconds, String host, String server, int port) {
        wire.at(seconds, ethernet().ipv4(host, server).udp(port, 53).payload(70));
        wire.at(seconds + 0.02, ethernet().ipv4(server, host).udp(53, port).payload(150));
    }

    private static byte[] dnsBeacon() {
        Wire wire = new Wire();
        Random random = new Random(13);
        for (int i = 0; i < 40; i++) {
            ask(wire, 30 * i + random.nextDouble(), HOST, NAME_SERVER, 50000 + i);
        }
        return wire.pcap();
    }

    /** A public resolver asked every 30 s, and one of the provider that four hosts ask so. */
    private static byte[] resolver() {
        Wire wire = new Wire();
        for (int i = 0; i < 40; i++) {
            ask(wire, 30 * i, HOST, "9.9.9.9", 50000 + i);
            for (int host = 1; host <= 4; host++) {
                ask(wire, 30 * i + host, "10.0.0." + host, NAME_SERVER, 50000 + i);
            }
        }
        return wire.pcap();
    }
}
