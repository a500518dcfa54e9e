package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import vedette.decode.PacketBuilder;
import vedette.net.TcpFlags;

/** By which name a flow's responder was found. */
class NamedAddressesTest {
    private static final String CLIENT = "10.0.0.1";
    private static final String RESOLVER = "10.0.0.53";

    private final Meter meter = new Meter();
    private int port = 20_000;

    @Test
    void aFlowHasTheNameItsClientAskedFor() {
        answer(0, CLIENT, "www.example.com", 192, 0, 2, 1);
        assertThat(nameOf(1, CLIENT, "192.0.2.1")).isEqualTo("www.example.com");
    }

    @Test
    void oneWhoNeverAskedIsToldWhatOthersFoundThere() {
        answer(0, CLIENT, "www.example.com", 192, 0, 2, 1);
        assertThat(nameOf(1, "10.0.0.2", "192.0.2.1")).isEqualTo("www.example.com");
        assertThat(nameOf(2, "10.0.0.2", "192.0.2.2")).isNull();
    }

    @Test
    void ofTwoNamesAtOneAddressEachClientHasItsOwn() {
        answer(0, CLIENT, "one.example", 192, 0, 2, 1);
        answer(1, "10.0.0.2", "two.example", 192, 0, 2, 1);
        assertThat(nameOf(2, CLIENT, "192.0.2.1")).isEqualTo("one.example");
        assertThat(nameOf(3, "10.0.0.2", "192.0.2.1")).isEqualTo("two.example");
        assertThat(nameOf(4, "10.0.0.3", "192.0.2.1")).as("the latest").isEqualTo("two.example");
    }

    @Test
    void aConnectionThatBeganBeforeTheAnswerIsNamedAtItsEnd() {
        meter.at(0, connection(CLIENT, "192.0.2.1"));
        answer(1, CLIENT, "late.example", 192, 0, 2, 1);
        assertThat(meter.finish().stream()
                        .filter(flow -> flow.protocol() == 6)
                        .map(Flow::responderName)
                        .toList())
                .containsExactly("late.example");
    }

    @Test
    void anAnswerIsBelievedForADay() {
        answer(0, CLIENT, "www.example.com", 192, 0, 2, 1);
        assertThat(nameOf(86_000, CLIENT, "192.0.2.1")).isEqualTo("www.example.com");
        assertThat(nameOf(87_000, CLIENT, "192.0.2.1")).isNull();
    }

    @Test
    void newAnswersMakeOthersGiveWayAndThatIsCounted() {
        int names = NamedAddresses.PLACES;
        for (int i = 0; i < names; i++) {
            answer(i / 100.0, CLIENT, "a" + i + ".example", 198, 18, i >> 8, i & 0xFF);
        }
        double after = names / 100.0 + 1;
        String last = "198.18." + (names - 1 >> 8) + "." + (names - 1 & 0xFF);
        assertThat(nameOf(after, CLIENT, last)).isEqualTo("a" + (names - 1) + ".example");
        assertThat(meter.counters.evictedNames.get()).isBetween((long) names / 2, 2L * names);
    }

    @Test
    void aQuestionThatNobodyAnsweredNamesNothing() {
        meter.at(0, question(CLIENT, "www.example.com", ++port));
        assertThat(nameOf(1, CLIENT, "192.0.2.1")).isNull();
    }

    private String nameOf(double seconds, String client, String server) {
        meter.at(seconds, connection(client, server));
        meter.pass(400);
        return meter.records().stream()
                .filter(flow -> flow.protocol() == 6)
                .reduce((first, second) -> second)
                .orElseThrow()
                .responderName();
    }

    private PacketBuilder connection(String client, String server) {
        return PacketBuilder.ethernet().ipv4(client, server).tcp(++port, 443).flags(TcpFlags.SYN);
    }

    private void answer(double seconds, String client, String name, int... address) {
        meter.at(seconds, question(client, name, ++port));
        ByteBuffer message = message(name, 0x8180, 1);
        message.putShort((short) 0xC00C)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(60)
                .putShort((short) 4);
        for (int octet : address) {
            message.put((byte) octet);
        }
        meter.at(
                seconds,
                PacketBuilder.ethernet().ipv4(RESOLVER, client).udp(53, port).payload(octets(message)));
    }

    private static PacketBuilder question(String client, String name, int port) {
        return PacketBuilder.ethernet().ipv4(client, RESOLVER).udp(port, 53).payload(octets(message(name, 0x0100, 0)));
    }

    private static ByteBuffer message(String name, int flags, int answers) {
        ByteBuffer message = ByteBuffer.allocate(512);
        message.putShort((short) 7)
                .putShort((short) flags)
                .putShort((short) 1)
                .putShort((short) answers)
                .putInt(0);
        for (String label : name.split("\\.", -1)) {
            message.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        return message.put((byte) 0).putShort((short) 1).putShort((short) 1);
    }

    private static byte[] octets(ByteBuffer message) {
        byte[] octets = new byte[message.position()];
        message.get(0, octets);
        return octets;
    }
}
