package vedette.export.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import vedette.Tools;
import vedette.export.CollectorConfig;
import vedette.export.DropReason;
import vedette.export.ExportCounters;

@Timeout(60)
class UdpSenderTest {
    private static final Duration RETRY = Duration.ofMillis(50);

    private final ExportCounters counters = new ExportCounters(System::nanoTime);
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(UdpSender.class);

    @BeforeEach
    void listen() {
        told.start();
        log.addAppender(told);
        log.setLevel(Level.INFO);
    }

    @AfterEach
    void end() {
        log.detachAppender(told);
        log.setLevel(null);
    }

    private static DatagramSocket collector(String address) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(address));
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static CollectorConfig at(String host, int port) {
        return CollectorConfig.of("ipfix+udp://" + host + ":" + port);
    }

    private void send(UdpSender sender, int octet) {
        sender.send(ByteBuffer.wrap(new byte[] {(byte) octet}), counters, 1, 2, 3);
    }

    private static int receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        socket.receive(packet);
        return packet.getData()[0];
    }

    @Test
    void aCollectorWhoseNameIsUnknownAtFirstIsFoundLater() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (DatagramSocket socket = collector("127.0.0.1")) {
            UdpSender sender = UdpSender.live(at("collector.example", socket.getLocalPort()), counters, RETRY, host -> {
                if (asked.incrementAndGet() < 4) {
                    throw new UnknownHostException(host);
                }
                return InetAddress.getByName("127.0.0.1");
            });
            assertThat(counters.isAway()).isTrue();
            send(sender, 1);
            assertThat(counters.dropped(DropReason.SEND_FAILED).records()).isEqualTo(1);
            assertThat(counters.dropped(DropReason.SEND_FAILED).octets()).isEqualTo(3);
            Tools.await("the way to be found", () -> {
                sender.tend();
                return !counters.isAway();
            });
            Tools.await("the news", sender::hasBegunAnew);
            assertThat(sender.hasBegunAnew()).isFalse();
            send(sender, 2);
            assertThat(receive(socket)).isEqualTo(2);
            sender.close();
        }
        assertThat(asked).hasValue(4);
        assertThat(counters.sent().records()).isEqualTo(1);
        assertThat(told.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .as("told once, and that it is over")
                .hasSize(2)
                .first()
                .asString()
                .startsWith("cannot resolve the host of collector ipfix+udp://collector.example:");
    }

    @Test
    void aNetworkThatCannotBeReachedIsDropsAndTriesForALiveSensorAndAnErrorForAReplay() throws IOException {
        CollectorConfig nowhere = at("255.255.255.255", 4739);
        UdpSender sender = UdpSender.live(nowhere, counters, RETRY, InetAddress::getByName);
        assertThat(counters.isAway()).isTrue();
        send(sender, 1);
        sender.close();
        assertThat(counters.droppedRecords()).isEqualTo(1);
        assertThatThrownBy(() -> UdpSender.replay(nowhere, counters))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot send to collector ipfix+udp://255.255.255.255:4739: ");
    }

    @Test
    void aCollectorThatHasMovedIsFoundAtItsNewAddressOnceSendingFails() throws IOException {
        try (DatagramSocket moved = collector("127.0.0.3")) {
            AtomicInteger asked = new AtomicInteger();
            UdpSender sender = UdpSender.live(
                    at("collector.example", moved.getLocalPort()),
                    counters,
                    RETRY,
                    host -> InetAddress.getByName(asked.incrementAndGet() < 3 ? "127.0.0.2" : "127.0.0.3"));
            Tools.await("the move to be noticed", () -> {
                send(sender, 1);
                Tools.sleep(5);
                return sender.hasBegunAnew();
            });
            assertThat(counters.refusals()).isPositive();
            send(sender, 7);
            int got = receive(moved);
            while (got != 7) {
                got = receive(moved);
            }
            sender.close();
        }
    }

    /** What a message may have from an interface that takes so much, if 1,420 octets are asked for. */
    private int maxPacket(String collector, int mtu) {
        UdpSender sender = UdpSender.live(CollectorConfig.of(collector), counters, RETRY, InetAddress::getByName);
        try {
            return sender.maxPacket(new PacketRoom(CollectorConfig.of(collector), local -> mtu));
        } finally {
            sender.close();
        }
    }

    @Test
    void e29aMessageLeavesInOnePiece() {
        assertThat(maxPacket("ipfix+udp://127.0.0.1:9", 1_500)).isEqualTo(1_420);
        assertThat(maxPacket("ipfix+udp://127.0.0.1:9", 1_448)).isEqualTo(1_420);
        assertThat(told.list).isEmpty();
        assertThat(maxPacket("ipfix+udp://127.0.0.1:9", 1_447)).isEqualTo(1_419);
        assertThat(told.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("messages to collector ipfix+udp://127.0.0.1:9 have at most 1419 octets: packets from"
                        + " 127.0.0.1 take no more than 1447 with their headers");
        assertThat(maxPacket("ipfix+udp://127.0.0.1:9", 68)).isEqualTo(512);
        assertThat(maxPacket("ipfix+udp://255.255.255.255:9", 1_500))
                .as("not known")
                .isEqualTo(512);
    }

    @Test
    void e29theHeadersOfIpv6AreLonger() throws IOException {
        Assumptions.assumeTrue(NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null);
        assertThat(maxPacket("ipfix+udp://[::1]:9", 1_280)).isEqualTo(1_232);
    }

    @Test
    void theLoopbackTakesWhateverIsAskedFor() throws IOException {
        CollectorConfig collector = at("127.0.0.1", 9).withMaxPacket(65_507);
        UdpSender sender = UdpSender.replay(collector, counters);
        assertThat(sender.maxPacket())
                .isEqualTo(Math.min(
                        65_507,
                        NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"))
                                        .getMTU()
                                - 28));
        sender.close();
    }
}
