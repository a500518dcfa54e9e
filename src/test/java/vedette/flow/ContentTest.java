package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vedette.content.ContentConfig;
import vedette.content.Field;
import vedette.content.Findings;
import vedette.content.Service;
import vedette.decode.PacketBuilder;
import vedette.net.TcpFlags;

/** What a flow speaks, by the first payloads of each side. */
class ContentTest {
    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent: a\r\n\r\n";
    private static final String RESPONSE = "HTTP/1.1 200 OK\r\n\r\n";

    private final Meter meter = new Meter();

    @Test
    void bothSidesFirstPayloadsTellTheService() {
        open(4000, 8000);
        meter.at(1, client(4000, 8000, 0, REQUEST));
        meter.at(1, server(4000, 8000, 0, RESPONSE));
        Findings findings = meter.only().findings();
        assertThat(findings.service()).isEqualTo(Service.HTTP);
        assertThat(findings.isGuessed()).isFalse();
        assertThat(findings.text(Field.HTTP_HOST)).isEqualTo("www.example.com");
        assertThat(findings.text(Field.HTTP_STATUS)).isEqualTo("200");
    }

    @Test
    void onlyTheFirstRequestIsTold() {
        open(4000, 80);
        meter.at(1, client(4000, 80, 0, REQUEST));
        meter.at(2, client(4000, 80, REQUEST.length(), REQUEST.replace("www", "two")));
        assertThat(meter.only().findings().text(Field.HTTP_HOST)).isEqualTo("www.example.com");
    }

