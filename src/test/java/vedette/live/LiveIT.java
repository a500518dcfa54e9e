package vedette.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.export.file.EarlierFiles;
import vedette.export.ipfix.StrictIpfix;
import vedette.export.ipfix.StrictIpfix.DataRecord;
import vedette.os.NotifySocket;

/** The daemon on a real link: what it exports, how it ends, and what it says when it cannot go on. */
@Timeout(180)
class LiveIT extends LiveTest {
    private static final int IDLE = 1;
    private static final int ACTIVE = 2;
    private static final int FORCED = 4;

    /** Datagrams from ports 40000, 40001, ... to a port where nobody listens; nor does anybody say so. */
    private void sendDatagrams(int count, int octets) throws Exception {
        namespaces.sensor().run("sysctl", "-q", "-w", "net.ipv4.icmp_ratelimit=0");
        String script = """
                import socket
                for i in range(%d):
                    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                    s.bind(('%s', 40000 + i %% 100))
                    s.sendto(bytes(%d), ('%s', 9))
                    s.close()
                """;
        namespaces
                .sender()
                .run(
                        "python3",
                        "-c",
                        script.formatted(count, Namespaces.SENDER_ADDRESS, octets, Namespaces.SENSOR_ADDRESS));
    }

    private static List<DataRecord> udp(List<DataRecord> flows) {
        return flows.stream()
                .filter(each -> each.number("protocolIdentifier") == 17)
                .toList();
    }

