package vedette.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vedette.Tools;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.capture.CaptureWriter;
import vedette.capture.Frame;
import vedette.export.file.SmallDisk;
import vedette.net.LinkType;
import vedette.scenario.SteadyTraffic;

/** What goes wrong around a sensor: it stays up or comes back, says once what happened, and its books balance. */
@Timeout(180)
class FaultsIT extends LiveTest {
    private static final int LONGEST_FRAME = 9_014;
    private static final int SHORTEST_FRAME = 14;

    private final SteadyTraffic traffic = new SteadyTraffic(1);
    private long sent;

    private Scrape scrape() throws Exception {
        return Scrape.of(namespaces.sensor());
    }

    private void await(String series, DoublePredicate wanted) throws Exception {
        Sensor.await(series, () -> wanted.test(scrape().value(series)));
    }

    private void send(int frames) throws Exception {
        try (LinkSocket link = LinkSocket.open(namespaces.sender())) {
            for (int i = 0; i < frames; i++) {
                link.send(traffic.next());
                sent++;
            }
        }
    }

    /** Until each frame that was sent is captured, or counted as dropped. */
    private void awaitFrames() throws Exception {
        Sensor.await("all " + sent + " frames", () -> {
            Scrape now = scrape();
            return now.sum("vedette_capture_frames_total", "") + now.sum("vedette_capture_dropped_frames_total", "")
                    == sent;
        });
    }

    /** Ends the sensor, which must know of each frame and each record. */
    private FrameBooks end(Sensor sensor, String... collectors) throws Exception {
        sensor.end();
        FrameBooks frames = FrameBooks.of(sensor);
        assertThat(frames.captured() + frames.dropped()).as("%s", frames).isEqualTo(sent);
        for (String collector : collectors) {
            ExportBooks.of(sensor, collector).balance();
        }
        return frames;
    }

    /** Attempts to connect that failed, in the sensor's namespace. */
    private long failedAttempts() throws Exception {
        List<String> tcp = namespaces
                .sensor()
                .run("cat", "/proc/net/snmp")
                .lines()
                .filter(line -> line.startsWith("Tcp:"))
                .toList();
        int column = List.of(tcp.get(0).split(" ")).indexOf("AttemptFails");
        return Long.parseLong(tcp.get(1).split(" ")[column]);
    }

    @Test
    void aCollectorThatIsAwayForLongIsToldOnceAndWhatHasNoRoomIsCounted() throws Exception {
        try (TcpCollector collector = new TcpCollector(namespaces.sensor(), "127.0.0.1", directory).start()) {
            Sensor sensor =
                    run(List.of(collector.uri() + "\nqueue-records = 64"), "flow.idle-udp=1s", "export.reconnect=1s");
            String labels = "{collector=\"" + collector.uri() + "\"}";
            await("vedette_export_connected" + labels, connected -> connected == 1);
            collector.kill();
            await("vedette_export_connected" + labels, connected -> connected == 0);
            long before = failedAttempts();
            send(5_000);
            await(
                    "vedette_export_dropped_records_total" + labels.replace("}", ",reason=\"queue-full\"}"),
                    drops -> drops > 100);
            Sensor.await("many attempts", () -> failedAttempts() >= before + 4);
            assertThat(sensor.times("connection to collector " + collector.uri() + " lost: "))
                    .isEqualTo(1);
            assertThat(sensor.times("collector " + collector.uri() + " cannot be reached: "))
                    .isEqualTo(1);
            collector.start();
            await("vedette_export_connected" + labels, connected -> connected == 1);
            await("vedette_export_queue_records" + labels, queued -> queued == 0);
            assertThat(sensor.times("connected to collector " + collector.uri()))
                    .isEqualTo(2);
            end(sensor, collector.uri());
            assertThat(sensor.times("flow records dropped for " + collector.uri()))
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aFullDiskIsToldOnceForEachFileAndWrittenToAgainOnceItHasRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(Files.createDirectory(directory.resolve("disk")), 512)) {
            Sensor sensor = run(List.of("file:" + disk.path()), "flow.idle-udp=1s");
            String flows = disk.path().resolve("flows.jsonl").toString();
            send(10_000);
            awaitFrames();
            disk.fill();
            send(10_000);
            Sensor.await("drops", () -> scrape().sum("vedette_export_dropped_records_total", flows) > 100);
            Tools.sleep(3_000);
            send(5_000);
            for (String file : List.of("flows.jsonl", "flows.ipfix")) {
                assertThat(sensor.times("cannot write " + disk.path().resolve(file) + ": No space left on device"))
                        .as(file + ": " + sensor.said())
                        .isEqualTo(1);
            }
            disk.makeRoom();
            Sensor.await("the file to be written again", () -> {
                send(100);
                return sensor.times(flows + " is written again") == 1;
            });
            awaitFrames();
            end(sensor, flows, disk.path().resolve("flows.ipfix").toString());
        }
    }

