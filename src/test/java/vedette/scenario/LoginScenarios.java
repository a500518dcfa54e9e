package vedette.scenario;

import java.util.List;
import java.util.Random;
import vedette.scenario.Scenarios.Made;

/** Passwords that are tried, and many logins that are none of that. */
final class LoginScenarios {
    private static final String SERVER = "10.0.0.22";
    private static final String STRANGER = "203.0.113.66";
    private static final int SSH = 22;
    private static final int POP3S = 995;

    static final List<Made> ALL = List.of(
            new Made("brute-force", LoginScenarios::guesses),
            new Made("brute-force-lookalike", LoginScenarios::everydayLogins));

    private LoginScenarios() {}

    /** Eighteen passwords a minute or more apart, then a session in which one did it. */
    private static byte[] guesses() {
        Random random = new Random(22);
        Wire wire = new Wire();
        double time = 0;
        for (int i = 0; i < 18; i++) {
            ssh(wire, time, STRANGER, 40_000 + i, random.nextInt(9), 3.0).clientCloses();
            time += 60 + 30 * random.nextDouble();
        }
        Conversation session = ssh(wire, time, STRANGER, 40_018, 0, 1.0);
        for (int i = 0; i < 12; i++) {
            session.pause(10).request(460).response(1300);
        }
        session.clientCloses();
        return wire.inOrder().pcap();
    }

    /** An SSH connection up to the answer to a password: about 1,500 octets each way. */
    private static Conversation ssh(
            Wire wire, double start, String client, int clientPort, int passwordOctets, double refusalSeconds) {
        return wire.conversation(start, client, clientPort, SERVER, SSH)
                .handshake()
                .response(40)
                .request(22)
                .response(1080)
                .request(1080)
                .request(48)
                .response(452)
                .request(16)
                .request(44)
                .response(44)
                .request(148 + passwordOctets)
                .pause(refusalSeconds)
                .response(52);
    }

    /** A job that logs in each minute, a mail reader that looks each five, and a person at work. */
    private static byte[] everydayLogins() {
        Random random = new Random(995);
        Wire wire = new Wire();
        for (int i = 0; i < 18; i++) {
            ssh(wire, 60 * i, "10.0.0.7", 41_000 + i, 0, 0.2)
                    .request(600)
                    .response(300)
                    .clientCloses();
            wire.conversation(300.1 * i + 7, STRANGER, 42_000 + i, "10.0.0.25", POP3S)
                    .handshake()
                    .request(300)
                    .response(1500)
                    .request(120)
                    .response(160)
                    .request(80)
                    .response(500)
                    .clientCloses();
            Conversation work = ssh(wire, 290 * i + 31, "198.51.100.9", 43_000 + i, 0, 0.3);
            for (int typed = random.nextInt(6); typed >= 0; typed--) {
                work.pause(3 * random.nextDouble())
                        .request(100 + random.nextInt(500))
                        .response(200 + random.nextInt(500));
            }
            work.clientCloses();
        }
        return wire.inOrder().pcap();
    }
}
