package vedette.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vedette.live.Namespaces;
import vedette.net.LinkType;

/** What every way of live capture does: from a veth pair, to the other end of which a capture is replayed. */
abstract class LiveSourceContract extends CaptureSourceContract {
    Namespaces namespaces;
    private AutoCloseable inside;

    /** How frames are captured, as the configuration names it. */
    abstract String way();

    /** Of each interface. */
    int rings() {
        return 1;
    }

    @BeforeEach
    void join() throws Exception {
        Namespaces.needTool("tcpreplay");
        namespaces = Namespaces.create();
        inside = namespaces.sensor().enter();
    }

    @AfterEach
    void part() throws Exception {
        if (inside != null) {
            inside.close();
        }
        if (namespaces != null) {
            namespaces.close();
        }
    }

    final CaptureConfig config(String... interfaces) {
        return config(16L << 20, "", interfaces);
    }

    final CaptureConfig config(long ringSize, String filter, String... interfaces) {
        return new CaptureConfig(List.of(interfaces), way(), 65_535, true, ringSize, rings(), filter, false, false);
    }

    @Override
    CaptureSource open(Path capture) throws Exception {
        CaptureSource source = LiveSource.open(config("veth0"));
        namespaces.sender().run("tcpreplay", "-q", "--pps=5000", "-i", "veth1", capture.toString());
        return source;
    }

    final LiveSource capture(CaptureConfig config) throws Exception {
        return LiveSource.open(config);
    }

    final void replay(List<byte[]> frames) throws Exception {
        namespaces
                .sender()
                .run(
                        "tcpreplay",
                        "-q",
                        "--pps=5000",
                        "-i",
                        "veth1",
                        write(frames).toString());
    }