    @Test
    void segmentsInAnyOrderTellTheSame() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int port = 4000; port < 4200; port++) {
            open(port, 80);
            List<int[]> pieces = new ArrayList<>();
            for (int at = 0; at < REQUEST.length(); ) {
                int length = Math.min(20 + random.nextInt(REQUEST.length()), REQUEST.length() - at);
                pieces.add(new int[] {at, length});
                at += length;
            }
            Collections.shuffle(pieces, random);
            for (int[] piece : pieces) {
                meter.at(1, client(port, 80, piece[0], REQUEST.substring(piece[0], piece[0] + piece[1])));
            }
        }
        assertThat(meter.finish()).hasSize(200);
        for (Flow flow : meter.records()) {
            assertThat(flow.findings().text(Field.HTTP_HOST))
                    .as("seed %d", seed)
                    .isEqualTo("www.example.com");
        }
    }

    @Test
    void aPieceThatNeverComesLeavesWhatCameBefore() {
        open(4000, 80);
        meter.at(1, client(4000, 80, 0, REQUEST.substring(0, 41)));
        meter.at(1, client(4000, 80, 50, REQUEST.substring(50)));
        Findings findings = meter.only().findings();
        assertThat(findings.text(Field.HTTP_HOST)).isEqualTo("www.example.com");
        assertThat(findings.text(Field.HTTP_USER_AGENT)).isNull();
    }

    @Test
    void whereContentTellsNothingThePortIsAGuess() {
        open(4000, 22);
        meter.at(1, client(4000, 22, 0, "\1\2\3\4"));
        Findings findings = meter.only().findings();
        assertThat(findings.service()).isEqualTo(Service.SSH);
        assertThat(findings.isGuessed()).isTrue();
    }

    @Test
    void whereNothingIsSaidNothingIsGuessed() {
        open(4000, 22);
        assertThat(meter.only().findings()).isSameAs(Findings.NONE);
    }

    @Test
    void aLaterDatagramMayTell() {
        PacketBuilder noise = PacketBuilder.ethernet()
                .ipv4("10.0.0.1", "10.0.0.2")
                .udp(4000, 5060)
                .payloadHex("00");
        byte[] said = "REGISTER sip:a SIP/2.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        meter.at(1, noise).at(2, noise);
        meter.at(
                3,
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.1", "10.0.0.2")
                        .udp(4000, 5060)
                        .payload(said));
        assertThat(meter.only().findings()).hasToString("sip");
    }

    @Test
    void everyPartOfALongFlowTells() {
        open(4000, 8000);
        meter.at(1, client(4000, 8000, 0, REQUEST));
        meter.at(290, server(4000, 8000, 0, RESPONSE));
        meter.at(400, client(4000, 8000, REQUEST.length(), "a"));
        List<Flow> records = meter.finish();
        assertThat(records).hasSize(2);
        assertThat(records.get(0).findings().text(Field.HTTP_STATUS)).isEqualTo("200");
        assertThat(records.get(1).findings())
                .hasToString(records.get(0).findings().toString());
    }

    @Test
    void aNextFlowInTheSamePlaceKnowsNothingOfTheLast() {
        open(4000, 8000);
        meter.at(1, client(4000, 8000, 0, REQUEST));
        meter.pass(600);
        meter.at(700, client(4000, 9999, 0, "\1\2\3"));
        assertThat(meter.finish()).hasSize(2);
        assertThat(meter.records().get(1).findings()).isSameAs(Findings.NONE);
    }

    @Test
    void whenTooManyAreBeingPutTogetherTheOldestIsReadAsItIs() {
        Meter few = new Meter(FlowConfig.DEFAULT.withContent(new ContentConfig(true, 64, 1 << 20)));
        for (int port = 4000; port < 4003; port++) {
            few.at(
                    0,
                    PacketBuilder.ethernet()
                            .ipv4("10.0.0.1", "10.0.0.2")
                            .tcp(port, 80)
                            .seq(1)
                            .payload(bytes(REQUEST.substring(0, 45))));
        }
        assertThat(few.counters.evictedAssemblies.get()).isEqualTo(2);
        few.finish()
                .forEach(flow ->
                        assertThat(flow.findings().text(Field.HTTP_HOST)).isEqualTo("www.example.com"));
    }

    @Test
    void findingsWithoutRoomLeaveTheService() {
        Meter small = new Meter(FlowConfig.DEFAULT.withContent(new ContentConfig(true, 64, 1 << 16)));
        for (int port = 4000; port < 4020; port++) {
            small.at(
                    0,
                    PacketBuilder.ethernet()
                            .ipv4("10.0.0.1", "10.0.0.2")
                            .tcp(port, 80)
                            .seq(1)
                            .payload(bytes(REQUEST)));
        }
        List<Flow> records = small.finish();
        assertThat(records).allMatch(flow -> flow.findings().service() == Service.HTTP);
        long told = records.stream()
                .filter(flow -> flow.findings().text(Field.HTTP_HOST) != null)
                .count();
        assertThat(told).isBetween(1L, 19L);
        assertThat(small.counters.droppedFindings.get()).isEqualTo(20 - told);
    }

    @Test
    void whatIsSwitchedOffTellsNothing() {
        Meter off = new Meter(FlowConfig.DEFAULT.withContent(ContentConfig.OFF));
        off.at(
                0,
                PacketBuilder.ethernet()
                        .ipv4("10.0.0.1", "10.0.0.2")
                        .tcp(4000, 80)
                        .seq(1)
                        .payload(bytes(REQUEST)));
        assertThat(off.only().findings()).isSameAs(Findings.NONE);
    }

    private void open(int port, int service) {
        meter.at(0, there(port, service).flags(TcpFlags.SYN).seq(999));
        meter.at(0, back(port, service).flags(SYN_ACK).seq(4999).ack(1000));
        meter.at(0, there(port, service).seq(1000).ack(5000));
    }

    private static PacketBuilder client(int port, int service, int offset, String said) {
        return there(port, service).seq(1000 + offset).ack(5000).payload(bytes(said));
    }

    private static PacketBuilder server(int port, int service, int offset, String said) {
        return back(port, service).seq(5000 + offset).ack(1000).payload(bytes(said));
    }

    private static PacketBuilder there(int port, int service) {
        return PacketBuilder.ethernet().ipv4("10.0.0.1", "10.0.0.2").tcp(port, service);
    }

    private static PacketBuilder back(int port, int service) {
        return PacketBuilder.ethernet().ipv4("10.0.0.2", "10.0.0.1").tcp(service, port);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
