package vedette.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vedette.net.LinkType;

/** What every source of frames does, wherever it has them from. */
@Timeout(60)
abstract class CaptureSourceContract {
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86DD;
    private static final int ARP = 0x0806;
    private static final int DOT1Q = 0x8100;
    private static final int DOT1AD = 0x88A8;

    @TempDir
    Path directory;

    /** A source of the frames of a capture: as they lie in it, or as they pass when it is replayed to an interface. */
    abstract CaptureSource open(Path capture) throws Exception;

    /** Reads to the end; asks a source that has none to end once it has given the frames expected. */
    private List<byte[]> read(CaptureSource source, int expected, int framesPerPoll) throws IOException {
        List<byte[]> read = new ArrayList<>();
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < deadlineNs) {
            int before = read.size();
            int polled = source.poll(frame -> read.add(copy(frame)), framesPerPoll);
            assertThat(read.size() - before).isEqualTo(Math.max(polled, 0)).isLessThanOrEqualTo(framesPerPoll);
            if (polled == CaptureSource.END) {
                return read;
            }
            if (read.size() >= expected) {
                source.stop();
            }
        }
        throw new AssertionError("no end of the source after 20 s, " + read.size() + " frames");
    }

    static byte[] copy(Frame frame) {
        assertThat(frame.bytes().order()).isEqualTo(ByteOrder.BIG_ENDIAN);
        byte[] bytes = new byte[frame.capturedLength()];
        frame.bytes().get(frame.offset(), bytes);
        return bytes;
    }

    @Test
    void everyFrameComesOnceInOrderOctetByOctet() throws Exception {
        List<byte[]> frames = frames();
        try (CaptureSource source = open(write(frames))) {
            assertThat(read(source, frames.size(), 100)).containsExactlyElementsOf(frames);
        }
    }

    @Test
    void anyNumberOfFramesMayBePolledAtOnce() throws Exception {
        List<byte[]> frames = frames();
        for (int framesPerPoll : new int[] {1, 7, Integer.MAX_VALUE}) {
            try (CaptureSource source = open(write(frames))) {
                assertThat(read(source, frames.size(), framesPerPoll)).hasSameSizeAs(frames);
            }
        }
    }

    @Test
    void allThatCameIsCounted() throws Exception {
        List<byte[]> frames = frames();
        try (CaptureSource source = open(write(frames))) {
            read(source, frames.size(), 100);
            CaptureCounters counters = source.counters();
            assertThat(counters.captured.sum()).isEqualTo(frames.size());
            assertThat(counters.capturedOctets.sum())
                    .isEqualTo(frames.stream().mapToLong(each -> each.length).sum());
            assertThat(counters.truncated.sum()).isZero();
            assertThat(counters.kernelDropped.sum()).isZero();
            assertThat(counters.interfaceDropped.sum()).isZero();
            assertThat(counters.ringDropped.sum()).isZero();
            assertThat(counters.filtered.sum()).isZero();
        }
    }

    @Test
    void everyFrameNamesItsObservationPointAndLinkType() throws Exception {
        List<byte[]> frames = frames().subList(0, 10);
        try (CaptureSource source = open(write(frames))) {
            List<String> wrong = new ArrayList<>();
            long[] lastNs = new long[1];
            int polled = 0;
            while (polled < frames.size()) {
                polled += source.poll(
                        frame -> {
                            ObservationPoint point = source.observationPoints().get(frame.observationPoint());
                            if (point.linkType() != frame.linkType()
                                    || frame.linkType() != LinkType.ETHERNET
                                    || point.index() < 1
                                    || point.name().isEmpty()) {
                                wrong.add(point + ", link type " + frame.linkType());
                            }
                            if (frame.timestampNs() < lastNs[0]) {
                                wrong.add(frame.timestampNs() + " after " + lastNs[0]);
                            }
                            lastNs[0] = frame.timestampNs();
                        },
                        100);
            }
            assertThat(wrong).isEmpty();
            assertThat(lastNs[0]).isPositive();
        }
    }

    @Test
    void theEndIsTheEnd() throws Exception {
        List<byte[]> frames = frames().subList(0, 3);
        try (CaptureSource source = open(write(frames))) {
            read(source, frames.size(), 100);
            assertThat(source.poll(frame -> {}, 100)).isEqualTo(CaptureSource.END);
            assertThat(source.poll(frame -> {}, 100)).isEqualTo(CaptureSource.END);
        }
    }

    @Test
    void closingTwiceIsClosing() throws Exception {
        CaptureSource source = open(write(frames().subList(0, 3)));
        source.close();
        source.close();
    }

    /** Of every size and kind that passes a switch. */
    static List<byte[]> frames() {
        Random random = new Random(7);
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            frames.add(frame(random, 60 + random.nextInt(1_455), IPV4));
            frames.add(frame(random, 60 + random.nextInt(1_455), IPV6));
            frames.add(frame(random, 60, ARP));
            frames.add(frame(random, 64 + random.nextInt(1_455), DOT1Q, 100 + i, IPV4));
            frames.add(frame(random, 64 + random.nextInt(1_455), DOT1Q, 7 << 13 | 4094, IPV6));
            frames.add(frame(random, 68 + random.nextInt(1_455), DOT1AD, 200, DOT1Q, 300 + i, IPV4));
            frames.add(frame(random, 68 + random.nextInt(1_455), DOT1Q, 1, DOT1Q, 4095, IPV6));
        }
        frames.add(frame(random, 60, IPV4));
        frames.add(frame(random, 1_514, IPV4));
        frames.add(frame(random, 9_014, IPV4));
        return frames;
    }

    private static byte[] frame(Random random, int length, int... typesAndTags) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        frame.putLong(0, 0x0200_0000_0001_0200L).putInt(8, 2);
        for (int i = 0; i < typesAndTags.length; i++) {
            frame.putShort(12 + 2 * i, (short) typesAndTags[i]);
        }
        return bytes;
    }

    final Path write(List<byte[]> frames) throws IOException {
        Path file = Files.createTempFile(directory, "frames", ".pcap");
        ByteBuffer pcap = ByteBuffer.allocate(
                24 + frames.stream().mapToInt(each -> 16 + each.length).sum());
        pcap.putInt(0xA1B2_C3D4).putShort((short) 2).putShort((short) 4).putLong(0);
        pcap.putInt(262_144).putInt(LinkType.ETHERNET);
        for (int i = 0; i < frames.size(); i++) {
            byte[] frame = frames.get(i);
            pcap.putInt(1_700_000_000).putInt(i * 500).putInt(frame.length).putInt(frame.length);
            pcap.put(frame);
        }
        return Files.write(file, pcap.array());
    }
}
