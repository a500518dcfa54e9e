package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vedette.decode.Packet;
import vedette.decode.PacketBuilder;
import vedette.net.TcpFlags;

/** Who began a flow, by its first packet (rule M2). */
class DirectionTest {
    private final Packet packet = new Packet();

    @Test
    void aSynComesFromTheInitiatorWhateverThePorts() {
        tcp(80, 40000, TcpFlags.SYN);
        assertInitiator(true, Direction.INITIATOR);
    }

    @Test
    void aSynAckGoesToTheInitiatorWhateverThePorts() {
        tcp(40000, 80, TcpFlags.SYN | TcpFlags.ACK);
        assertInitiator(false, Direction.INITIATOR);
    }

    @Test
    void theFirstPacketComesFromTheInitiator() {
        tcp(40000, 50000, TcpFlags.ACK);
        assertInitiator(true, Direction.INITIATOR);
        udp("10.0.0.1", 40000, "10.0.0.2", 53);
        assertInitiator(true, Direction.INITIATOR);
    }

    @Test
    void aWellKnownPortTalkingFirstIsGuessedToAnswer() {
        tcp(443, 40000, TcpFlags.ACK);
        assertInitiator(false, Direction.GUESSED);
        tcp(80, 40000, TcpFlags.RST | TcpFlags.ACK);
        assertInitiator(false, Direction.GUESSED);
        udp("10.0.0.2", 53, "10.0.0.1", 40000);
        assertInitiator(false, Direction.GUESSED);
        PacketBuilder.ethernet()
                .ipv6("2001:db8::1", "2001:db8::2")
                .udp(443, 40000)
                .payload(30)
                .into(packet);
        assertInitiator(false, Direction.GUESSED);
    }

    /** All segments of a connection acknowledge or reset, but its first, and nobody answers with an empty datagram. */
    @Test
    void whatNoServerEverSendsComesFromTheInitiatorWhateverThePorts() {
        for (int flags : new int[] {0, TcpFlags.FIN, TcpFlags.FIN | TcpFlags.PSH | TcpFlags.URG, TcpFlags.PSH}) {
            tcp(53, 40000, flags);
            assertInitiator(true, Direction.INITIATOR);
        }
        PacketBuilder.ethernet().ipv4("10.0.0.1", "10.0.0.2").udp(53, 40000).into(packet);
        assertInitiator(true, Direction.INITIATOR);
    }

    @Test
    void belowThePortsOfClientsTheFirstPacketComesFromTheInitiator() {
        tcp(53, 443, TcpFlags.ACK);
        assertInitiator(true, Direction.INITIATOR);
        tcp(443, 53, TcpFlags.ACK);
        assertInitiator(true, Direction.INITIATOR);
    }

    @Test
    void betweenWellKnownPortsOfTcpTheLowerServes() {
        tcp(80, 6667, TcpFlags.ACK);
        assertInitiator(false, Direction.GUESSED);
        tcp(6667, 80, TcpFlags.ACK);
        assertInitiator(true, Direction.INITIATOR);
    }

    @Test
    void betweenWellKnownPortsOfUdpTheFirstAsks() {
        udp("10.0.0.1", 67, "10.0.0.2", 68);
        assertInitiator(true, Direction.INITIATOR);
        udp("10.0.0.1", 123, "10.0.0.2", 123);
        assertInitiator(true, Direction.INITIATOR);
    }

    @Test
    void whatGoesToAGroupWasAskedForByNobody() {
        udp("10.0.0.1", 1900, "239.255.255.250", 50000);
        assertInitiator(true, Direction.INITIATOR);
        udp("10.0.0.1", 67, "255.255.255.255", 50000);
        assertInitiator(true, Direction.INITIATOR);
        PacketBuilder.ethernet().ipv6("fe80::1", "ff02::1").udp(547, 50000).into(packet);
        assertInitiator(true, Direction.INITIATOR);
    }

    private void tcp(int sourcePort, int destinationPort, int flags) {
        PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .tcp(sourcePort, destinationPort)
                .flags(flags)
                .into(packet);
    }

    private void udp(String source, int sourcePort, String destination, int destinationPort) {
        PacketBuilder.ethernet()
                .ipv4(source, destination)
                .udp(sourcePort, destinationPort)
                .payload(30)
                .into(packet);
    }

    private void assertInitiator(boolean source, int code) {
        assertThat(Direction.sourceIsInitiator(packet)).isEqualTo(source);
        assertThat(Direction.code(packet)).isEqualTo(code);
    }
}
