package vedette.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.Tools;
import vedette.detect.Feed;
import vedette.export.transport.Certificates;

/** The listener as those see it who ask, and those who would rather break it. */
@Timeout(120)
class MetricsListenerTest {
    private static final String ASK = "GET /metrics HTTP/1.1\r\nHost: a\r\n";
    private static final String END = "\r\n";

    @TempDir
    Path directory;

    private final MadeStages made = new MadeStages();
    private MetricsListener listener;
    private int port;

    private void listen() throws IOException {
        listen(new MetricsConfig("127.0.0.1:0", "", "", "", "", false));
    }

    private void listen(MetricsConfig config) throws IOException {
        listener = MetricsListener.open(config);
        listener.serve(made.stages());
        String url = listener.url();
        port = Integer.parseInt(url.replaceAll(".*:(\\d+)/metrics", "$1"));
    }

    @AfterEach
    void close() {
        if (listener != null) {
            listener.close();
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private byte[] say(byte[] octets) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(octets);
            return socket.getInputStream().readAllBytes();
        }
    }

    private String say(String text) throws IOException {
        return new String(say(text.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.UTF_8);
    }

    private String get(String path) throws IOException {
        return say("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    private static String head(String answer) {
        return answer.substring(0, answer.indexOf("\r\n\r\n"));
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("metrics answer"))
                .count();
    }

    @Test
    void metricsAreToldInTheOldTextFormatUnlessAskedForAnother() throws IOException {
        listen();
        String answer = get("/metrics");
        assertThat(head(answer))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Type: text/plain; version=0.0.4; charset=utf-8")
                .contains("Content-Length: " + body(answer).getBytes(StandardCharsets.UTF_8).length)
                .contains("Connection: close");
        assertThat(body(answer))
                .contains("\n# TYPE vedette_flows_started_total counter\n")
                .contains("\nvedette_build_info{version=\"1.2.3\",java=\"" + System.getProperty("java.version")
                        + "\",} 1.0\n")
                .contains("\njvm_threads_current ")
                .contains("\nprocess_cpu_seconds_total ");
        String open = say(ASK + "Accept: application/openmetrics-text;version=1.0.0\r\n" + END);
        assertThat(head(open)).contains("Content-Type: application/openmetrics-text; version=1.0.0");
        assertThat(body(open))
                .contains("\n# TYPE vedette_flows_started counter\n")
                .endsWith("# EOF\n");
    }

    @Test
    void anAnswerIsPackedForWhomCanUnpackIt() throws IOException {
        listen();
        byte[] packed = say((ASK + "Accept-Encoding: gzip\r\n" + END).getBytes(StandardCharsets.US_ASCII));
        String head = head(new String(packed, StandardCharsets.ISO_8859_1));
        assertThat(head).contains("Content-Encoding: gzip");
        InputStream body = new ByteArrayInputStream(packed, head.length() + 4, packed.length - head.length() - 4);
        assertThat(new String(new GZIPInputStream(body).readAllBytes(), StandardCharsets.UTF_8))
                .contains("vedette_flows_active 0.0");
    }

    @Test
    void whoAsksForTheHeadAloneIsGivenThat() throws IOException {
        listen();
        String answer = say("HEAD /healthz HTTP/1.0\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Length: 3")
                .endsWith("\r\n\r\n");
    }

    @Test
    void whatIsNotThereIsNotFoundAndNothingCanBeSent() throws IOException {
        listen();
        assertThat(get("/metric")).startsWith("HTTP/1.1 404 Not Found\r\n");
        assertThat(get("/metrics/")).startsWith("HTTP/1.1 404 ");
        assertThat(get("/../etc/passwd")).startsWith("HTTP/1.1 404 ");
        assertThat(say("POST /metrics HTTP/1.1\r\nContent-Length: 4\r\n\r\nabcd"))
                .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
                .contains("Allow: GET, HEAD");
        assertThat(say("DELETE /metrics HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 405 ");
    }

    @Test
    void whatIsNoRequestIsToldSo() throws IOException {
        listen();
        assertThat(say("\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n")).startsWith("HTTP/1.1 400 Bad Request\r\n");
        assertThat(say("SSH-2.0-OpenSSH_9.2\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(get("/healthz")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aHeadOf100KilobytesIsRefusedAndTheSenderHearsWhy() throws IOException {
        listen();
        assertThat(say(ASK + "A: " + "b".repeat(100_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n");
    }

    @Test
    void whoIsSlowIsCutOffAndKeepsNobodyWaiting() throws Exception {
        listen();
        long startNs = System.nanoTime();
        try (Socket slow = connect()) {
            slow.getOutputStream().write("GET /met".getBytes(StandardCharsets.US_ASCII));
            Thread drip = new Thread(() -> drip(slow));
            drip.start();
            assertThat(get("/healthz")).startsWith("HTTP/1.1 200 ");
            assertThat(System.nanoTime() - startNs).isLessThan(MetricsListener.PATIENCE_NS);
            drip.join();
            assertThat(System.nanoTime() - startNs)
                    .isGreaterThanOrEqualTo(MetricsListener.PATIENCE_NS - TimeUnit.SECONDS.toNanos(1));
        }
        Tools.await("the slow one to be cut off", () -> listener.connections() == 0);
    }

    /** An octet now and then, for as long as the other side takes it. */
    private static void drip(Socket slow) {
        try {
            while (true) {
                slow.getOutputStream().write('r');
                Tools.sleep(50);
            }
        } catch (IOException cutOff) {
            // At last.
        }
    }

    @Test
    void howeverManyComeThreadsAreFewAndOthersAreAnswered() throws Exception {
        listen();
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 20 * MetricsListener.MOST_CONNECTIONS; i++) {
                silent.add(connect());
                assertThat(threads()).isLessThanOrEqualTo(MetricsListener.MOST_CONNECTIONS);
            }
            long startNs = System.nanoTime();
            assertThat(get("/readyz")).startsWith("HTTP/1.1 200 ");
            assertThat(System.nanoTime() - startNs).isLessThan(MetricsListener.PATIENCE_NS);
            assertThat(threads()).isLessThanOrEqualTo(MetricsListener.MOST_CONNECTIONS);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
        Tools.await("all to be gone", () -> listener.connections() == 0);
        assertThat(get("/metrics")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void whoDoesNotReadTheAnswerIsCutOff() throws Exception {
        listen();
        try (Socket deaf = connect()) {
            deaf.getOutputStream().write((ASK + END).getBytes(StandardCharsets.US_ASCII));
            Tools.await("it to be admitted", () -> listener.connections() == 1);
            Tools.await("it to be cut off", () -> listener.connections() == 0);
        }
    }

    @Test
    void aSensorThatHangsIsNotHealthyAndSaysSo() throws IOException {
        listen();
        assertThat(body(get("/healthz"))).isEqualTo("ok\n");
        long longAgoNs = System.nanoTime() - Health.HANGS_NS - TimeUnit.SECONDS.toNanos(2);
        MeteringState old = new MeteringState(longAgoNs, 0, List.of(), Feed.FULL, 0, 0);
        made.metering = () -> old;
        String hangs = get("/healthz");
        assertThat(hangs).startsWith("HTTP/1.1 503 Service Unavailable\r\n");
        assertThat(body(hangs)).isEqualTo("the metering thread has not come by for 12 s\n");
        assertThat(get("/readyz")).startsWith("HTTP/1.1 503 ");
    }

    @Test
    void aSensorThatStopsLivesAndIsNotReady() throws IOException {
        listen();
        made.stopping = () -> true;
        assertThat(get("/healthz")).startsWith("HTTP/1.1 200 ");
        String stopping = get("/readyz");
        assertThat(stopping).startsWith("HTTP/1.1 503 ");
        assertThat(body(stopping)).isEqualTo("the sensor is stopping\n");
        assertThat(body(get("/metrics"))).contains("\nvedette_ready 0.0\n");
    }

    private Path password(String text) throws IOException {
        Path file = directory.resolve("password");
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private String askAs(String userAndPassword) throws IOException {
        String encoded = Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
        return say(ASK + "Authorization: Basic " + encoded + "\r\n" + END);
    }

    @Test
    void whoHasNotThePasswordIsToldNothing() throws IOException {
        listen(new MetricsConfig(
                "127.0.0.1:0", "", "", "scraper", password("s\u00e9cret\n").toString(), false));
        assertThat(askAs("scraper:s\u00e9cret")).startsWith("HTTP/1.1 200 OK\r\n");
        String refused = get("/metrics");
        assertThat(refused)
                .startsWith("HTTP/1.1 401 Unauthorized\r\n")
                .contains("WWW-Authenticate: Basic realm=\"vedette\"")
                .doesNotContain("vedette_");
        for (String wrong : List.of(
                "scraper:secret", "scraper:", "scraper", ":", "", "other:s\u00e9cret", "scraper:s\u00e9cret2")) {
            assertThat(askAs(wrong)).as(wrong).startsWith("HTTP/1.1 401 ");
        }
        assertThat(say(ASK + "Authorization: Basic %%%\r\n" + END)).startsWith("HTTP/1.1 401 ");
        assertThat(say(ASK + "Authorization: Bearer abc\r\n" + END)).startsWith("HTTP/1.1 401 ");
        assertThat(get("/healthz")).startsWith("HTTP/1.1 401 ");
        assertThat(get("/nothing")).startsWith("HTTP/1.1 401 ");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPasswordFileThatIsAPipeIsRefusedAndNotWaitedFor() throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe");
        Tools.run("mkfifo", "-m", "600", pipe.toString());
        refused(pipe, "cannot be read: pipe is no regular file");
    }

    @Test
    void aPasswordFileThatCannotBeUsedIsRefusedWithItsName() throws IOException {
        Path file = password("secret\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        refused(file, "others may read it; chmod o= " + file);
        refused(password("\nsecond line"), "its first line must be the password, of 1 to 1024 octets");
        refused(password("x".repeat(2000)), "its first line must be the password, of 1 to 1024 octets");
        refused(directory.resolve("none"), "no such file");
    }

    private static void refused(Path file, String why) {
        MetricsConfig config = new MetricsConfig("127.0.0.1:0", "", "", "scraper", file.toString(), false);
        assertThatIOException()
                .isThrownBy(() -> MetricsListener.checkFiles(config))
                .withMessage("metrics.password-file " + file + ": " + why);
    }

    @Test
    void aPortThatIsInUseIsToldWithWhatMendsIt() throws IOException {
        listen();
        MetricsConfig same = new MetricsConfig("127.0.0.1:" + port, "", "", "", "", false);
        assertThatIOException()
                .isThrownBy(() -> MetricsListener.open(same))
                .withMessage("cannot listen on 127.0.0.1:" + port
                        + " for metrics: the port is in use; set metrics.listen to another, or to \"\" for none");
    }

    @Test
    void anAddressThatIsNotThisMachinesIsTold() {
        for (String listen : List.of("192.0.2.1:9469", "no-such-host.invalid:9469")) {
            MetricsConfig elsewhere = new MetricsConfig(listen, "", "", "", "", true);
            assertThatIOException()
                    .isThrownBy(() -> MetricsListener.open(elsewhere))
                    .withMessageStartingWith("cannot listen on " + listen + " for metrics: ")
                    .withMessageEndingWith("; see metrics.listen");
        }
    }

    @Test
    void ipv6CanBeAskedToo() throws IOException {
        assumeTrue(InetAddress.getByName("::1").isReachable(1000), "there is no IPv6 here");
        listen(new MetricsConfig("[::1]:0", "", "", "", "", false));
        assertThat(listener.url()).matches("http://\\[0:0:0:0:0:0:0:1]:\\d+/metrics");
        try (Socket socket = new Socket("::1", port)) {
            socket.getOutputStream().write("GET /healthz HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("ok\n");
        }
    }

    private static String curl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Tools.tool("curl"), "-sS", "--max-time", "20"));
        command.addAll(List.of(arguments));
        Tools.Result result = Tools.run(command.toArray(String[]::new));
        return result.exit() + " " + result.out() + result.err();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-256", "ed25519"})
    void everyKindOfKeyServes(String kind) throws Exception {
        Path certificate = directory.resolve("own.pem");
        Path key = directory.resolve("own.key");
        String request = "req -x509 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost -newkey "
                + kind + " -keyout " + key + " -out " + certificate;
        List<String> command = new ArrayList<>(List.of(Tools.tool("openssl")));
        command.addAll(List.of(request.split(" ")));
        assertThat(Tools.run(command.toArray(String[]::new)).exit()).isZero();
        listen(new MetricsConfig("127.0.0.1:0", certificate.toString(), key.toString(), "", "", false));
        String url = "https://localhost:" + port + "/healthz";
        assertThat(curl("--cacert", certificate.toString(), url)).isEqualTo("0 ok\n");
        assertThat(curl("--cacert", certificate.toString(), "--tls-max", "1.2", url))
                .isEqualTo("0 ok\n");
    }

    @Test
    void overTlsTheCertificateIsShownAndARenewedOneIsUsedAtOnce() throws Exception {
        Certificates certificates = new Certificates(directory, "authority").issue("sensor", "DNS:localhost");
        String certificate = certificates.certificate("sensor").toString();
        listen(new MetricsConfig(
                "127.0.0.1:0",
                certificate,
                certificates.key("sensor").toString(),
                "scraper",
                password("secret").toString(),
                false));
        String authority = certificates.certificate("authority").toString();
        String url = "https://localhost:" + port + "/healthz";
        assertThat(curl("--cacert", authority, "-u", "scraper:secret", url)).isEqualTo("0 ok\n");
        assertThat(curl("--cacert", authority, "-u", "scraper:wrong", url))
                .isEqualTo("0 a user and a password are needed\n");
        assertThat(curl("-u", "scraper:secret", url))
                .as("nobody vouches for it")
                .startsWith("60 ");
        assertThat(curl("--cacert", authority, "--tls-max", "1.1", url))
                .as("too old a version")
                .startsWith("35 ");
        assertThat(get("/healthz")).as("no TLS").doesNotContain("ok");
        try (Socket silent = connect()) {
            assertThat(curl("--cacert", authority, "-u", "scraper:secret", url))
                    .as("beside one that does not begin")
                    .isEqualTo("0 ok\n");
            assertThat(silent.getInputStream().readAllBytes()).isEmpty();
        }

        Certificates others = new Certificates(directory, "another").issue("sensor", "DNS:localhost");
        Tools.await("the renewed certificate", () -> {
            try {
                return curl("--cacert", others.certificate("another").toString(), "-u", "scraper:secret", url)
                        .equals("0 ok\n");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(curl("--cacert", authority, "-u", "scraper:secret", url)).startsWith("60 ");
    }
}
