package vedette.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vedette.net.LinkType;

/** Live capture through libpcap. */
class Pcap4jSourceIT extends LiveSourceContract {
    @Override
    String way() {
        return "pcap4j";
    }

    @AfterEach
    void noThreadIsLeft() {
        assertThat(captureThreads()).isZero();
    }

    @Test
    void anIdleLinkIsPolledInVainAndClosedAtOnce() throws Exception {
        CaptureSource source = capture(config("veth0"));
        for (int i = 0; i < 100; i++) {
            assertThat(source.poll(frame -> {}, 100)).isZero();
        }
        assertThat(captureThreads()).isEqualTo(1);
        source.close();
        assertThat(captureThreads()).isZero();
    }

    @Test
    void whatIsLeftInTheRingIsCountedAsDroppedThere() throws Exception {
        List<byte[]> frames = frames();
        CaptureSource source = capture(config("veth0"));
        List<byte[]> seen = seenOf(source, frames, 10);
        source.stop();
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (captureThreads() > 0 && System.nanoTime() < deadlineNs) {
            source.poll(frame -> seen.add(copy(frame)), 1);
        }
        source.close();
        assertThat(seen.size() + source.counters().ringDropped.sum()).isEqualTo(frames.size());
    }

    @Test
    void anyIsOneObservationPointOfCookedFrames() throws Exception {
        try (CaptureSource source = capture(config("any"))) {
            List<byte[]> seen = new ArrayList<>();
            replay(frames().subList(0, 3));
            pollUntil(source, seen, () -> seen.size() >= 3);
            assertThat(seen.get(0)).hasSize(frames().get(0).length + 2);
            assertThat(source.observationPoints()).containsExactly(new ObservationPoint("any", 0, LinkType.LINUX_SLL));
        }
    }

    @Test
    void aTunDeviceHasRawFrames() throws Exception {
        addTun();
        try (CaptureSource source = capture(config("tun0"))) {
            List<byte[]> seen = new ArrayList<>();
            namespaces
                    .sensor()
                    .run(
                            "python3",
                            "-c",
                            "import fcntl,os,struct\nt=os.open('/dev/net/tun',os.O_RDWR)\n"
                                    + "fcntl.ioctl(t,0x400454ca,struct.pack('16sH22x',b'tun0',0x1001))\n"
                                    + "os.write(t,bytes.fromhex('450000140000000040fd0000c0000201c0000202'))");
            pollUntil(source, seen, () -> !seen.isEmpty());
            assertThat(seen.get(0)).startsWith(0x45, 0, 0, 20);
            assertThat(source.observationPoints().get(0).linkType()).isEqualTo(LinkType.RAW_BSD);
        }
    }

    @Test
    void anInterfaceThatIsDeletedIsToldAfterItsLastFrame() throws Exception {
        List<byte[]> frames = frames();
        List<byte[]> seen = new ArrayList<>();
        namespaces.join("veth2", "veth3");
        try (CaptureSource source = capture(config("veth2", "veth0"))) {
            replay(frames);
            pollUntil(source, seen, () -> !seen.isEmpty());
            namespaces.sensor().run("ip", "link", "del", "veth0");
            assertThatThrownBy(() -> pollUntil(source, seen, () -> false))
                    .isInstanceOf(CaptureException.class)
                    .hasMessage("capture from veth0 failed: The interface disappeared");
            assertThat(seen).hasSize(frames.size());
        }
        assertThat(captureThreads()).isZero();
    }

    private static long captureThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("capture-"))
                .count();
    }
}
