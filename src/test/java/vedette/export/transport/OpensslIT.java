package vedette.export.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import vedette.Tools;
import vedette.export.CollectorConfig;
import vedette.export.TlsConfig;

/** Connections over TLS to openssl: who is trusted, who is refused, and what is told of it (RFC 5471 §3.7). */
@Timeout(120)
class OpensslIT {
    private static final Duration RECONNECT = Duration.ofMillis(200);
    private static final Link.Limits LIMITS = new Link.Limits(20_000, 5_000, 500, 60_000, 5_000);

    @TempDir
    private static Path folder;

    private static Certificates known;
    private static Certificates other;

    private final ListAppender<ILoggingEvent> told = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(TcpSender.class);
    private TcpSender sender;

    @BeforeAll
    static void certify() throws IOException, InterruptedException {
        known = new Certificates(folder, "known-ca")
                .issue("collector", "DNS:localhost,IP:127.0.0.1")
                .issue("elsewhere", "DNS:elsewhere.example,DNS:*.example")
                .issue("nameless", "")
                .issueExpired("expired", "DNS:localhost")
                .issue("sensor", "DNS:sensor.example")
                .issueExpired("expired-sensor", "DNS:sensor.example");
        other = new Certificates(folder, "other-ca")
                .issue("stranger", "DNS:localhost")
                .issue("foreign-sensor", "DNS:sensor.example");
    }

    @BeforeEach
    void listen() {
        told.start();
        log.addAppender(told);
    }

    @AfterEach
    void end() throws IOException {
        log.detachAppender(told);
        if (sender != null) {
            sender.close();
        }
    }

    private static TlsConfig mutual() {
        return known.trustingAndShowing("sensor");
    }

    /** A server that shows this certificate and accepts none that its authority does not vouch for. */
    private static OpensslServer demanding(String owner, String version) throws IOException {
        return OpensslServer.start(folder, 0, showing(owner) + demand() + version);
    }

    private static String showing(String owner) {
        return "-cert " + known.certificate(owner) + " -key " + known.key(owner) + " ";
    }

    private static String demand() {
        return "-Verify 1 -verify_return_error -CAfile " + known.certificate("known-ca") + " ";
    }

    private void connectTo(String host, int port, TlsConfig tls, Link.Limits limits) {
        CollectorConfig collector =
                CollectorConfig.of("ipfix+tls://" + host + ":" + port).withTls(tls);
        sender = new TcpSender(collector, null, () -> new Backoff(RECONNECT, RECONNECT), limits);
    }

    private void awaitConnection() {
        awaitConnection(1);
    }

    private void awaitConnection(long ordinal) {
        Tools.await("connection " + ordinal, () -> {
            sender.tend();
            return sender.ordinal() == ordinal;
        });
    }

