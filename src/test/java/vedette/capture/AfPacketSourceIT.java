package vedette.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import vedette.decode.PacketBuilder;
import vedette.net.LinkType;

/** Live capture from the kernel's ring. */
class AfPacketSourceIT extends LiveSourceContract {
    @Override
    String way() {
        return "af-packet";
    }

    @Test
    void itIsTheWayUnlessAnotherIsAskedFor() throws Exception {
        addTun();
        CaptureConfig config = new CaptureConfig(
                List.of("veth0", "lo", "tun0", "any"), "auto", 2048, true, 1L << 20, 1, "", false, false);
        try (LiveSource source = capture(config)) {
            assertThat(source.ways()).containsExactly("af-packet", "af-packet", "pcap4j", "pcap4j");
        }
    }

    @Test
    void aSensorThatIsAlwaysTooSlowSeesItInTheRing() throws Exception {
        Path capture = write(frames());
        try (CaptureSource source = capture(config(rings() * (1L << 20), "", "veth0"))) {
            CaptureCounters counters = source.counters();
            namespaces
                    .sender()
                    .start(new ProcessBuilder(
                            "tcpreplay", "-q", "--topspeed", "--loop=0", "-i", "veth1", capture.toString()));
            FrameHandler slow = frame -> LockSupport.parkNanos(100_000);
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (counters.losingBlocks.sum() == 0
                    || counters.ringFreezes.sum() == 0
                    || counters.kernelDropped.sum() == 0) {
                assertThat(System.nanoTime())
                        .as("%s losing blocks, %s freezes", counters.losingBlocks, counters.ringFreezes)
                        .isLessThan(deadlineNs);
                source.poll(slow, 10);
            }
            assertThat(counters.ringDropped.sum()).isZero();
        }
    }

    /** The tags lie beside the frames in the ring, where a filter cannot ask for them. */
    @Override
    @Test
    void theFilterActsOnTaggedFramesToo() throws Exception {
        assertThatThrownBy(() -> capture(config(16L << 20, "arp or vlan 105", "veth0")))
                .isInstanceOf(CaptureException.class)
                .hasMessage("cannot capture from veth0: its ring holds frames without their VLAN tags, which"
                        + " capture.filter asks for; capture.source = \"auto\" goes through libpcap then");
        CaptureConfig free = new CaptureConfig(
                List.of("veth0"), "auto", 2048, true, 16L << 20, 1, "ip and not vlan 105", false, false);
        try (LiveSource source = capture(free)) {
            assertThat(source.ways()).containsExactly("pcap4j");
        }
    }

    /** Few frames in each ten milliseconds, for longer than a ring of few blocks would last. */
    @Test
    void theDefaultRingOutlastsAStallOfSeconds() throws Exception {
        CaptureConfig config = new CaptureConfig(
                List.of("veth0"), way(), 2048, true, CaptureConfig.DEFAULT.ringSize(), rings(), "", false, false);
        List<byte[]> seen = new ArrayList<>();
        try (CaptureSource source = capture(config)) {
            Path capture = write(frames());
            namespaces.sender().run("tcpreplay", "-q", "--pps=400", "--loop=3", "-i", "veth1", capture.toString());
            pollUntil(source, seen, () -> seen.size() >= 3 * frames().size());
            pollToTheEnd(source, seen);
            assertThat(source.counters().dropped()).isZero();
        }
    }

    @Test
    void anInterfaceThatIsDeletedAndMadeAnewIsCapturedFromAgain() throws Exception {
        List<byte[]> frames = frames().subList(0, 5);
        List<byte[]> seen = new ArrayList<>();
        try (LiveSource source = capture(config("veth0"))) {
            replay(frames);
            pollUntil(source, seen, () -> seen.size() >= 5);
            namespaces.sensor().run("ip", "link", "del", "veth0");
            pollUntil(source, seen, () -> !source.absent().isEmpty());
            assertThat(source.absent()).containsExactly("veth0");
            namespaces.join("veth0", "veth1");
            pollUntil(source, seen, () -> source.absent().isEmpty());
            replay(frames);
            pollUntil(source, seen, () -> seen.size() >= 10);
            assertThat(seen.subList(5, 10)).containsExactlyElementsOf(frames);
            assertThat(source.observationPoints())
                    .extracting(ObservationPoint::name)
                    .containsExactly("veth0", "veth0");
            assertThat(source.observationPoints())
                    .extracting(ObservationPoint::index)
                    .doesNotHaveDuplicates();
            assertThat(source.observationPoints())
                    .extracting(ObservationPoint::linkType)
                    .containsOnly(LinkType.ETHERNET);
        }
    }

    private CaptureConfig dropping(boolean dropsDuplicates) {
        return new CaptureConfig(List.of("veth0"), way(), 2048, true, 16L << 20, rings(), "", dropsDuplicates, false);
    }

    @Test
    void framesThatComeTwiceAreCountedAndLeftOutIfSaid() throws Exception {
        List<byte[]> once = new ArrayList<>();
        List<byte[]> twice = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            byte[] frame = PacketBuilder.ethernet()
                    .ipv4("10.0.0.1", "10.0.0.2")
                    .udp(4000 + i, 9)
                    .payload(40)
                    .build();
            once.add(frame);
            twice.addAll(List.of(frame, frame));
        }
        for (boolean dropsDuplicates : new boolean[] {false, true}) {
            List<byte[]> seen = new ArrayList<>();
            try (LiveSource source = capture(dropping(dropsDuplicates))) {
                replay(twice);
                pollUntil(source, seen, () -> source.counters().duplicates.sum() == once.size());
                pollToTheEnd(source, seen);
                assertThat(seen).containsExactlyElementsOf(dropsDuplicates ? once : twice);
                assertThat(source.counters().captured.sum()).isEqualTo(seen.size());
            }
        }
    }

    @Test
    void anInterfaceOfAnotherKindIsRefused() throws Exception {
        assertThatThrownBy(() -> capture(config("any")))
                .isInstanceOf(CaptureException.class)
                .hasMessage("cannot capture from any: its frames are no Ethernet's; capture.source = \"auto\" goes"
                        + " through libpcap where it must");
    }

    @Test
    void whatIsLeftInTheRingIsCountedAsDroppedThere() throws Exception {
        List<byte[]> frames = frames();
        CaptureSource source = capture(config("veth0"));
        List<byte[]> seen = seenOf(source, frames, 10);
        source.close();
        assertThat(seen.size() + source.counters().ringDropped.sum()).isEqualTo(frames.size());
    }

    /** What is looked at once a second takes a little, frames nothing. */
    @Test
    void framesAreReadWithoutAllocating() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Path capture = write(frames());
        int rounds = 200;
        long expected = (long) rounds * frames().size();
        long[] seen = new long[1];
        FrameHandler counting = frame -> seen[0]++;
        try (CaptureSource source = capture(config("veth0"))) {
            Process sending = namespaces
                    .sender()
                    .start(new ProcessBuilder(
                            "tcpreplay", "-q", "--pps=20000", "--loop=" + rounds, "-i", "veth1", capture.toString()));
            while (seen[0] < expected / 10) {
                source.poll(counting, 100);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            long from = seen[0];
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (seen[0] < expected && System.nanoTime() < deadlineNs) {
                source.poll(counting, 100);
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(seen[0] + source.counters().dropped()).isEqualTo(expected);
            assertThat((double) allocated / (seen[0] - from))
                    .as("octets a frame")
                    .isLessThan(1);
            assertThat(sending.waitFor()).isZero();
        }
    }
}