    /** Polls until a condition holds; what is handed over goes into {@code seen}. */
    static void pollUntil(CaptureSource source, List<byte[]> seen, BooleanSupplier done) throws IOException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("%d frames after 20 s", seen.size())
                    .isLessThan(deadlineNs);
            assertThat(source.poll(frame -> seen.add(copy(frame)), 100)).isNotNegative();
        }
    }

    /** Lets a source look after itself without taking a frame from it. */
    static void pollNothingUntil(CaptureSource source, BooleanSupplier done) throws IOException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!done.getAsBoolean() && System.nanoTime() < deadlineNs) {
            source.poll(frame -> {}, 0);
        }
        assertThat(done.getAsBoolean()).as("within 20 s").isTrue();
    }

    /** What a source has handed over of frames that are sent now: so many at least. */
    final List<byte[]> seenOf(CaptureSource source, List<byte[]> frames, int atLeast) throws Exception {
        List<byte[]> seen = new ArrayList<>();
        replay(frames);
        pollUntil(source, seen, () -> seen.size() >= atLeast);
        return seen;
    }

    /** An interface whose frames begin with IP. */
    final void addTun() throws Exception {
        namespaces.sensor().run("ip", "tuntap", "add", "tun0", "mode", "tun");
        namespaces.sensor().run("ip", "link", "set", "tun0", "up");
    }

    static void pollToTheEnd(CaptureSource source, List<byte[]> seen) throws IOException {
        source.stop();
        while (source.poll(frame -> seen.add(copy(frame)), 100) != CaptureSource.END) {
            // more to come
        }
    }

    @Test
    void theFilterActsOnTaggedFramesToo() throws Exception {
        CaptureConfig config = config(16L << 20, "arp or vlan 105", "veth0");
        List<byte[]> seen = new ArrayList<>();
        try (CaptureSource source = capture(config)) {
            replay(frames());
            pollUntil(source, seen, () -> seen.size() >= 61);
            pollToTheEnd(source, seen);
            assertThat(seen).hasSize(61);
            assertThat(source.counters().captured.sum()).isEqualTo(61);
        }
    }

    @Test
    void framesAreCutAtTheSnaplenAndKeepTheirLength() throws Exception {
        CaptureConfig config = new CaptureConfig(List.of("veth0"), way(), 128, true, 1L << 20, 1, "", false, false);
        List<byte[]> frames = frames();
        List<byte[]> seen = new ArrayList<>();
        try (CaptureSource source = capture(config)) {
            replay(frames);
            pollUntil(source, seen, () -> seen.size() >= frames.size());
            assertThat(seen)
                    .containsExactlyElementsOf(frames.stream()
                            .map(each -> Arrays.copyOf(each, Math.min(each.length, 128)))
                            .toList());
            assertThat(source.counters().capturedOctets.sum())
                    .isEqualTo(frames.stream().mapToLong(each -> each.length).sum());
            assertThat(source.counters().truncated.sum())
                    .isEqualTo(frames.stream().filter(each -> each.length > 128).count());
        }
    }

    @Test
    void whatASlowSensorLosesIsCounted() throws Exception {
        CaptureConfig config = config(rings() * (1L << 20), "", "veth0");
        List<byte[]> frames = Collections.nCopies(4_000, frames().get(0));
        List<byte[]> seen = new ArrayList<>();
        try (LiveSource source = capture(config)) {
            CaptureCounters counters = source.counters();
            replay(frames);
            pollNothingUntil(source, () -> counters.ringFilled() > 0.9);
            pollToTheEnd(source, seen);
            assertThat(counters.captured.sum()).isEqualTo(seen.size()).isPositive();
            assertThat(counters.dropped()).isPositive().isEqualTo(frames.size() - seen.size());
            assertThat(counters.of("veth0").captured.sum()).isEqualTo(counters.captured.sum());
            assertThat(counters.of("veth0").dropped()).isEqualTo(counters.dropped());
        }
    }

    @Test
    void loopbackFramesComeOnce() throws Exception {
        try (CaptureSource source = capture(config("lo"))) {
            List<byte[]> seen = new ArrayList<>();
            namespaces
                    .sensor()
                    .run(
                            "python3",
                            "-c",
                            "import socket\ns=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)\n"
                                    + "for i in range(9): s.sendto(b'x'*i,('127.0.0.1',9))");
            pollUntil(source, seen, () -> seen.size() >= 18);
            pollToTheEnd(source, seen);
            assertThat(seen).as("9 datagrams, 9 port unreachables").hasSize(18);
            assertThat(source.observationPoints()).containsExactly(new ObservationPoint("lo", 1, LinkType.ETHERNET));
        }
    }

    @Test
    void framesOfSeveralInterfacesComeInTheOrderOfTime() throws Exception {
        namespaces.join("veth2", "veth3");
        try (CaptureSource source = capture(config("veth0", "veth2"))) {
            sendInTurn(300);
            List<Integer> numbers = new ArrayList<>();
            List<Integer> points = new ArrayList<>();
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (numbers.size() < 300 && System.nanoTime() < deadlineNs) {
                source.poll(
                        frame -> {
                            numbers.add(frame.bytes().getInt(frame.offset() + 34));
                            points.add(frame.observationPoint());
                        },
                        50);
            }
            for (int i = 0; i < 300; i++) {
                assertThat(numbers.get(i)).isEqualTo(i);
                assertThat(points.get(i)).isEqualTo(i % 2);
            }
            assertThat(source.observationPoints())
                    .extracting(ObservationPoint::name)
                    .containsExactly("veth0", "veth2");
            assertThat(source.counters().of("veth0").captured.sum()).isEqualTo(150);
            assertThat(source.counters().of("veth2").captured.sum()).isEqualTo(150);
            assertThat(source.counters().captured.sum()).isEqualTo(300);
        }
    }

    /** Numbered packets, the even ones over the first pair, the odd ones over the second. */
    private void sendInTurn(int packets) throws Exception {
        String script = """
                import socket, struct
                links = [socket.socket(socket.AF_PACKET, socket.SOCK_RAW) for i in range(2)]
                links[0].bind(('veth1', 0))
                links[1].bind(('veth3', 0))
                head = bytes.fromhex('02000000000102000000000208004500002e00000000401100000a6300020a630001')
                for i in range(%d):
                    links[i %% 2].send(head + struct.pack('>I', i) + bytes(22))
                """;
        namespaces.sender().run("python3", "-c", script.formatted(packets));
    }

    @Test
    void framesAreCountedAtTheInterfaceTheyCameTo() throws Exception {
        namespaces.join("veth2", "veth3");
        List<byte[]> frames = frames().subList(0, 7);
        long octets = frames.stream().mapToLong(frame -> frame.length).sum();
        List<byte[]> seen = new ArrayList<>();
        try (LiveSource source = capture(config("veth2", "veth0"))) {
            replay(frames);
            pollUntil(source, seen, () -> seen.size() >= frames.size());
            assertThat(source.counters().interfaces()).containsOnlyKeys("veth0", "veth2");
            CaptureCounters silent = source.counters().of("veth2");
            CaptureCounters busy = source.counters().of("veth0");
            assertThat(silent.captured.sum()).isZero();
            assertThat(busy.captured.sum()).isEqualTo(frames.size());
            assertThat(busy.capturedOctets.sum()).isEqualTo(octets);
            assertThat(source.counters().captured.sum()).isEqualTo(frames.size());
        }
    }

    @Test
    void anInterfaceThatGoesDownAndUpIsCapturedFromAgain() throws Exception {
        List<byte[]> frames = frames().subList(0, 5);
        List<byte[]> seen = new ArrayList<>();
        try (CaptureSource source = capture(config("veth0"))) {
            replay(frames);
            pollUntil(source, seen, () -> seen.size() >= 5);
            namespaces.sensor().run("ip", "link", "set", "veth0", "down");
            for (int i = 0; i < 100; i++) {
                assertThat(source.poll(frame -> {}, 100)).isZero();
            }
            namespaces.sensor().run("ip", "link", "set", "veth0", "up");
            replay(frames);
            pollUntil(source, seen, () -> seen.size() >= 10);
        }
    }

    @Test
    void anInterfaceThatIsNotThereIsToldWithThoseThatAre() {
        assertThatThrownBy(() -> capture(config("veth00")))
                .isInstanceOf(CaptureException.class)
                .hasMessageStartingWith("cannot capture from veth00: no such interface; there is veth0, ");
    }

    @Test
    void anInterfaceThatIsDownIsTold() throws Exception {
        namespaces.sensor().run("ip", "link", "set", "veth0", "down");
        assertThatThrownBy(() -> capture(config("veth0")))
                .isInstanceOf(CaptureException.class)
                .hasMessage("cannot capture from veth0: it is down; ip link set veth0 up");
    }

    @Test
    void aMissingRightIsToldWithTheWayToGetIt() {
        assertThatThrownBy(() -> namespaces.sensor().call(() -> {
                    Namespaces.giveUpCapabilities();
                    return LiveSource.open(config("veth0"));
                }))
                .isInstanceOf(CaptureException.class)
                .hasMessage(
                        "cannot capture from veth0: no right to capture: run as root, or as a service whose unit has"
                                + " AmbientCapabilities=CAP_NET_RAW (setcap on java does not help)");
    }

    @Test
    void aWrongFilterIsToldInLibpcapsWords() {
        CaptureConfig config =
                new CaptureConfig(List.of("veth0"), way(), 256, true, 1L << 20, 1, "prot 6", false, false);
        assertThatThrownBy(() -> capture(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"prot 6\" is not a filter: can't parse filter expression: syntax error");
    }
}
