package vedette.detect.flood;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
import vedette.net.LinkType;
import vedette.net.TcpFlags;

/** Hosts that are sent much and answer nothing, more of them than there are portraits; then one is flooded. */
class ManyTargetsTest {
    private static final int VICTIM = 0x0A090050;
    private static final int SOURCE_ADDRESS = 26;
    private static final int DESTINATION_ADDRESS = 30;
    private static final int SOURCE_PORT = 34;
    private static final int DESTINATION_PORT = 36;
    private static final int SEQUENCE = 38;

    private final List<Alert> alerts = new ArrayList<>();
    private final Detection detection =
            new Detection(DetectConfig.DEFAULT.only("syn-flood", "flood"), Watch.SEED, alerts::add);
    private final Metering metering =
            new Metering(FlowConfig.DEFAULT, false, Watch.SEED, new FlowCounters(), detection, detection, detection);
    private final Packet packet = new Packet();
    private final Random random = new Random(3);
    private final ByteBuffer syn = ByteBuffer.wrap(PacketBuilder.ethernet()
            .ipv4("1.1.1.1", "1.1.1.2")
            .tcp(1, 1)
            .flags(TcpFlags.SYN)
            .build());
    private final ByteBuffer datagram = ByteBuffer.wrap(PacketBuilder.ethernet()
            .ipv4("1.1.1.1", "1.1.1.2")
            .udp(1, 1)
            .payload(500)
            .build());

    private void send(double seconds, ByteBuffer frame, int source, int fromPort, int destination, int port) {
        frame.putInt(SOURCE_ADDRESS, source).putInt(DESTINATION_ADDRESS, destination);
        frame.putShort(SOURCE_PORT, (short) fromPort).putShort(DESTINATION_PORT, (short) port);
        packet.wrap(frame, 0, frame.capacity(), frame.capacity(), LinkType.ETHERNET);
        metering.onPacket(packet, 0, Watch.timeNs(seconds), Watch.timeNs(seconds));
    }

    private void syn(double seconds, int destination, int port) {
        syn.putInt(SEQUENCE, random.nextInt());
        send(seconds, syn, stranger(), random.nextInt(65_536), destination, port);
    }

    private int stranger() {
        return random.nextInt();
    }

    private List<Alert> opened(double endSeconds) {
        metering.expire(Watch.timeNs(endSeconds));
        detection.finish(Watch.timeNs(endSeconds));
        return Watch.opened(alerts);
    }

    private long evictions(String detector) {
        return detection.occupancy().stream()
                .filter(tables -> tables.detector().equals(detector))
                .mapToLong(Detection.Occupancy::evictions)
                .sum();
    }

    private void assertFloodIsFound(AlertType type, double began, double end) {
        List<Alert> opened = opened(end);
        assertThat(opened).extracting(Alert::type).containsExactly(type);
        Alert alert = opened.get(0);
        assertThat(alert.subject().destination()).hasToString("10.9.0.80");
        assertThat((alert.detectedNs() - Watch.timeNs(began)) / 1e9).isBetween(0.0, 2.0);
        assertThat(alert.evidence().values()).containsEntry("spoofed", "random");
    }

    @ParameterizedTest
    @ValueSource(ints = {270, 400})
    void aFloodOfSynsIsFoundBesideServicesThatHardlyAnswer(int services) {
        int perRound = 9 * services;
        for (int i = 0; i < 40 * perRound; i++) {
            double seconds = (double) i / perRound;
            syn(seconds, 0x0A010000 + i % services * 256 + 10, 80);
            if (seconds >= 20.2 && seconds < 30.2) {
                for (int k = 0; k < 1 + 1500 / perRound; k++) {
                    syn(seconds, VICTIM, 443);
                }
            }
        }
        assertFloodIsFound(AlertType.FLOOD_SYN, 20.2, 41);
        assertThat(evictions("syn-flood")).isGreaterThan(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 200})
    void aFloodOfDatagramsIsFoundBesideStreamsThatNobodyAnswers(int streams) {
        int perSecond = 160 * streams;
        for (int i = 0; i < 14 * perSecond; i++) {
            double seconds = (double) i / perSecond;
            send(seconds, datagram, 0x0AC80005, 5004, 0x0A01010A + i % streams * 256, 5004);
            if (seconds >= 8 && seconds < 11 && i % 4 == 0) {
                send(seconds, datagram, stranger(), random.nextInt(65_536), VICTIM, 9999);
            }
        }
        assertFloodIsFound(AlertType.FLOOD_UDP, 8, 15);
        assertThat(evictions("flood")).isGreaterThan(0);
    }

    /** Whoever is sent as much as another does not take from it what it needs to be recognised. */
    @Test
    void equalsDoNotTakeFromEachOther() {
        for (int i = 0; i < 20 * 160 * 100; i++) {
            send(i / 16_000.0, datagram, 0x0AC80005, 5004, 0x0A01010A + i % 100 * 256, 5004);
        }
        assertThat(opened(25)).isEmpty();
        assertThat(evictions("flood")).isEqualTo(36);
    }
}
