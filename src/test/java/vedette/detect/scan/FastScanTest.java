package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.decode.Packet;
import vedette.decode.PacketBuilder;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.detect.Watch;
import vedette.flow.FlowConfig;
import vedette.flow.FlowCounters;
import vedette.flow.Metering;
import vedette.net.IpProtocol;
import vedette.net.LinkType;
import vedette.net.TcpFlags;

/** Who tries faster than half-open connections are kept for the five seconds of silence, to hosts that never answer. */
class FastScanTest {
    private static final int SCANNER = 0xCB007109;
    private static final int TARGET = 0x0A010909;
    private static final int PORTS = 65_535;

    private static final int IP_PROTOCOL = 23;
    private static final int SOURCE_ADDRESS = 26;
    private static final int DESTINATION_ADDRESS = 30;
    private static final int SOURCE_PORT = 34;
    private static final int DESTINATION_PORT = 36;
    private static final int SEQUENCE = 38;

    private final List<Alert> alerts = new ArrayList<>();
    private final Detection detection = new Detection(DetectConfig.DEFAULT, Watch.SEED, alerts::add);
    private final Metering metering =
            new Metering(FlowConfig.DEFAULT, false, Watch.SEED, new FlowCounters(), detection, detection, detection);
    private final Packet packet = new Packet();
    private final Random random = new Random(7);
    private final ByteBuffer syn = ByteBuffer.wrap(PacketBuilder.ethernet()
            .ipv4("203.0.113.9", "10.1.9.9")
            .tcp(4000, 80)
            .flags(TcpFlags.SYN)
            .build());
    private final ByteBuffer datagram = ByteBuffer.wrap(PacketBuilder.ethernet()
            .ipv4("203.0.113.9", "10.1.9.9")
            .udp(4000, 80)
            .payload(4)
            .build());
    private double lastSeconds;

    private void syn(double seconds, int source, int fromPort, int destination, int port) {
        syn.putInt(SEQUENCE, random.nextInt());
        send(seconds, syn, source, fromPort, destination, port);
    }

    private void send(double seconds, ByteBuffer frame, int source, int fromPort, int destination, int port) {
        frame.putInt(SOURCE_ADDRESS, source).putInt(DESTINATION_ADDRESS, destination);
        frame.putShort(SOURCE_PORT, (short) fromPort).putShort(DESTINATION_PORT, (short) port);
        packet.wrap(frame, 0, frame.capacity(), frame.capacity(), LinkType.ETHERNET);
        metering.onPacket(packet, 0, Watch.timeNs(seconds), Watch.timeNs(seconds));
        lastSeconds = seconds;
    }

    /** All that was told, with the five seconds that an input's end is given. */
    private List<Alert> told() {
        metering.expire(Watch.timeNs(lastSeconds + 5));
        metering.flush(Watch.timeNs(lastSeconds + 5));
        detection.finish(Watch.timeNs(lastSeconds + 5));
        return alerts;
    }

    private static Alert only(List<Alert> opened) {
        assertThat(opened).as("opened: %s", opened).hasSize(1);
        return opened.get(0);
    }

    private static double toldAfter(Alert alert) {
        return (alert.detectedNs() - Watch.timeNs(0)) / 1e9;
    }

    private static int contacts(Alert alert) {
        return ((Number) alert.evidence().values().get("contacts_at_detection")).intValue();
    }

    private static void assertAllPortsAreTold(Alert closed) {
        assertThat(closed.count()).isCloseTo(PORTS, Percentage.withPercentage(2));
        assertThat((long) closed.evidence().values().get("ports")).isCloseTo(PORTS, Percentage.withPercentage(25));
    }

    @ParameterizedTest
    @CsvSource({"300, 5.1, 5", "1000, 4.2, 5", "2000, 2.1, 5", "10000, 2.1, 20000", "100000, 5.7, 65535"})
    void allPortsOfASilentHostAreASoonFoundScanAtAnySpeed(int perSecond, double toldBy, int contacts) {
        for (int i = 0; i < PORTS; i++) {
            syn((double) i / perSecond, SCANNER, 50_000, TARGET, i + 1);
        }
        List<Alert> all = told();
        Alert opened = only(Watch.opened(all));
        assertThat(opened.type()).isEqualTo(AlertType.SCAN_VERTICAL);
        assertThat(toldAfter(opened)).isLessThan(toldBy);
        assertThat(contacts(opened)).isLessThanOrEqualTo(contacts);
        assertAllPortsAreTold(all.get(all.size() - 1));
    }

