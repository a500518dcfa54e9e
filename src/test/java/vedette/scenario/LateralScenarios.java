package vedette.scenario;

import java.util.List;
import vedette.scenario.Scenarios.Made;

/** Hosts that reach others of their site, as they do each day or as never before. */
final class LateralScenarios {
    private static final String ADMINISTRATOR = "10.0.0.5";
    private static final String FILES = "10.0.0.20";
    private static final String TAKEN = "10.0.0.31";
    private static final int SSH = 22;
    private static final int SMB = 445;
    private static final int RDP = 3389;

    /** By then it is known who reaches whom. */
    private static final double LEARNT = 90_000;

    static final List<Made> ALL = List.of(
            new Made("lateral-fan-out", LateralScenarios::fanOut),
            new Made("lateral-fan-out-lookalike", LateralScenarios::everydayAdministration),
            new Made("lateral-chain", LateralScenarios::chain),
            new Made("lateral-chain-lookalike", LateralScenarios::jump));

    private LateralScenarios() {}

    private static void session(Wire wire, double start, String client, int clientPort, String server, int port) {
        wire.conversation(start, client, clientPort, server, port)
                .handshake()
                .request(220)
                .response(180)
                .request(400)
                .response(900)
                .clientCloses();
    }

    /** An administrator logs in to twelve servers; desks use a file server. */
    private static void usualDay(Wire wire, double start) {
        for (int i = 0; i < 12; i++) {
            session(wire, start + 300 * i, ADMINISTRATOR, 40_000 + i, "10.0.0." + (50 + i), SSH);
            session(wire, start + 310 * i + 17, "10.0.0." + (30 + i), 41_000 + i, FILES, SMB);
        }
    }

    private static byte[] fanOut() {
        Wire wire = new Wire();
        usualDay(wire, 0);
        for (int i = 0; i < 12; i++) {
            session(wire, LEARNT + 150 * i, TAKEN, 50_000 + i, "10.0.0." + (60 + i), SMB);
        }
        return wire.inOrder().pcap();
    }

    /** The same as each day, and as many desks that are new to the file server; the administrator looks after two more servers. */
    private static byte[] everydayAdministration() {
        Wire wire = new Wire();
        usualDay(wire, 0);
        usualDay(wire, LEARNT);
        for (int i = 0; i < 20; i++) {
            session(wire, LEARNT + 120 * i + 5, "10.0.1." + (1 + i), 51_000 + i, FILES, SMB);
        }
        for (int i = 0; i < 2; i++) {
            session(wire, LEARNT + 4000 + i, ADMINISTRATOR, 52_000 + i, "10.0.0." + (80 + i), SSH);
        }
        for (int i = 0; i < 12; i++) {
            session(wire, LEARNT + 200 * i + 9, "10.0.0.6", 53_000 + i, "10.0.0." + (50 + i), 443);
        }
        return wire.inOrder().pcap();
    }

    /** One desk takes another, and that goes on to three servers. */
    private static byte[] chain() {
        Wire wire = new Wire();
        usualDay(wire, 0);
        session(wire, LEARNT, TAKEN, 50_000, "10.0.0.33", RDP);
        for (int i = 0; i < 4; i++) {
            session(wire, LEARNT + 600 + 300 * i, "10.0.0.33", 51_000 + i, "10.0.0." + (50 + i), SMB);
        }
        return wire.inOrder().pcap();
    }

    /** Somebody logs in to another's desk, from which two new servers are reached and the usual one; hours later come two more. */
    private static byte[] jump() {
        Wire wire = new Wire();
        usualDay(wire, 0);
        session(wire, LEARNT, TAKEN, 50_000, "10.0.0.33", RDP);
        session(wire, LEARNT + 300, "10.0.0.33", 51_000, FILES, SMB);
        session(wire, LEARNT + 400, "10.0.0.33", 51_001, TAKEN, SMB);
        for (int i = 0; i < 4; i++) {
            session(wire, LEARNT + 600 + 4000 * (i / 2) + i, "10.0.0.33", 52_000 + i, "10.0.0." + (50 + i), SMB);
        }
        return wire.inOrder().pcap();
    }
}