    @Test
    void anInterfaceThatGoesAndComesIsToldEachTimeAndLeavesNothingBehind() throws Exception {
        Sensor sensor =
                run(List.of("file:" + directory.resolve("out")), "flow.idle-udp=1s", "capture.merge-interfaces=true");
        Vitals vitals = new Vitals(sensor);
        long descriptors = vitals.descriptors();
        for (int round = 1; round <= 3; round++) {
            send(1_000);
            awaitFrames();
            namespaces.sensor().run("ip", "link", "del", "veth0");
            int times = round;
            Sensor.await("veth0 is gone", () -> sensor.times("WARN veth0 is gone") == times);
            namespaces.join("veth0", "veth1");
            Sensor.await("veth0 is back", () -> sensor.times("INFO veth0 is back") == times);
        }
        send(1_000);
        awaitFrames();
        Sensor.await("no descriptor to be left", () -> vitals.descriptors() <= descriptors);
        end(sensor, directory.resolve("out/flows.jsonl").toString());
        assertThat(sensor.times("veth0 is gone; ")).isEqualTo(3);
    }

    @Test
    void aSensorThatWasStoppedSaysOnceThatItLostFramesAndTakesNoneForLate() throws Exception {
        Sensor sensor = run(List.of("file:" + directory.resolve("out")), "capture.ring-size=1MiB");
        send(1_000);
        awaitFrames();
        sensor.signal("STOP");
        for (int i = 0; i < 30; i++) {
            send(1_000);
            Tools.sleep(100);
        }
        sensor.signal("CONT");
        awaitFrames();
        send(1_000);
        awaitFrames();
        Sensor.await("the log", () -> sensor.times("frames dropped by the kernel") > 0);
        assertThat(scrape().value("vedette_clock_steps_total")).isZero();
        FrameBooks frames = end(sensor, directory.resolve("out/flows.jsonl").toString());
        assertThat(frames.kernel()).isPositive();
        assertThat(frames.captured()).isGreaterThan(2_000);
        assertThat(sensor.times("frames dropped by the kernel")).isEqualTo(1);
        assertThat(alerts(1901, "open")).isEqualTo(1);
    }

    /** Alerts of a code and a state in the file. */
    private long alerts(int code, String state) throws IOException {
        return Files.readAllLines(directory.resolve("out/alerts.jsonl")).stream()
                .filter(line -> line.contains("\"signature_id\":" + code + ","))
                .filter(line -> line.contains("\"state\":\"" + state + "\""))
                .count();
    }

    private static void limitDescriptors(Sensor sensor, long most) throws Exception {
        Tools.Result result =
                Tools.run(Tools.tool("prlimit"), "--pid", String.valueOf(sensor.pid()), "--nofile=" + most + ":");
        assertThat(result.exit()).as(result.err()).isZero();
    }