    @Test
    void allPortsOfASilentHostTriedByDatagramsAreOneScan() {
        for (int i = 0; i < PORTS; i++) {
            send(i / 8000.0, datagram, SCANNER, 50_000, TARGET, i + 1);
        }
        List<Alert> all = told();
        Alert opened = only(Watch.opened(all));
        assertThat(opened.type()).isEqualTo(AlertType.SCAN_UDP);
        assertThat(toldAfter(opened)).isLessThan(2.2);
        assertAllPortsAreTold(all.get(all.size() - 1));
    }

    @Test
    void onePortOfManySilentHostsIsASoonFoundScan() {
        for (int i = 0; i < 400_000; i++) {
            syn(i / 100_000.0, SCANNER, 50_000, 0x0A800000 + i, 445);
        }
        Alert opened = only(Watch.opened(told()));
        assertThat(opened.type()).isEqualTo(AlertType.SCAN_HORIZONTAL);
        assertThat(toldAfter(opened)).isLessThan(3.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {900, 3000, 20_000, 100_000})
    void aFloodOfOneSenderAtOnePortIsNoScan(int perSecond) {
        for (int i = 0; i < Math.min(8 * perSecond, 200_000); i++) {
            syn((double) i / perSecond, SCANNER, 1024 + i % 64_000, TARGET, 80);
        }
        assertThat(only(Watch.opened(told())).type()).isEqualTo(AlertType.FLOOD_SYN);
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 200_000})
    void aFloodOfForgedSendersAtOnePortIsNoScan(int perSecond) {
        for (int i = 0; i < 2 * perSecond; i++) {
            syn((double) i / perSecond, 0x0B000000 | random.nextInt(1 << 24), random.nextInt(65_536), TARGET, 443);
        }
        assertThat(only(Watch.opened(told())).type()).isEqualTo(AlertType.FLOOD_SYN);
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 50_000})
    void aFloodOfOneSenderAtPortsDrawnByChanceIsNoScan(int perSecond) {
        for (int i = 0; i < 5 * perSecond; i++) {
            syn((double) i / perSecond, SCANNER, random.nextInt(65_536), TARGET, random.nextInt(65_536));
        }
        assertThat(only(Watch.opened(told())).type()).isEqualTo(AlertType.FLOOD_SYN);
    }

    /** Its attempts, too, are given up early, but for those of others. */
    @Test
    void aProxyWithAnswersLateInAFloodIsNoScanner() {
        int proxy = 0x0A000005;
        for (int i = 0; i < 1_200_000; i++) {
            double seconds = i / 400_000.0;
            syn(seconds, 0x0B000000 | random.nextInt(1 << 24), random.nextInt(65_536), TARGET, 443);
            if (i % 2000 == 0 && i < 850_000) {
                syn(seconds, proxy, 20_000 + i / 2000, 0xC6336400 + i / 2000, 443);
            }
            int answered = i - 320_000;
            if (answered >= 0 && answered % 2000 == 0) {
                serve(seconds, proxy, 20_000 + answered / 2000, 0xC6336400 + answered / 2000);
            }
        }
        assertThat(only(Watch.opened(told())).type()).isEqualTo(AlertType.FLOOD_SYN);
    }

    private void serve(double seconds, int client, int port, int server) {
        PacketBuilder answer =
                PacketBuilder.ethernet().ipv4("1.1.1.1", "1.1.1.1").tcp(443, 1);
        ByteBuffer synAck = ByteBuffer.wrap(
                answer.flags(TcpFlags.SYN | TcpFlags.ACK).seq(5).ack(1).build());
        send(seconds, synAck, server, 443, client, port);
        ByteBuffer request = ByteBuffer.wrap(PacketBuilder.ethernet()
                .ipv4("1.1.1.1", "1.1.1.1")
                .tcp(1, 443)
                .flags(TcpFlags.ACK | TcpFlags.PSH)
                .seq(1)
                .ack(6)
                .payload(9)
                .build());
        send(seconds, request, client, port, server, 443);
        assertThat(request.get(IP_PROTOCOL)).isEqualTo((byte) IpProtocol.TCP);
    }
}
