package vedette.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.Tools;
import vedette.export.ipfix.StrictIpfix;
import vedette.export.ipfix.StrictIpfix.DataRecord;
import vedette.export.transport.Certificates;

/** Collectors that are away, stop, or break off, and disks that are full or damaged: what arrives, and what the books say. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class StoreAndForwardIT {
    private static final String LOOPBACK = "127.0.0.1";

    @TempDir
    Path directory;

    private Namespaces namespaces;
    private TcpCollector collector;
    private Certificates known;
    private Path spool;
    private int sent;

    @BeforeEach
    void join() throws Exception {
        namespaces = Namespaces.create().withAddresses();
        namespaces.sensor().run("sysctl", "-q", "-w", "net.ipv4.icmp_ratelimit=0");
        spool = Files.createDirectory(directory.resolve("spool"));
        collector = new TcpCollector(namespaces.sensor(), LOOPBACK, directory);
    }

    @AfterEach
    void part() {
        if (namespaces != null) {
            namespaces.close();
        }
    }

    private Sensor run(List<String> collectors, String... settings) throws Exception {
        return Sensor.run(
                namespaces,
                directory,
                collectors.stream().map(this::block).toList(),
                settings(settings).toArray(String[]::new));
    }

    private List<String> settings(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "capture.interfaces=veth0",
                "capture.filter=udp and dst host " + Namespaces.SENSOR_ADDRESS,
                "flow.idle-udp=1s",
                "detect.enabled=beacon",
                "export.reconnect=1s",
                "export.spool-dir=" + spool,
                "export.spool-free-size=0"));
        all.addAll(List.of(more));
        return all.stream().flatMap(each -> Stream.of("--set", each)).toList();
    }

    private String block(String uri) {
        return uri + "\nqueue-records = 32768\n"
                + (uri.startsWith("ipfix+tls:")
                        ? "[collector.tls]\ntrust = \"" + known.certificate("known-ca") + "\""
                        : "");
    }

    /** Sends datagrams, each of which is a flow of its own in all of the test. */
    private void send(int flows, int perSecond) throws Exception {
        startSending(flows, perSecond).waitFor();
    }

    private Process startSending(int flows, int perSecond) throws Exception {
        String script = """
                import socket, sys, time
                source, target, first, count, rate = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
                sockets = {}
                start = time.monotonic()
                for i in range(count):
                    port, other = divmod(first + i, 50000)
                    if port not in sockets:
                        sockets[port] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                        sockets[port].bind((source, 40000 + port))
                    sockets[port].sendto(b'x', (target, 1 + other))
                    ahead = start + i / rate - time.monotonic()
                    if ahead > 0.01:
                        time.sleep(ahead)
                """;
        ProcessBuilder builder = new ProcessBuilder(
                "python3",
                "-c",
                script,
                Namespaces.SENDER_ADDRESS,
                Namespaces.SENSOR_ADDRESS,
                String.valueOf(sent),
                String.valueOf(flows),
                String.valueOf(perSecond));
        sent += flows;
        return namespaces.sender().start(builder.inheritIO());
    }

    /** Which of the datagrams a flow is, from 0. */
    private static int ordinal(DataRecord flow) {
        return (int)
                ((flow.number("sourceTransportPort") - 40_000) * 50_000 + flow.number("destinationTransportPort") - 1);
    }

    private static Set<Integer> ordinals(Collection<DataRecord> flows) {
        return flows.stream().map(StoreAndForwardIT::ordinal).collect(Collectors.toSet());
    }

    private void awaitFlows(int count) throws Exception {
        Sensor.await(
                count + " flows",
                () -> collector.flows().size() >= count
                        && ordinals(collector.flows()).size() >= count);
    }

    private long spooledOctets() throws IOException {
        long octets = 0;
        for (Path file : spoolFiles()) {
            octets += Files.size(file);
        }
        return octets;
    }

    private List<Path> spoolFiles() throws IOException {
        return inSpool(".ipfix");
    }

    /** Asks for names alone: some files are gone the next moment. */
    private List<Path> inSpool(String ending) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> collectors = Files.newDirectoryStream(spool)) {
            for (Path each : collectors) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(each, "*" + ending)) {
                    files.forEach(found::add);
                }
            }
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }

    private void awaitSpool(long octets) throws Exception {
        Sensor.await(octets + " octets in the spool", () -> spooledOctets() >= octets);
    }

    /** Ends the sensor, which must have captured all that was sent. */
    private ExportBooks end(Sensor sensor) throws Exception {
        return end(sensor, sent);
    }

    private ExportBooks end(Sensor sensor, int frames) throws Exception {
        sensor.terminate();
        assertThat(sensor.exitCode()).as(sensor.said()).isZero();
        assertThat(FrameBooks.of(sensor)).isEqualTo(new FrameBooks(frames, 0, 0, 0));
        ExportBooks account = ExportBooks.of(sensor, collector.uri());
        account.balance();
        assertThat(account.of("records offered")).isEqualTo(frames);
        return account;
    }

    /** Every flow has arrived, and twice only as many as were sent again. */
    private void allArrived(Sensor sensor, ExportBooks account) throws Exception {
        assertThat(account.sent() + account.spooled()).as(sensor.said()).isEqualTo(sent);
        assertThat(account.drops()).as(sensor.said()).isZero();
        awaitFlows(sent);
        List<DataRecord> flows = collector.flows();
        assertThat(flows.size() - sent).as(sensor.said()).isLessThanOrEqualTo((int) account.resent());
        assertThat(spoolFiles()).as(sensor.said()).isEmpty();
        collector.isReadByIpfixDump();
    }

    @Test
    void aCollectorThatIsKilledAndStartedAgainGetsEveryFlow() throws Exception {
        collector.start();
        Sensor sensor = run(List.of(collector.uri()));
        Process sending = startSending(6_000, 3_000);
        awaitFlows(1_000);
        collector.kill();
        collector.start();
        sending.waitFor();
        awaitFlows(sent);
        collector.kill();
        send(4_000, 4_000);
        awaitSpool(200_000);
        collector.start();
        awaitFlows(sent);
        allArrived(sensor, end(sensor));
    }

    @Test
    void aCollectorThatStopsReadingCostsNothingButTheDisk() throws Exception {
        collector.start();
        Sensor sensor = run(List.of(collector.uri()));
        send(1_000, 5_000);
        awaitFlows(1_000);
        collector.signal("STOP");
        long before = residentOctets(sensor);
        send(25_000, 8_000);
        awaitSpool(500_000);
        assertThat(residentOctets(sensor) - before).as("growth of the sensor").isLessThan(100L << 20);
        collector.signal("CONT");
        awaitFlows(sent);
        ExportBooks account = end(sensor);
        allArrived(sensor, account);
        assertThat(account.resent()).as(sensor.said()).isZero();
    }

    private static long residentOctets(Sensor sensor) throws IOException {
        String status = Files.readString(Path.of("/proc/" + sensor.pid() + "/status"));
        Matcher resident = Pattern.compile("VmRSS:\\s+(\\d+) kB").matcher(status);
        assertThat(resident.find()).isTrue();
        return Long.parseLong(resident.group(1)) * 1024;
    }

    /** A collector on another link, which can be cut without an end of what the sensor captures from. */
    private void moveBehindALink(boolean tls) throws Exception {
        namespaces.join("veth2", "veth3");
        namespaces.sensor().run("ip", "addr", "add", "10.98.0.1/24", "dev", "veth2");
        namespaces.sender().run("ip", "addr", "add", "10.98.0.2/24", "dev", "veth3");
        collector = new TcpCollector(namespaces.sender(), "10.98.0.2", directory);
        if (tls) {
            certify();
            collector.withTls(shown("collector"));
        }
        collector.start();
    }

    private void certify() throws Exception {
        known = new Certificates(directory, "known-ca")
                .issue("collector", "IP:127.0.0.1,IP:10.98.0.2")
                .issue("elsewhere", "DNS:elsewhere.example")
                .issueExpired("expired", "IP:127.0.0.1");
    }

    /** What a collector shows from now on. */
    private Path shown(String owner) throws IOException {
        Path shown = directory.resolve("shown");
        Files.copy(known.key(owner), directory.resolve("shown.key"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(known.certificate(owner), directory.resolve("shown.pem"), StandardCopyOption.REPLACE_EXISTING);
        return shown;
    }

    private void setLink(String state) throws Exception {
        namespaces.sender().run("ip", "link", "set", "veth3", state);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatThePathHeldWhenItWasCutArrives(boolean tls) throws Exception {
        moveBehindALink(tls);
        Sensor sensor = run(List.of(collector.uri()));
        send(1_000, 3_000);
        awaitFlows(1_000);
        setLink("down");
        send(3_000, 3_000);
        setLink("up");
        awaitFlows(4_000);
        setLink("down");
        send(3_000, 3_000);
        collector.kill();
        collector.start();
        setLink("up");
        awaitFlows(sent);
        allArrived(sensor, end(sensor));
    }

    @ParameterizedTest
    @CsvSource({"10, false", "10, true", "0, false"})
    void aPathThatIsCutInSilenceIsNoticedThoughLittleIsSent(int flows, boolean tls) throws Exception {
        moveBehindALink(tls);
        Sensor sensor = run(List.of(collector.uri()));
        send(100, 1_000);
        awaitFlows(100);
        setLink("down");
        send(flows, 1_000);
        String lost = "connection to collector " + collector.uri() + " lost: its host ";
        Sensor.await("the cut to be noticed", () -> sensor.said().contains(lost));
        assertThat(sensor.said())
                .contains(lost + (flows > 0 ? "has acknowledged nothing for 20 s" : "does not answer any more"));
        setLink("up");
        send(100, 1_000);
        awaitFlows(sent);
        ExportBooks account = end(sensor);
        allArrived(sensor, account);
        assertThat(account.resent()).isGreaterThanOrEqualTo(flows);
    }

    @ParameterizedTest
    @CsvSource({
        "expired, its certificate of CN=expired ended on",
        "elsewhere, its certificate is not for 127.0.0.1 but for elsewhere.example"
    })
    void whatACollectorThatIsNotTrustedIsNotGivenWaitsUntilItsCertificateIsMended(String bad, String why)
            throws Exception {
        certify();
        collector.withTls(shown(bad)).start();
        Path told = directory.resolve("told");
        Path alerts = told.resolve("alerts.jsonl");
        Sensor first = run(List.of(collector.uri(), "file:" + told));
        send(3_000, 5_000);
        Sensor.await("an alert", () -> Files.readString(alerts).contains("\"signature_id\":1903"));
        awaitSpool(150_000);
        ExportBooks left = endsWithin10Seconds(first);
        assertThat(first.said()).contains("cannot be reached: it is not trusted: " + why);
        assertThat(left.spooled()).isEqualTo(3_000);
        assertThat(left.sent() + left.drops()).isZero();

        Sensor second = run(List.of(collector.uri(), "file:" + told));
        send(3_000, 5_000);
        Sensor.await("an alert", () -> Files.readString(alerts).contains("\"signature_id\":1903"));
        assertThat(collector.flows()).isEmpty();
        shown("collector");
        Sensor.await("its end", () -> Files.readString(alerts).contains("all collectors are reached again"));
        send(3_000, 5_000);
        awaitFlows(sent);
        ExportBooks account = end(second, 6_000);
        assertThat(account.recovered()).isEqualTo(3_000);
        assertThat(account.sent()).isEqualTo(sent);
        assertThat(account.drops() + account.spooled() + account.resent()).isZero();
        assertThat(collector.flows())
                .extracting(StoreAndForwardIT::ordinal)
                .containsExactlyElementsOf(writtenOrder(told));
        collector.isReadByIpfixDump();
    }

    /** The flows of both runs in the order in which a file that was always there was given them. */
    private static List<Integer> writtenOrder(Path told) throws IOException {
        List<Integer> order = new ArrayList<>();
        Pattern ports = Pattern.compile("\"src_port\":(\\d+).*\"dest_port\":(\\d+)");
        try (Stream<Path> files = Files.list(told)) {
            for (Path file : files.filter(each -> each.getFileName().toString().matches("flows.*\\.jsonl"))
                    .sorted(Comparator.comparing(each -> each.endsWith("flows.jsonl")))
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    Matcher matcher = ports.matcher(line);
                    assertThat(matcher.find()).as(line).isTrue();
                    order.add((Integer.parseInt(matcher.group(1)) - 40_000) * 50_000
                            + Integer.parseInt(matcher.group(2))
                            - 1);
                }
            }
        }
        return order;
    }

    @Test
    void aConnectionThatIsResetWithinAMessageIsMadeAgain() throws Exception {
        collector.start(50_001);
        Sensor sensor = run(List.of(collector.uri()));
        send(6_000, 3_000);
        awaitFlows(sent);
        ExportBooks account = end(sensor);
        allArrived(sensor, account);
        assertThat(account.resent()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "100KiB"})
    void aFullDiskLosesRecordsThatAreCountedAndTold(String leftFree) throws Exception {
        // Larger than what a broken connection may have held, for that stays on disk until as much has followed.
        Tools.run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", spool.toString());
        try {
            Path told = directory.resolve("told");
            Sensor sensor = run(
                    List.of(collector.uri(), "file:" + told),
                    "export.spool-free-size=" + leftFree,
                    "export.spool-size=4MiB");
            send(50_000, 10_000);
            Path alerts = told.resolve("alerts.jsonl");
            Sensor.await("an alert", () -> Files.readString(alerts).contains("\"signature_id\":1904"));
            assertThat(spoolFiles()).hasSizeLessThan(20);
            try (Stream<Path> open = Files.list(Path.of("/proc/" + sensor.pid() + "/fd"))) {
                assertThat(open.count()).isLessThan(200);
            }
            collector.start();
            Sensor.await("the end of the alert", () -> Files.readString(alerts).contains("the disk has room again"));
            collector.kill();
            int kept = ordinals(collector.flows()).size();
            send(1_000, 5_000);
            awaitSpool(1);
            collector.start();
            awaitFlows(kept + 1_000);
            ExportBooks account = end(sensor);
            assertThat(account.drops()).isPositive();
            assertThat(account.dropped().keySet()).containsOnly("disk-low");
            assertThat(ordinals(collector.flows())).hasSize((int) account.sent());
            collector.isReadByIpfixDump();
        } finally {
            namespaces.close();
            Tools.run("umount", "-l", spool.toString());
        }
    }

    @Test
    void whatIsDamagedOnDiskIsToldAndTheRestArrives() throws Exception {
        Sensor first = run(List.of(collector.uri()));
        send(3_000, 5_000);
        awaitSpool(200_000);
        end(first);
        int before = sent;
        damage(spoolFiles().get(0), 100_000);

        Sensor second = run(List.of(collector.uri()));
        assertThat(second.said())
                .containsPattern("are damaged or not whole, and are lost with [1-9][0-9]* records and 0 alerts\n");
        send(3_000, 5_000);
        awaitSpool(400_000);
        damage(spoolFiles().get(spoolFiles().size() - 1), 100_000);
        collector.start();
        Sensor.await("the last flow", () -> ordinals(collector.flows()).contains(sent - 1));
        ExportBooks account = end(second, sent - before);
        assertThat(account.recovered()).isEqualTo(before);
        assertThat(account.dropped().keySet()).containsOnly("spool-damaged");
        assertThat(second.said()).contains("is damaged at octet");
        awaitFlows((int) account.sent());
        assertThat(ordinals(collector.flows())).hasSize((int) account.sent());
        collector.isReadByIpfixDump();
    }

    /** Within the first record of the message that stands there. */
    private static void damage(Path file, int at) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(Files.readAllBytes(file));
        int message = 0;
        for (int next = 0; next <= at; next += octets.getShort(next + 2) & 0xFFFF) {
            message = next;
        }
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.seek(message + 20);
            damaged.write(new byte[40]);
        }
    }

    @Test
    void whatWasOnDiskSurvivesTheKillOfTheSensor() throws Exception {
        Random random = new Random(3);
        Set<Integer> kept = new HashSet<>();
        for (int round = 0; round < 3; round++) {
            Sensor sensor = run(List.of(collector.uri()));
            long held = spooledOctets();
            Process sending = startSending(4_000, 4_000);
            awaitSpool(held + 1 + random.nextInt(200_000));
            sensor.signal("KILL");
            assertThat(sensor.exitCode()).isEqualTo(137);
            sending.waitFor();
            kept.addAll(onDisk());
        }
        collector.start();
        Sensor last = run(List.of(collector.uri()));
        assertThat(last.said()).contains("the sensor did not end cleanly before");
        awaitFlows(kept.size());
        ExportBooks account = end(last, 0);
        assertThat(account.recovered()).isEqualTo(kept.size());
        assertThat(account.sent()).isEqualTo(kept.size());
        assertThat(spoolFiles()).isEmpty();
        assertThat(ordinals(collector.flows())).isEqualTo(kept);
        collector.isReadByIpfixDump();
    }

    /** What stands whole in the spool's files; a file's last message may be cut. */
    private Set<Integer> onDisk() throws IOException {
        Set<Integer> kept = new HashSet<>();
        for (Path file : spoolFiles()) {
            byte[] octets = Files.readAllBytes(file);
            int end = 0;
            for (int next = 0; octets.length - next >= 4; ) {
                next += ByteBuffer.wrap(octets).getShort(next + 2) & 0xFFFF;
                end = next <= octets.length ? next : end;
            }
            kept.addAll(ordinals(StrictIpfix.flows(StrictIpfix.file(Arrays.copyOf(octets, end)))));
        }
        return kept;
    }

    @Test
    void whatAHostTookForACollectorThatNeverReadItIsNotLostThoughTheSensorIsKilled() throws Exception {
        Sensor first = run(List.of(collector.uri()));
        send(10_000, 8_000);
        end(first);
        collector.start();
        collector.signal("STOP");
        Sensor second = run(List.of(collector.uri()));
        Sensor.await("what the hosts take of it", () -> sentTo() > 400_000 && isMarkOld());
        collector.kill();
        Sensor.await("the reset", () -> second.said().contains("lost: "));
        second.signal("KILL");
        assertThat(second.exitCode()).isEqualTo(137);
        collector.start();
        Sensor third = run(List.of(collector.uri()));
        awaitFlows(sent);
        ExportBooks account = end(third, 0);
        assertThat(account.resent()).as(third.said()).isPositive();
        assertThat(account.drops()).isZero();
        collector.isReadByIpfixDump();
    }

    private Path mark() throws IOException {
        return inSpool("progress").get(0);
    }

    /** Octets of the spool's file that may have arrived. */
    private long sentTo() throws IOException {
        return Long.parseLong(Files.readString(mark()).strip().split(" ")[3]);
    }

    /** Whether nothing was given back for a while. */
    private boolean isMarkOld() throws IOException {
        return Files.getLastModifiedTime(mark()).toMillis() < System.currentTimeMillis() - 2_500;
    }

    @Test
    void whatWaitsUnanonymizedIsDroppedWhenItsCollectorIsToGetNoAddresses() throws Exception {
        Sensor first = run(List.of(collector.uri()));
        send(1_000, 5_000);
        assertThat(end(first).spooled()).isEqualTo(1_000);
        Path key = directory.resolve("key");
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, "5a".repeat(32));
        collector.start();
        Sensor second = Sensor.run(
                namespaces,
                directory,
                List.of(collector.uri() + "\nanonymize = \"" + key + "\""),
                settings().toArray(String[]::new));
        assertThat(second.said()).contains("1000 records and 0 alerts that wait from before are dropped");
        ExportBooks account = end(second, 0);
        assertThat(account.dropped()).containsExactly(Map.entry("spool-refused", 1_000L));
        assertThat(collector.flows()).isEmpty();
        assertThat(spoolFiles()).isEmpty();
    }

    @Test
    void anEndWhileTheCollectorIsAwayIsShortAndLosesNothing() throws Exception {
        Sensor first = run(List.of(collector.uri()));
        send(5_000, 5_000);
        ExportBooks left = endsWithin10Seconds(first);
        assertThat(left.spooled()).isEqualTo(sent);

        collector.start();
        collector.signal("STOP");
        Sensor second = run(List.of(collector.uri()));
        send(10_000, 5_000);
        ExportBooks still = endsWithin10Seconds(second, 10_000);
        assertThat(second.said()).doesNotContain("did not end cleanly");
        assertThat(still.recovered()).isEqualTo(left.spooled());
        assertThat(still.drops()).isZero();
        assertThat(still.spooled()).isPositive();
        assertThat(still.resent()).as("nothing went again yet").isZero();
        assertThat(still.sent() + still.spooled()).isEqualTo(sent);

        collector.signal("CONT");
        Sensor third = run(List.of(collector.uri()));
        assertThat(third.said()).doesNotContain("did not end cleanly");
        awaitFlows(sent);
        ExportBooks end = end(third, 0);
        assertThat(still.sent() + end.sent()).isEqualTo(sent);
        assertThat(collector.flows().size() - sent).isLessThanOrEqualTo((int) end.resent());
        collector.isReadByIpfixDump();
    }

    private ExportBooks endsWithin10Seconds(Sensor sensor) throws Exception {
        return endsWithin10Seconds(sensor, sent);
    }

    private ExportBooks endsWithin10Seconds(Sensor sensor, int frames) throws Exception {
        long beforeNs = System.nanoTime();
        ExportBooks account = end(sensor, frames);
        assertThat(System.nanoTime() - beforeNs).isLessThan(TimeUnit.SECONDS.toNanos(10));
        return account;
    }

    @Test
    void aDeadCollectorIsToldToTheOthersWhichAreNotSlowed() throws Exception {
        Path told = directory.resolve("told");
        TcpCollector living = new TcpCollector(namespaces.sensor(), LOOPBACK, directory).start();
        Sensor sensor = run(List.of(collector.uri(), living.uri(), "file:" + told));
        send(10_000, 5_000);
        Sensor.await("all flows", () -> living.flows().size() == sent);
        Path alerts = told.resolve("alerts.jsonl");
        Sensor.await("an alert", () -> Files.readString(alerts).contains("\"signature_id\":1903"));
        assertThat(Files.readString(alerts)).contains("1 collector is away: " + collector.uri() + ";");
        collector.start();
        Sensor.await("its end", () -> Files.readString(alerts).contains("all collectors are reached again"));
        awaitFlows(sent);
        allArrived(sensor, end(sensor));
        ExportBooks other = ExportBooks.of(sensor, living.uri());
        other.balance();
        assertThat(other.sent()).isEqualTo(sent);
        assertThat(living.flows()).hasSize(sent);
    }

    /** A capture of datagrams, each a flow of its own. */
    private Path capture(int flows) throws IOException {
        sent = flows;
        ByteBuffer out = ByteBuffer.allocate(24 + flows * 58).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0xA1B2C3D4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65_535)
                .putInt(1);
        for (int i = 0; i < flows; i++) {
            out.putInt(1_700_000_000 + i / 10_000)
                    .putInt(i % 10_000 * 100)
                    .putInt(42)
                    .putInt(42);
            out.order(ByteOrder.BIG_ENDIAN).put(new byte[12]).putShort((short) 0x0800);
            out.putLong(0x4500_001C_0000_0000L)
                    .putInt(0x4011_0000)
                    .putInt(0x0A63_0002)
                    .putInt(0x0A63_0001);
            out.putShort((short) (40_000 + i / 50_000))
                    .putShort((short) (1 + i % 50_000))
                    .putInt(0x0008_0000);
            out.order(ByteOrder.LITTLE_ENDIAN);
        }
        return Files.write(directory.resolve("datagrams.pcap"), out.array());
    }

    private Sensor replay(String timeout, int flows) throws Exception {
        Path capture = capture(flows);
        return Sensor.startReplay(
                namespaces,
                directory,
                "--set",
                "detect.enabled=beacon",
                "--collector-timeout",
                timeout,
                "--write",
                directory.resolve("out").toString(),
                "--format",
                "summary",
                "--collector",
                collector.uri(),
                capture.toString());
    }

    private String summary() throws IOException {
        return Files.readString(directory.resolve("out/summary.json")).replaceAll("\\s", "");
    }

    @Test
    void aReplayWaitsForACollectorThatComesLate() throws Exception {
        Sensor replay = replay("20s", 60_000);
        TimeUnit.SECONDS.sleep(3);
        collector.start();
        assertThat(replay.exitCode()).as(replay.said()).isZero();
        assertThat(collector.flows()).hasSize(sent);
        assertThat(ordinals(collector.flows())).hasSize(sent);
        collector.isReadByIpfixDump();
    }

    @Test
    void aReplaySaysHowManyRecordsACollectorThatNeverComesDidNotGet() throws Exception {
        Sensor replay = replay("2s", 60_000);
        assertThat(replay.exitCode()).as(replay.said()).isEqualTo(1);
        assertThat(replay.said())
                .contains("collector " + collector.uri() + " took nothing for 2.0 s")
                .containsPattern("[0-9,]+ flow records of [0-9,]+ did not get there");
        assertThat(summary()).contains("\"conservation\":{\"error_packets\":0,\"error_octets\":0}");
    }

    @Test
    void aReplayDoesNotWaitForEverForACollectorThatStopsReading() throws Exception {
        collector.start();
        collector.signal("STOP");
        Sensor replay = replay("2s", 60_000);
        assertThat(replay.exitCode()).as(replay.said()).isEqualTo(1);
        assertThat(replay.said())
                .contains("collector " + collector.uri() + " took nothing for 2.0 s")
                .containsPattern("[0-9,]+ flow records of [0-9,]+ did not get there");
        assertThat(summary()).contains("\"conservation\":{\"error_packets\":0,\"error_octets\":0}");
    }

    @Test
    void theGapInTheSequenceIsWhatACollectorOverUdpLost() throws Exception {
        try (DatagramSocket socket =
                namespaces.sensor().call(() -> new DatagramSocket(new InetSocketAddress(LOOPBACK, 0)))) {
            socket.setReceiveBufferSize(16_384);
            String uri = "ipfix+udp://" + LOOPBACK + ":" + socket.getLocalPort();
            Sensor sensor = run(List.of(uri));
            send(50, 5_000);
            SequenceReader reader = new SequenceReader(socket);
            Sensor.await("the first flows", () -> reader.read() >= 50);
            send(4_000, 4_000);
            Sensor.await("what the socket has room for", () -> reader.read() > 100);
            send(10, 5_000);
            sensor.terminate();
            assertThat(sensor.exitCode()).as(sensor.said()).isZero();
            assertThat(reader.read() + reader.gap()).isEqualTo(sent);
            assertThat(reader.gap()).isPositive();
            ExportBooks account = ExportBooks.of(sensor, uri);
            account.balance();
            assertThat(account.sent()).isEqualTo(sent);
        }
    }

    /** A collector over UDP that adds up what the sequence numbers say is missing. */
    private static final class SequenceReader {
        private final DatagramSocket socket;
        private final StrictIpfix strict = new StrictIpfix(StrictIpfix.Transport.UDP);
        private final Map<Integer, Integer> expected = new HashMap<>();
        private final Map<Integer, Integer> missing = new HashMap<>();
        private long flows;
        private int domainOfFlows;

        SequenceReader(DatagramSocket socket) throws Exception {
            this.socket = socket;
            socket.setSoTimeout(300);
        }

        /** Reads what has come; returns the flow records so far. */
        long read() throws IOException {
            DatagramPacket datagram = new DatagramPacket(new byte[65_536], 65_536);
            try {
                while (true) {
                    socket.receive(datagram);
                    take(Arrays.copyOf(datagram.getData(), datagram.getLength()));
                }
            } catch (SocketTimeoutException e) {
                return flows;
            }
        }

        /** What is missing is taken off the number, so that the strict reader finds nothing else wrong. */
        private void take(byte[] octets) {
            ByteBuffer message = ByteBuffer.wrap(octets);
            int sequence = message.getInt(8);
            int domain = message.getInt(12);
            missing.merge(domain, sequence - expected.getOrDefault(domain, 0), Integer::sum);
            message.putInt(8, sequence - missing.get(domain));
            List<DataRecord> records = strict.read(octets).records();
            expected.put(domain, sequence + records.size());
            long flowsInIt = records.stream().filter(each -> !each.isOptions()).count();
            flows += flowsInIt;
            domainOfFlows = flowsInIt > 0 ? domain : domainOfFlows;
        }

        long gap() {
            return missing.get(domainOfFlows);
        }
    }
}
