package vedette.scenario;

import static vedette.decode.PacketBuilder.ethernet;

import java.util.List;
import java.util.Random;
import vedette.net.TcpFlags;
import vedette.scenario.Scenarios.Made;

/** What comes from the ports of services and was not asked for by then, but once. */
final class ServicePortScenarios {
    private static final String HOST = "10.0.0.9";
    private static final String SERVER = "203.0.113.80";
    private static final int FIN_ACK = TcpFlags.FIN | TcpFlags.ACK;
    private static final int FIRST_PORT = 40_000;
    private static final double FORGOTTEN = 100;

    static final List<Made> ALL = List.of(new Made("scan-service-port-lookalike", ServicePortScenarios::lateAnswers));

    private ServicePortScenarios() {}

    /** Answers that come when nobody remembers the question, and what a server still sends on connections its client gave up. */
    private static byte[] lateAnswers() {
        Wire wire = new Wire();
        Random random = new Random(1);
        double time = 0;
        for (int i = 0; i < 40; i++) {
            time += 4 * random.nextDouble();
            wire.at(time, ethernet().ipv4(HOST, SERVER).udp(FIRST_PORT + i, 53).payload(40));
        }
        time += FORGOTTEN;
        for (int i = 0; i < 40; i++) {
            int port = FIRST_PORT + i;
            time += 4 * random.nextDouble();
            wire.at(time, ethernet().ipv4(SERVER, HOST).udp(53, port).payload(120));
            int flags = i % 2 == 0 ? TcpFlags.ACK : FIN_ACK;
            wire.at(
                    time + 0.1,
                    ethernet()
                            .ipv4(SERVER, HOST)
                            .tcp(443, port)
                            .flags(flags)
                            .seq(1)
                            .ack(1));
            wire.at(
                    time + 0.101,
                    ethernet()
                            .ipv4(HOST, SERVER)
                            .tcp(port, 443)
                            .flags(TcpFlags.RST)
                            .seq(1));
        }
        return wire.pcap();
    }
}