    @Test
    void withoutDescriptorsItGoesOnAndSaysOnceWhatItCannotDo() throws Exception {
        try (TcpCollector collector = new TcpCollector(namespaces.sensor(), "127.0.0.1", directory).start()) {
            Path out = directory.resolve("out");
            Path config = directory.resolve("vedette.toml");
            Files.writeString(config, """
                    [capture]
                    interfaces = ["veth0"]
                    [flow]
                    idle-udp = "1s"
                    [export]
                    reconnect = "1s"
                    spool-dir = "%s"
                    spool-free-size = "0B"
                    [[collector]]
                    uri = "%s"
                    [[collector]]
                    uri = "file:%s"
                    [collector.files]
                    max-age = "1s"
                    """.formatted(directory.resolve("spool"), collector.uri(), out));
            Files.createDirectory(directory.resolve("spool"));
            Sensor sensor = Sensor.runWithFile(namespaces, directory, config);
            String labels = "{collector=\"" + collector.uri() + "\"}";
            await("vedette_export_connected" + labels, connected -> connected == 1);
            send(2_000);
            awaitFrames();
            limitDescriptors(sensor, 3);
            collector.kill();
            Sensor.await("the collector to be missed", () -> sensor.times("lost: ") == 1);
            collector.start();
            for (int i = 0; i < 6; i++) {
                send(2_000);
                Tools.sleep(1_000);
            }
            sensor.signal("HUP");
            Sensor.await("the refusal", () -> sensor.times("the configuration is refused") == 1);
            assertThat(sensor.isAlive()).isTrue();
            limitDescriptors(sensor, 1_024);
            await("vedette_export_connected" + labels, connected -> connected == 1);
            send(2_000);
            awaitFrames();
            await("vedette_export_spooled_records" + labels, spooled -> spooled == 0);
            FrameBooks frames =
                    end(sensor, collector.uri(), out.resolve("flows.jsonl").toString());
            assertThat(frames.dropped()).isZero();
            assertThat(sensor.said().lines().filter(line -> line.startsWith("WARN") || line.startsWith("ERROR")))
                    .as(sensor.said())
                    .doesNotHaveDuplicates()
                    .filteredOn(line -> line.endsWith(": Too many open files; it grows on"))
                    .hasSize(2);
            assertThat(sensor.said())
                    .contains(collector.uri()
                            + " cannot be reached: this machine gives no socket for it: Too many open files")
                    .contains(config + ": cannot be read: Too many open files")
                    .doesNotContain("veth0 is gone");
        }
    }

    @Test
    void aSensorThatIsKilledStartsAgainBesideWhatItHadWritten() throws Exception {
        String into = "file:" + directory.resolve("out");
        Sensor killed = run(List.of(into), "flow.idle-udp=1s");
        send(5_000);
        awaitFrames();
        Path flows = directory.resolve("out/flows.jsonl");
        Sensor.await("flows", () -> Files.size(flows) > 10_000);
        killed.signal("KILL");
        assertThat(killed.exitCode()).isEqualTo(137);
        byte[] left = Files.readAllBytes(flows);
        sent = 0;
        Sensor next = run(List.of(into), "flow.idle-udp=1s");
        send(1_000);
        end(next, flows.toString());
        try (Stream<Path> files = Files.list(directory.resolve("out"))) {
            Path earlier = files.filter(each -> each.getFileName().toString().matches("flows-.*\\.jsonl"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readAllBytes(earlier)).isEqualTo(left);
        }
        assertThat(Files.readAllLines(flows)).isNotEmpty();
    }

    /** Whatever Ethernet frames of the corpus' malformed captures the link takes. */
    private List<byte[]> oddFrames() throws IOException {
        Path odd = Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps", "odd");
        Tools.require(Files.isDirectory(odd), "needs the corpus");
        List<byte[]> frames = new ArrayList<>();
        try (Stream<Path> files = Files.walk(odd)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                readInto(frames, file);
            }
        }
        return frames;
    }