    /** The sensor never thinks it is connected, and says why not: once, though it tries again. */
    private void isRefused(ConnectionFault fault, String... why) {
        Tools.await("three refusals", () -> {
            sender.tend();
            assertThat(sender.ordinal()).isZero();
            return sender.counters().faults(fault) >= 3;
        });
        assertThat(sender.counters().connections()).isZero();
        List<String> lines =
                told.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).contains(" cannot be reached: ").contains(why);
    }

    private void write(String text) {
        sender.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2,TLS 1.2", "-tls1_3,TLS 1.3"})
    void e36bothShowWhoTheyAreAndEveryOctetArrives(String version, String name) throws IOException {
        try (OpensslServer server = demanding("collector", version)) {
            connectTo("localhost", server.port(), mutual(), LIMITS);
            awaitConnection();
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 5_000; i++) {
                String message = "message " + i + "\0\u00ff\n";
                Tools.await("room", sender::isWritable);
                write(message);
                all.append(message);
            }
            sender.close();
            sender = null;
            Tools.await("openssl to read all", () -> server.received().length() >= all.length());
            assertThat(server.received()).isEqualTo(all.toString());
            assertThat(server.messages())
                    .contains(name)
                    .containsPattern("<<< [^\n]*Alert[^\n]*warning close_notify")
                    .containsPattern("<<< [^\n]*CertificateVerify");
        }
    }

    @Test
    void anAddressIsANameToo() throws IOException {
        try (OpensslServer server = demanding("collector", "-tls1_3")) {
            connectTo("127.0.0.1", server.port(), mutual(), LIMITS);
            awaitConnection();
        }
    }

    @Test
    void aCollectorThatWantsNoCertificateIsShownNone() throws IOException {
        try (OpensslServer server = OpensslServer.start(folder, 0, showing("collector") + "-tls1_3")) {
            connectTo("localhost", server.port(), known.trusting(), LIMITS);
            awaitConnection();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void e36aCollectorOfAnotherNameIsNotTrusted(String version) throws IOException {
        try (OpensslServer server = demanding("elsewhere", version)) {
            connectTo("localhost", server.port(), mutual(), LIMITS);
            isRefused(
                    ConnectionFault.NOT_TRUSTED,
                    "its certificate is not for localhost but for elsewhere.example, *.example");
        }
    }

    @Test
    void theNameMayBeSetToWhatTheCertificateSays() throws IOException {
        try (OpensslServer server = demanding("elsewhere", "-tls1_3")) {
            TlsConfig tls = mutual();
            connectTo(
                    "localhost",
                    server.port(),
                    new TlsConfig(tls.trust(), tls.certificate(), tls.key(), "third.example"),
                    LIMITS);
            awaitConnection();
            assertThat(server.messages()).contains("ClientHello");
        }
    }

    @Test
    void aCommonNameIsNoName() throws IOException, InterruptedException {
        known.issue("localhost", "");
        try (OpensslServer server = demanding("localhost", "-tls1_3")) {
            connectTo("localhost", server.port(), mutual(), LIMITS);
            isRefused(ConnectionFault.NOT_TRUSTED, "is not for localhost but for nobody");
        }
    }

    @Test
    void aCertificateThatHasEndedIsNotTrusted() throws IOException {
        try (OpensslServer server = demanding("expired", "-tls1_3")) {
            connectTo("localhost", server.port(), mutual(), LIMITS);
            isRefused(ConnectionFault.NOT_TRUSTED, "its certificate of CN=expired ended on 20");
        }
    }

    @Test
    void e38aCollectorOfAnotherAuthorityIsNotTrustedAndThatIsTold() throws IOException {
        String stranger = "-cert " + other.certificate("stranger") + " -key " + other.key("stranger");
        try (OpensslServer server = OpensslServer.start(folder, 0, stranger)) {
            connectTo("localhost", server.port(), mutual(), LIMITS);
            isRefused(
                    ConnectionFault.NOT_TRUSTED,
                    "its certificate is by CN=other-ca, for whom collector.tls.trust does not vouch");
            sender.close();
            told.list.clear();
            connectTo("localhost", server.port(), TlsConfig.DEFAULT, LIMITS);
            isRefused(ConnectionFault.NOT_TRUSTED, "by CN=other-ca, for whom the JDK does not vouch");
        }
    }

    @Test
    void e36theCollectorsOwnCertificateMayBeTrusted() throws IOException {
        try (OpensslServer server = OpensslServer.start(folder, 0, showing("collector") + "-tls1_3")) {
            String own = known.certificate("collector").toString();
            connectTo("localhost", server.port(), new TlsConfig(own, "", "", ""), LIMITS);
            awaitConnection();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void aSensorWithoutCertificateIsToldThatItNeedsOne(String version) throws IOException {
        try (OpensslServer server = demanding("collector", version)) {
            connectTo("localhost", server.port(), known.trusting(), LIMITS);
            isRefused(
                    ConnectionFault.NOT_ACCEPTED,
                    "it wants a certificate of this sensor, and collector.tls.certificate names none");
        }
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2,foreign-sensor", "-tls1_3,foreign-sensor", "-tls1_2,expired-sensor", "-tls1_3,expired-sensor"})
    void aSensorWhoseCertificateIsNotAcceptedIsToldSo(String version, String owner) throws IOException {
        try (OpensslServer server = demanding("collector", version)) {
            connectTo("localhost", server.port(), known.trustingAndShowing(owner), LIMITS);
            isRefused(
                    ConnectionFault.NOT_ACCEPTED,
                    "it does not accept this sensor's certificate, collector.tls.certificate (TLS alert ");
        }
    }

    @Test
    void aRenewedCertificateIsUsedForTheNextConnection() throws IOException {
        for (String file : List.of(".pem", ".key")) {
            Files.copy(folder.resolve("expired-sensor" + file), folder.resolve("renewed" + file));
        }
        try (OpensslServer server = demanding("collector", "-tls1_3")) {
            connectTo("localhost", server.port(), known.trustingAndShowing("renewed"), LIMITS);
            isRefused(ConnectionFault.NOT_ACCEPTED, "does not accept");
            // Half of a renewal: the key does not belong to the certificate, and what was read before is used.
            replace("sensor.key", "renewed.key");
            long before = sender.counters().faults(ConnectionFault.NOT_ACCEPTED);
            Tools.await("another refusal", () -> {
                sender.tend();
                return sender.counters().faults(ConnectionFault.NOT_ACCEPTED) > before;
            });
            replace("sensor.pem", "renewed.pem");
            awaitConnection();
        }
    }

    private static void replace(String from, String to) throws IOException {
        Files.copy(folder.resolve(from), folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-tls1_1 -cipher ALL:@SECLEVEL=0",
                "-tls1_2 -cipher aNULL:@SECLEVEL=0",
                "-tls1_2 -cipher eNULL:@SECLEVEL=0",
            })
    void e35oldVersionsAndEmptyCiphersAreNotSpoken(String weak) throws IOException {
        try (OpensslServer server = OpensslServer.start(folder, 0, showing("collector") + weak)) {
            connectTo("localhost", server.port(), mutual(), LIMITS);
            isRefused(ConnectionFault.TLS, "it speaks no TLS this sensor speaks");
        }
    }

    @Test
    void aPortWithoutTlsIsToldAsSuch() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            CompletableFuture.runAsync(() -> answer(server, "220 welcome\r\n"));
            connectTo("localhost", server.getLocalPort(), mutual(), LIMITS);
            isRefused(ConnectionFault.TLS, "it does not speak TLS on this port");
        }
    }

    @Test
    void aPortThatSaysNothingIsGivenUp() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            connectTo("localhost", server.getLocalPort(), mutual(), new Link.Limits(20_000, 200, 500, 60_000, 500));
            isRefused(ConnectionFault.NO_ANSWER, "it does not answer in TLS");
        }
    }

    private static void answer(ServerSocket server, String text) {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().read(new byte[10_000]);
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void e38aCollectorThatIsKilledIsToldAndStartedAgainConnectedToAgain(String version) throws IOException {
        int port;
        try (OpensslServer server = demanding("collector", version)) {
            port = server.port();
            connectTo("localhost", port, mutual(), LIMITS);
            awaitConnection();
            write("first");
            Tools.await("the first", () -> server.received().equals("first"));
        }
        Tools.await("the loss to be noticed", () -> {
            sender.tend();
            return sender.counters().faults(ConnectionFault.REFUSED) > 0;
        });
        assertThat(sender.ordinal()).isZero();
        assertThat(told.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(
                        line -> line.matches(
                                "connection to collector ipfix\\+tls://localhost:\\d+ lost: it (closed|reset) the connection; trying again every 0.2 s"));
        try (OpensslServer server = OpensslServer.start(folder, port, showing("collector") + demand() + version)) {
            awaitConnection(2);
            write("second");
            Tools.await("the second", () -> server.received().equals("second"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void aCollectorThatStopsReadingIsGivenUpAndGoingOnItIsConnectedToAgain(String version)
            throws IOException, InterruptedException {
        try (OpensslServer server = demanding("collector", version)) {
            connectTo("localhost", server.port(), mutual(), new Link.Limits(20_000, 5_000, 500, 1_000, 500));
            awaitConnection();
            server.signal("STOP");
            Tools.await("the stall to be noticed", () -> {
                sender.tend();
                while (sender.isWritable()) {
                    write("x".repeat(10_000));
                }
                assertThat(sender.unsent()).isLessThan(Link.SEND_BUFFER_OCTETS + 10_000);
                return sender.counters().faults(ConnectionFault.STALLED) > 0;
            });
            server.signal("CONT");
            awaitConnection(2);
            sender.close();
            sender = null;
        }
    }

    @Test
    void aFileThatCannotBeUsedIsToldBeforeAnythingStarts() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing\n");
        TlsConfig tls = mutual();
        refuses(new TlsConfig("none.pem", "", "", ""), "collector.tls.trust none.pem: no such file");
        refuses(new TlsConfig(folder.toString(), "", "", ""), "collector.tls.trust " + folder + ": cannot be read");
        refuses(new TlsConfig(empty.toString(), "", "", ""), "collector.tls.trust " + empty + ": no certificate in it");
        refuses(
                new TlsConfig("", tls.certificate(), empty.toString(), ""),
                "collector.tls.key " + empty + ": no private key in it");
        refuses(
                new TlsConfig("", tls.certificate(), known.key("collector").toString(), ""),
                "collector.tls.key " + known.key("collector") + ": is not the key of the first certificate in "
                        + tls.certificate());
    }

    private static void refuses(TlsConfig tls, String why) {
        CollectorConfig collector = CollectorConfig.of("ipfix+tls://localhost").withTls(tls);
        assertThatThrownBy(() -> TcpSender.checkFiles(collector))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(why);
    }
}
