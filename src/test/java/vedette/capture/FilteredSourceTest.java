package vedette.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vedette.Tools;
import vedette.net.LinkType;

class FilteredSourceTest {
    private static final int TCP = 6;
    private static final int UDP = 17;

    private final FrameQueue frames = new FrameQueue();
    private final List<Integer> linkTypes = new ArrayList<>();

    /** A source of frames put into it. */
    private static final class FrameQueue implements CaptureSource {
        private final FrameRing ring = new FrameRing(1 << 16, 1_000);
        private final CaptureCounters counters = new CaptureCounters();

        void addIp(int linkType, int protocol) {
            int ip = linkType == LinkType.ETHERNET ? 14 : linkType == LinkType.LINUX_SLL ? 16 : 0;
            ByteBuffer bytes = ByteBuffer.allocate(ip + 20);
            if (ip > 0) {
                bytes.putShort(ip - 2, (short) 0x0800);
            }
            bytes.put(ip, (byte) 0x45).put(ip + 9, (byte) protocol);
            ring.offer(bytes.array(), bytes.capacity(), bytes.capacity() + 100L, 1, linkType, 0);
        }

        @Override
        public int poll(FrameHandler handler, int maxFrames) {
            int polled = ring.poll(
                    frame -> {
                        counters.captured.increment();
                        counters.capturedOctets.add(frame.originalLength());
                        counters.truncated.increment();
                        handler.onFrame(frame);
                    },
                    maxFrames);
            return polled == 0 ? END : polled;
        }

        @Override
        public List<ObservationPoint> observationPoints() {
            return List.of(new ObservationPoint("queue", 1, LinkType.ETHERNET));
        }

        @Override
        public CaptureCounters counters() {
            return counters;
        }

        @Override
        public void close() {}
    }

    @BeforeAll
    static void needsLibpcap() {
        Tools.require(BpfFilterTest.libpcapIsThere(), "libpcap is not installed");
    }

    private int drain(FilteredSource source) throws IOException {
        int polled = 0;
        for (int n = source.poll(frame -> linkTypes.add(frame.linkType()), 2);
                n != CaptureSource.END;
                n = source.poll(frame -> linkTypes.add(frame.linkType()), 2)) {
            polled += n;
        }
        return polled;
    }

    @Test
    void eachLinkTypeHasItsOwnProgram() throws IOException {
        int[] types = {LinkType.LINUX_SLL, LinkType.ETHERNET, LinkType.RAW, LinkType.RAW_BSD, LinkType.IPV4};
        for (int i = 0; i < 20; i++) {
            frames.addIp(types[i % types.length], TCP);
            frames.addIp(types[i % types.length], UDP);
        }
        try (FilteredSource source = new FilteredSource(frames, "udp")) {
            assertThat(drain(source)).isEqualTo(40);
        }
        assertThat(linkTypes).hasSize(20).startsWith(113, 1, 101, 12, 228);
    }

    @Test
    void whatIsTurnedAwayIsFilteredAndNotCaptured() throws IOException {
        frames.addIp(LinkType.ETHERNET, TCP);
        frames.addIp(LinkType.ETHERNET, UDP);
        frames.addIp(LinkType.ETHERNET, UDP);
        try (FilteredSource source = new FilteredSource(frames, "tcp")) {
            drain(source);
            assertThat(source.counters().captured.sum()).isEqualTo(1);
            assertThat(source.counters().filtered.sum()).isEqualTo(2);
            assertThat(source.counters().capturedOctets.sum()).isEqualTo(134);
            assertThat(source.counters().truncated.sum()).isEqualTo(1);
        }
    }

    @Test
    void anExpressionThatMeansNothingOnALinkIsTold() throws IOException {
        frames.addIp(LinkType.ETHERNET, TCP);
        frames.addIp(LinkType.IPV4, TCP);
        frames.addIp(LinkType.IPV4, TCP);
        try (FilteredSource source = new FilteredSource(frames, "ether host 02:00:00:00:00:01 or tcp")) {
            assertThatThrownBy(() -> drain(source))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageStartingWith("\"ether host 02:00:00:00:00:01 or tcp\" is not a filter: ")
                    .hasMessageEndingWith("(on frames of link type 228)");
        }
        assertThat(linkTypes).containsExactly(LinkType.ETHERNET);
        assertThat(frames.counters().captured.sum()).isEqualTo(1);
        assertThat(frames.counters().filtered.sum()).isEqualTo(1);
    }

    @Test
    void aWrongExpressionIsToldBeforeTheFirstFrame() {
        assertThatThrownBy(() -> new FilteredSource(frames, "prot 6")).isInstanceOf(IllegalArgumentException.class);
    }
}