    private static void readInto(List<byte[]> frames, Path file) {
        try (CaptureFiles source = CaptureFiles.open(List.of(file.toString()))) {
            while (source.poll(frame -> keep(frames, frame), 100) != CaptureSource.END) {
                // all are kept
            }
        } catch (IOException e) {
            // No capture, or not whole; what was read before is kept.
        }
    }

    private static void keep(List<byte[]> frames, Frame frame) {
        if (frame.linkType() == LinkType.ETHERNET
                && frame.capturedLength() >= SHORTEST_FRAME
                && frame.capturedLength() <= LONGEST_FRAME) {
            byte[] bytes = new byte[frame.capturedLength()];
            frame.bytes().get(frame.offset(), bytes);
            frames.add(bytes);
        }
    }

    @Test
    void malformedFramesAtFullRateAreEachAccountedFor() throws Exception {
        String tcpreplay = Tools.tool("tcpreplay");
        CaptureWriter writer = CaptureWriter.pcap(ByteOrder.LITTLE_ENDIAN, LinkType.ETHERNET);
        List<byte[]> frames = oddFrames();
        frames.forEach(frame -> writer.packet(0, frame));
        Path capture = writer.writeTo(directory.resolve("odd.pcap"));
        namespaces.sensor().run("ip", "addr", "flush", "dev", "veth0");
        Sensor sensor = run(List.of("file:" + directory.resolve("out")), "flow.idle-udp=1s");
        String said =
                namespaces.sender().run(tcpreplay, "-q", "--topspeed", "--loop=20", "-i", "veth1", capture.toString());
        Matcher successful = Pattern.compile("Successful packets:\\s+(\\d+)").matcher(said);
        assertThat(successful.find()).as(said).isTrue();
        sent = Long.parseLong(successful.group(1));
        assertThat(sent).isGreaterThan(10 * frames.size());
        awaitFrames();
        assertThat(scrape().sum("vedette_decode_rejected_total", "")).isGreaterThan(1_000);
        end(sensor, directory.resolve("out/flows.jsonl").toString());
        assertThat(sensor.said()).doesNotContain("ERROR", "Exception");
    }

    @Test
    void aStormOfReloadsCostsNoFrameAndLeavesNothingBehind() throws Exception {
        Path config = directory.resolve("vedette.toml");
        Path out = directory.resolve("out");
        try (Collector sometimes = new Collector(namespaces.sensor())) {
            String always = "[capture]\ninterfaces = [\"veth0\"]\n[[collector]]\nuri = \"file:" + out + "\"\n";
            Files.writeString(config, always);
            Sensor sensor = Sensor.runWithFile(namespaces, directory, config);
            Vitals vitals = new Vitals(sensor);
            long descriptors = vitals.descriptors();
            try (SteadySender sender = new SteadySender(namespaces.sender(), traffic::next, 5_000)) {
                for (int i = 0; i < 300; i++) {
                    Path draft = Files.writeString(
                            directory.resolve("draft"),
                            always + (i % 2 == 0 ? "[[collector]]\nuri = \"" + sometimes.uri() + "\"\n" : ""));
                    Files.move(
                            draft,
                            config,
                            java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                            java.nio.file.StandardCopyOption.ATOMIC_MOVE);
                    sensor.signal("HUP");
                }
                assertThat(vitals.threads()).as("threads in the storm").isLessThan(100);
                int before = sensor.times("in force");
                sensor.signal("HUP");
                Sensor.await("the last reload", () -> sensor.times("in force") > before);
                Sensor.await("nothing to be left", () -> vitals.descriptors() <= descriptors + 1);
                sent = sender.end();
            }
            awaitFrames();
            FrameBooks frames = end(sensor, out.resolve("flows.jsonl").toString());
            assertThat(frames.dropped()).isZero();
            assertThat(sensor.said()).doesNotContain("the configuration is refused");
        }
    }
}