    @Test
    void aSilentFlowEndsWithoutPackets() throws Exception {
        try (Collector collector = new Collector(namespaces.sensor())) {
            Sensor sensor = run(List.of(collector.uri()), "flow.idle-udp=1s");
            sendDatagrams(3, 100);
            List<DataRecord> flows = udp(collector.await(each -> udp(each).size() >= 3));
            assertThat(flows).hasSize(3).allSatisfy(flow -> {
                assertThat(flow.number("flowEndReason")).isEqualTo(IDLE);
                assertThat(flow.number("packetDeltaCount")).isEqualTo(1);
                assertThat(flow.number("octetDeltaCount")).isEqualTo(128);
                assertThat(flow.number("destinationTransportPort")).isEqualTo(9);
                assertThat(flow.number("ingressInterface"))
                        .isEqualTo(Long.parseLong(namespaces
                                .sensor()
                                .run("cat", "/sys/class/net/veth0/ifindex")
                                .strip()));
            });
            sensor.terminate();
            assertThat(sensor.exitCode()).as(sensor.said()).isZero();
        }
    }

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {1, 2})
    void theServiceManagerHearsThatItCapturesTurnsAndEnds(int workers) throws Exception {
        String name = directory.resolve("notify").toString();
        try (Collector collector = new Collector(namespaces.sensor());
                NotifySocket manager = new NotifySocket(name)) {
            Sensor sensor = Sensor.start(
                    namespaces,
                    directory,
                    List.of(collector.uri()),
                    List.of("env", "NOTIFY_SOCKET=" + name, "WATCHDOG_USEC=600000"),
                    "--interface",
                    "veth0",
                    "--set",
                    "sensor.workers=" + workers);
            assertThat(manager.next(30_000))
                    .as(sensor.said())
                    .hasValueSatisfying(state -> assertThat(state)
                            .matches("READY=1\nSTATUS=veth0: \\S+ frames?/s, 0 open flows, 0 of .* frames? dropped"));
            assertThat(manager.next(30_000)).contains("WATCHDOG=1");
            assertThat(manager.next(30_000)).contains("WATCHDOG=1");
            sensor.terminate();
            Sensor.await(
                    "the word of its end",
                    () -> manager.next(30_000).orElseThrow().equals("STOPPING=1\nSTATUS=exporting open flows"));
            assertThat(sensor.exitCode()).as(sensor.said()).isZero();
        }
    }

    @Test
    void aLongFlowIsToldInParts() throws Exception {
        try (Collector collector = new Collector(namespaces.sensor())) {
            Sensor sensor = run(List.of(collector.uri()), "flow.active=1s");
            String script = """
                    import socket, time
                    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                    s.bind(('%s', 40000))
                    for i in range(15):
                        s.sendto(b'x', ('%s', 9))
                        time.sleep(0.2)
                    """;
            namespaces
                    .sender()
                    .run("python3", "-c", script.formatted(Namespaces.SENDER_ADDRESS, Namespaces.SENSOR_ADDRESS));
            sensor.terminate();
            assertThat(sensor.exitCode()).as(sensor.said()).isZero();
            List<DataRecord> parts = udp(collector.await(flows -> packets(udp(flows)) == 15));
            assertThat(parts).hasSizeGreaterThanOrEqualTo(3);
            assertThat(parts.subList(0, parts.size() - 1))
                    .allSatisfy(part -> assertThat(part.number("flowEndReason")).isEqualTo(ACTIVE));
            assertThat(parts.get(parts.size() - 1).number("flowEndReason")).isEqualTo(FORCED);
        }
    }

    private static long packets(List<DataRecord> flows) {
        return flows.stream().mapToLong(each -> each.number("packetDeltaCount")).sum();
    }

    /** Rejected packets are TCP of 7 octets behind the IP header. */
    @Test
    void packetsThatCannotBeReadAreToldToTheCollectorInTheEnd() throws Exception {
        try (Collector collector = new Collector(namespaces.sensor())) {
            Sensor sensor = run(List.of(collector.uri()));
            long beforeMs = System.currentTimeMillis();
            String script = """
                    import socket
                    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
                    s.bind(('veth1', 0))
                    ip = bytes.fromhex('4500001b000040004006' + '0000' + '0a630002' + '0a630001')
                    for i in range(20):
                        s.send(bytes.fromhex('ffffffffffff' + '020000000001' + '0800') + ip + bytes(7))
                    """;
            namespaces.sender().run("python3", "-c", script);
            sensor.terminate();
            assertThat(sensor.exitCode()).as(sensor.said()).isZero();
            List<DataRecord> told = collector.awaitOptions(options ->
                    options.stream().anyMatch(record -> record.values().containsKey("ignoredPacketTotalCount")));
            assertThat(told)
                    .filteredOn(record -> record.values().containsKey("ignoredPacketTotalCount"))
                    .singleElement()
                    .satisfies(record -> {
                        assertThat(record.number("ignoredPacketTotalCount")).isEqualTo(20);
                        assertThat(record.number("ignoredOctetTotalCount")).isEqualTo(20 * 27);
                        assertThat(record.number("observationTimeMilliseconds")).isGreaterThanOrEqualTo(beforeMs);
                        assertThat(record.number("last observationTimeMilliseconds"))
                                .isLessThanOrEqualTo(System.currentTimeMillis());
                    });
        }
    }

    @Test
    void sigtermExportsEveryOpenFlow() throws Exception {
        try (Collector collector = new Collector(namespaces.sensor())) {
            Sensor sensor = run(List.of(collector.uri()));
            sendDatagrams(100, 50);
            sensor.terminate();
            assertThat(sensor.exitCode()).as(sensor.said()).isZero();
            List<DataRecord> flows = udp(collector.await(each -> udp(each).size() >= 100));
            assertThat(flows)
                    .hasSize(100)
                    .allSatisfy(flow -> assertThat(flow.number("flowEndReason")).isEqualTo(FORCED));
            assertThat(flows.stream()
                            .map(each -> each.number("sourceTransportPort"))
                            .distinct())
                    .hasSize(100);
        }
    }

    @Test
    void filesThatWereMovedAwayAreMadeAnewOnSighup() throws Exception {
        Path into = directory.resolve("into");
        Path flows = into.resolve("flows.jsonl");
        Path ipfix = into.resolve("flows.ipfix");
        Sensor sensor = run(List.of("file:" + into), "flow.idle-udp=1s", "capture.filter=udp port 9");
        sendDatagrams(3, 100);
        Sensor.await("the flows", () -> Files.readAllLines(flows).size() == 3);
        Path movedFlows = Files.move(flows, into.resolve("flows.jsonl.1"));
        Path movedIpfix = Files.move(ipfix, into.resolve("flows.ipfix.1"));
        sensor.signal("HUP");
        Sensor.await("new files", () -> Files.exists(flows) && Files.exists(ipfix));
        sendDatagrams(4, 100);
        Sensor.await("the flows", () -> Files.readAllLines(flows).size() == 4);
        sensor.terminate();
        assertThat(sensor.exitCode()).as(sensor.said()).isZero();
        assertThat(Files.readAllLines(movedFlows)).hasSize(3);
        assertThat(StrictIpfix.flows(StrictIpfix.file(movedIpfix))).hasSize(3);
        assertThat(StrictIpfix.flows(StrictIpfix.file(ipfix))).hasSize(4);
        assertThat(sensor.said()).doesNotContain("ERROR", "error:");
    }

    @Test
    void filesMakeWayForTheNextWhileTheSensorRuns() throws Exception {
        Path into = directory.resolve("into");
        Path ipfix = into.resolve("flows.ipfix");
        Sensor sensor = Sensor.runWith(
                namespaces,
                directory,
                "[[collector]]\nuri = \"file:" + into + "\"\n[collector.files]\nmax-age = \"1s\"\nkeep = 1000\n",
                "--set",
                "capture.interfaces=veth0",
                "--set",
                "capture.filter=udp port 9",
                "--set",
                "flow.idle-udp=1s");
        for (int sent = 1; sent <= 3; sent++) {
            int atLeast = sent;
            sendDatagrams(5, 100);
            Sensor.await("file " + sent, () -> EarlierFiles.of(ipfix).size() >= atLeast);
        }
        sensor.terminate();
        assertThat(sensor.exitCode()).as(sensor.said()).isZero();
        List<Path> files = new ArrayList<>(EarlierFiles.of(ipfix));
        files.add(ipfix);
        long packets = 0;
        for (Path file : files) {
            packets += packets(StrictIpfix.flows(StrictIpfix.file(file)));
        }
        assertThat(packets).as(sensor.said()).isEqualTo(15);
    }

    @Test
    void aCollectorThatIsNotThereCostsACounterOnly() throws Exception {
        try (Collector there = new Collector(namespaces.sensor())) {
            String absent = "ipfix+udp://127.0.0.1:9";
            Sensor sensor = run(List.of(absent, there.uri()), "flow.idle-udp=1s");
            sendDatagrams(5, 50);
            there.await(each -> udp(each).size() >= 5);
            sensor.terminate();
            assertThat(sensor.exitCode()).as(sensor.said()).isZero();
            assertThat(sensor.said()).contains(absent);
        }
    }

    @Test
    void whatTheKernelDropsIsCounted() throws Exception {
        int frames = 20_000;
        try (Collector collector = new Collector(namespaces.sensor())) {
            Sensor sensor = run(List.of(collector.uri()), "capture.ring-size=1MiB", "capture.filter=udp");
            sensor.signal("STOP");
            sendDatagrams(frames, 1_000);
            sensor.signal("CONT");
            sensor.terminate();
            assertThat(sensor.exitCode()).as(sensor.said()).isZero();
            FrameBooks frameBooks = FrameBooks.of(sensor);
            assertThat(frameBooks.kernel()).as(sensor.said()).isPositive();
            assertThat(frameBooks.captured()).as(sensor.said()).isPositive();
            assertThat(frameBooks.captured() + frameBooks.kernel() + frameBooks.ring())
                    .as(sensor.said())
                    .isEqualTo(frames);
            collector.await(flows -> packets(flows) == frameBooks.captured());
        }
    }

    @Test
    void anInterfaceThatIsDeletedAndMadeAnewIsMeteredAgain() throws Exception {
        try (Collector collector = new Collector(namespaces.sensor())) {
            Sensor sensor = run(List.of(collector.uri()), "flow.idle-udp=1s");
            sendDatagrams(7, 50);
            collector.await(each -> udp(each).size() >= 7);
            namespaces.sensor().run("ip", "link", "del", "veth0");
            Sensor.await("veth0 is gone", () -> sensor.said().contains("veth0 is gone"));
            Sensor.await("source-silent", () -> sensor.said().contains("source-silent"));
            namespaces.join("veth0", "veth1");
            namespaces.withAddresses();
            Sensor.await("veth0 is back", () -> sensor.said().contains("veth0 is back"));
            sendDatagrams(2, 50);
            collector.await(each -> udp(each).size() >= 9);
            sensor.terminate();
            assertThat(sensor.exitCode()).as(sensor.said()).isZero();
        }
    }

    @Test
    void anInterfaceThatIsDeletedEndsLibpcapsCaptureOnceItsFlowsAreExported() throws Exception {
        try (Collector collector = new Collector(namespaces.sensor())) {
            Sensor sensor = run(List.of(collector.uri()), "capture.source=pcap4j");
            sendDatagrams(7, 50);
            namespaces.sensor().run("ip", "link", "del", "veth0");
            assertThat(sensor.exitCode()).as(sensor.said()).isEqualTo(1);
            assertThat(sensor.said()).contains("capture from veth0 failed: The interface disappeared");
            assertThat(udp(collector.await(each -> udp(each).size() >= 7))).hasSize(7);
        }
    }

    @Test
    void anInterfaceThatGoesDownAndUpIsMeteredAgain() throws Exception {
        try (Collector collector = new Collector(namespaces.sensor())) {
            Sensor sensor = run(List.of(collector.uri()), "flow.idle-udp=1s");
            sendDatagrams(1, 50);
            collector.await(each -> udp(each).size() >= 1);
            namespaces.sensor().run("ip", "link", "set", "veth0", "down");
            namespaces.sensor().run("ip", "link", "set", "veth0", "up");
            sendDatagrams(1, 50);
            collector.await(each -> udp(each).size() >= 2);
            sensor.terminate();
            assertThat(sensor.exitCode()).as(sensor.said()).isZero();
        }
    }

    @Test
    void aTapWithAnInterfacePerDirectionIsOneObservationPointIfSaid() throws Exception {
        assertThat(conversationOverTwoInterfaces(true)).singleElement().satisfies(flow -> {
            assertThat(flow.number("sourceTransportPort")).isEqualTo(40_000);
            assertThat(flow.number("packetDeltaCount")).isEqualTo(20);
            assertThat(flow.number("reversePacketDeltaCount")).isEqualTo(20);
        });
    }

    @Test
    void everyInterfaceIsAnObservationPointIfNotSaidOtherwise() throws Exception {
        assertThat(conversationOverTwoInterfaces(false)).hasSize(2).allSatisfy(flow -> {
            assertThat(flow.number("packetDeltaCount")).isEqualTo(20);
            assertThat(flow.values()).doesNotContainKey("reversePacketDeltaCount");
        });
    }

    /** Requests pass the first interface, answers the second. */
    private List<DataRecord> conversationOverTwoInterfaces(boolean merged) throws Exception {
        namespaces.join("veth2", "veth3");
        try (Collector collector = new Collector(namespaces.sensor())) {
            Sensor sensor = run(
                    List.of(collector.uri()),
                    "capture.interfaces=veth0,veth2",
                    "capture.filter=udp",
                    "capture.merge-interfaces=" + merged);
            String script = """
                    import socket
                    links = [socket.socket(socket.AF_PACKET, socket.SOCK_RAW) for i in range(2)]
                    links[0].bind(('veth1', 0))
                    links[1].bind(('veth3', 0))
                    head = bytes.fromhex('0200000000010200000000020800')
                    there = bytes.fromhex('4500001c0000000040110000c0000201c00002029c40270f00080000')
                    back = bytes.fromhex('4500001c0000000040110000c0000202c0000201270f9c4000080000')
                    for i in range(20):
                        links[0].send(head + there)
                        links[1].send(head + back)
                    """;
            namespaces.sender().run("python3", "-c", script);
            sensor.terminate();
            assertThat(sensor.exitCode()).as(sensor.said()).isZero();
            return collector.await(flows -> everyPacket(flows) == 40);
        }
    }

    private static long everyPacket(List<DataRecord> flows) {
        return flows.stream()
                .mapToLong(each -> each.number("packetDeltaCount")
                        + (Long) each.values().getOrDefault("reversePacketDeltaCount", 0L))
                .sum();
    }

    @Test
    void anInterfaceThatMergesFramesIsWarnedOf() throws Exception {
        namespaces.sensor().run("ethtool", "-K", "veth0", "gro", "on");
        Sensor sensor = run(List.of("ipfix+udp://127.0.0.1:9"));
        assertThat(sensor.said())
                .contains("veth0 merges frames before they are captured")
                .contains("-K veth0 gro off");
        sensor.terminate();
        assertThat(sensor.exitCode()).as(sensor.said()).isZero();
    }

    @Test
    void whatKeepsItFromCapturingIsOneLine() throws Exception {
        refuses(1, "cannot capture from eth9: no such interface; there is veth0, ", List.of(), "--interface", "eth9");
        refuses(
                1,
                "cannot capture from veth0: no right to capture: ",
                List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all"),
                "--interface",
                "veth0");
        refuses(
                2,
                "\"prot 6\" is not a filter: can't parse filter expression: syntax error",
                List.of(),
                "--interface",
                "veth0",
                "--set",
                "capture.filter=prot 6");
        refuses(2, "capture.interfaces", List.of());
    }

    private void refuses(int exitCode, String line, List<String> prefix, String... arguments) throws Exception {
        Sensor sensor = Sensor.start(namespaces, directory, List.of("ipfix+udp://127.0.0.1:4739"), prefix, arguments);
        assertThat(sensor.exitCode()).as(sensor.said()).isEqualTo(exitCode);
        assertThat(sensor.said()).contains(line);
        assertThat(sensor.said().lines()).hasSize(1);
    }

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {1, 3})
    void aCollectorGetsWhatAReplayOfTheSameFramesExports(int workers) throws Exception {
        for (String tool : List.of("nfcapd", "nfdump", "tcpdump", "curl")) {
            Namespaces.needTool(tool);
        }
        Path capture = directory.resolve("link.pcap");
        try (Nfcapd live = new Nfcapd(namespaces.sensor(), directory, 9_995);
                Nfcapd replayed = new Nfcapd(namespaces.sensor(), directory, 9_996)) {
            Process tcpdump = tcpdump(capture);
            Sensor sensor = run(List.of(live.uri()), "sensor.workers=" + workers);
            talk();
            replayHandmadeCaptures();
            sensor.terminate();
            assertThat(sensor.exitCode()).as(sensor.said()).isZero();
            tcpdump.destroy();
            assertThat(tcpdump.waitFor(10, TimeUnit.SECONDS)).isTrue();

            Sensor.replay(namespaces, directory, "--collector", replayed.uri(), capture.toString());

            List<String> liveFlows = live.flows();
            assertThat(liveFlows).hasSizeGreaterThanOrEqualTo(40);
            assertThat(liveFlows).containsExactlyInAnyOrderElementsOf(replayed.flows());
            assertThat(live.account()).contains("Sequence Errors: 0, Bad Packets: 0");
        }
    }

    private Process tcpdump(Path capture) throws Exception {
        Path log = directory.resolve("tcpdump.log");
        ProcessBuilder builder = new ProcessBuilder(
                "tcpdump", "-i", "veth0", "-n", "-s", "0", "-U", "--immediate-mode", "-w", capture.toString());
        Process process =
                namespaces.sensor().start(builder.redirectErrorStream(true).redirectOutput(log.toFile()));
        Sensor.await("tcpdump", () -> Files.readString(log).contains("listening on"));
        return process;
    }

    /** Fragments, tagged frames, every way a connection ends; fast, so not as they once were in time. */
    private void replayHandmadeCaptures() throws Exception {
        Path handmade = Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps", "handmade");
        if (Files.isDirectory(handmade)) {
            Namespaces.needTool("tcpreplay");
            try (Stream<Path> captures = Files.list(handmade)) {
                for (Path capture : captures.filter(each -> each.toString().endsWith(".pcap"))
                        .sorted()
                        .toList()) {
                    namespaces.sender().run("tcpreplay", "-q", "--pps=500", "-i", "veth1", capture.toString());
                }
            }
        }
    }

    /** Web pages, datagrams with answers and without, refused connections, echo. */
    private void talk() throws Exception {
        Path pages = Files.createDirectory(directory.resolve("pages"));
        for (int size : new int[] {0, 10, 3_000, 2_000_000}) {
            Files.write(pages.resolve("page" + size), new byte[size]);
        }
        ProcessBuilder server = new ProcessBuilder(
                "python3", "-u", "-m", "http.server", "--directory", pages.toString(), "--bind", "0.0.0.0", "8000");
        Path log = directory.resolve("server.log");
        namespaces.sensor().start(server.redirectErrorStream(true).redirectOutput(log.toFile()));
        Sensor.await("the web server", () -> Files.readString(log).contains("Serving"));
        for (String page : List.of("page0", "page10", "page3000", "page2000000", "page10", "absent")) {
            namespaces
                    .sender()
                    .run("curl", "-s", "-o", "/dev/null", "http://" + Namespaces.SENSOR_ADDRESS + ":8000/" + page);
        }
        sendDatagrams(30, 200);
        String script = """
                import socket, struct
                for port in range(81, 91):
                    socket.socket().connect_ex(('%1$s', port))
                echo = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
                for sequence in range(5):
                    head = struct.pack('>BBHHH', 8, 0, 0, 77, sequence)
                    total = sum(struct.unpack('>4H', head))
                    total = (total & 0xffff) + (total >> 16)
                    echo.sendto(struct.pack('>BBHHH', 8, 0, ~total & 0xffff, 77, sequence), ('%1$s', 0))
                    echo.recv(100)
                """;
        namespaces.sender().run("python3", "-c", script.formatted(Namespaces.SENSOR_ADDRESS));
    }

    /** A collector of the nfdump suite. */
    private static final class Nfcapd implements AutoCloseable {
        private final Namespaces.Side side;
        private final Path files;
        private final Path log;
        private final int port;
        private final Process process;

        Nfcapd(Namespaces.Side side, Path directory, int port) throws Exception {
            this.side = side;
            this.port = port;
            this.files = Files.createDirectory(directory.resolve("nfcapd-" + port));
            this.log = directory.resolve("nfcapd-" + port + ".log");
            ProcessBuilder builder = new ProcessBuilder(
                    "nfcapd", "-w", files.toString(), "-b", "127.0.0.1", "-p", String.valueOf(port), "-t", "3600");
            process = side.start(builder.redirectErrorStream(true).redirectOutput(log.toFile()));
            Sensor.await("nfcapd", () -> side.run("ss", "-Hlun").contains(":" + port));
        }

        String uri() {
            return "ipfix+udp://127.0.0.1:" + port;
        }

        /** Ends it, which writes out what it holds, and reads its flows. */
        List<String> flows() throws Exception {
            close();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            List<String> flows = new ArrayList<>();
            try (Stream<Path> written = Files.list(files)) {
                for (Path file : written.sorted().toList()) {
                    String printed = side.run(
                            "nfdump",
                            "-r",
                            file.toString(),
                            "-q",
                            "-N",
                            "-o",
                            "fmt:%pr %sa %sp %da %dp %ipkt %ibyt %opkt %obyt %flg");
                    flows.addAll(Arrays.stream(printed.split("\n"))
                            .map(line -> line.strip().replaceAll("\\s+", " "))
                            .filter(line -> !line.isEmpty())
                            .toList());
                }
            }
            return flows;
        }

        /** What it said of the exporter when it ended. */
        String account() throws Exception {
            return Files.readString(log);
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
