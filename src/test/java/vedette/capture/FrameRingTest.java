package vedette.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FrameRingTest {
    private static final int MAX_FRAME = 300;

    private record Offered(byte[] bytes, long originalLength, long timestampNs, int linkType, int observationPoint) {
        static Offered random(Random random, int maxLength) {
            byte[] bytes = new byte[random.nextInt(maxLength + 1)];
            random.nextBytes(bytes);
            return new Offered(
                    bytes,
                    bytes.length + (random.nextBoolean() ? 0 : 0xFFFF_FFFFL),
                    random.nextLong(),
                    random.nextInt(),
                    random.nextInt());
        }

        boolean into(FrameRing ring) {
            return ring.offer(bytes, bytes.length, originalLength, timestampNs, linkType, observationPoint);
        }

        static Offered of(Frame frame) {
            byte[] bytes = new byte[frame.capturedLength()];
            frame.bytes().get(frame.offset(), bytes);
            return new Offered(
                    bytes, frame.originalLength(), frame.timestampNs(), frame.linkType(), frame.observationPoint());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Offered that
                    && Arrays.equals(bytes, that.bytes)
                    && originalLength == that.originalLength
                    && timestampNs == that.timestampNs
                    && linkType == that.linkType
                    && observationPoint == that.observationPoint;
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    @Test
    void randomStepsAreThoseOfAQueue() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            FrameRing ring = new FrameRing(1 << 10 + random.nextInt(4), MAX_FRAME);
            Queue<Offered> queue = new ArrayDeque<>();
            long held = 0;
            for (int step = 0; step < 2_000; step++) {
                if (random.nextInt(100) < 60) {
                    Offered frame = Offered.random(random, MAX_FRAME);
                    boolean taken = frame.into(ring);
                    if (taken) {
                        queue.add(frame);
                        held += frame.bytes.length;
                    }
                    assertThat(taken || !queue.isEmpty())
                            .as("an empty ring takes a frame, seed %d", seed)
                            .isTrue();
                    assertThat(held).isLessThanOrEqualTo(ring.capacity());
                } else {
                    int most = random.nextInt(4);
                    int expected = Math.min(most, queue.size());
                    long given = held;
                    AtomicReference<Long> left = new AtomicReference<>(given);
                    String seen = "seed " + seed + ", step " + step;
                    if (expected > 0) {
                        assertThat(ring.oldestTimestampNs()).as(seen).isEqualTo(queue.element().timestampNs);
                    }
                    int polled = ring.poll(
                            frame -> {
                                assertThat(Offered.of(frame)).as(seen).isEqualTo(queue.remove());
                                left.set(left.get() - frame.capturedLength());
                            },
                            most);
                    held = left.get();
                    assertThat(polled).as(seen).isEqualTo(expected);
                    assertThat(ring.isEmpty()).as(seen).isEqualTo(queue.isEmpty());
                }
            }
        }
    }

    @Test
    @Timeout(60)
    void twoThreadsLoseNothingAndKeepTheOrder() throws Exception {
        int frames = 200_000;
        long seed = System.nanoTime();
        FrameRing ring = new FrameRing(1 << 14, MAX_FRAME);
        Thread producer = new Thread(() -> {
            Random random = new Random(seed);
            byte[] bytes = new byte[MAX_FRAME];
            for (int i = 0; i < frames; i++) {
                int length = random.nextInt(MAX_FRAME + 1);
                Arrays.fill(bytes, 0, length, (byte) i);
                while (!ring.offer(bytes, length, length, i, 1, 0)) {
                    Thread.yield();
                }
            }
        });
        producer.start();
        Random random = new Random(seed);
        int[] next = new int[1];
        while (next[0] < frames) {
            int polled = ring.poll(
                    frame -> {
                        int expected = next[0]++;
                        int length = random.nextInt(MAX_FRAME + 1);
                        boolean same = frame.timestampNs() == expected && frame.capturedLength() == length;
                        for (int i = 0; i < length && same; i++) {
                            same = frame.bytes().get(frame.offset() + i) == (byte) expected;
                        }
                        assertThat(same).as("frame %d, seed %d", expected, seed).isTrue();
                    },
                    64);
            if (polled == 0) {
                Thread.yield();
            }
        }
        producer.join();
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void aFullRingRefusesAndTakesAgainAfterAPoll() {
        FrameRing ring = new FrameRing(1 << 10, 100);
        byte[] bytes = new byte[100];
        int taken = 0;
        while (ring.offer(bytes, 100, 100, taken, 1, 0)) {
            taken++;
        }
        assertThat(taken).isEqualTo(1024 / 136);
        assertThat(ring.offer(bytes, 100, 100, 0, 1, 0)).isFalse();
        assertThat(ring.poll(frame -> {}, 1)).isEqualTo(1);
        assertThat(ring.poll(frame -> {}, 1)).isEqualTo(1);
        assertThat(ring.offer(bytes, 100, 100, 0, 1, 0)).isTrue();
    }

    @Test
    void aFrameLongerThanAnyIsRefused() {
        FrameRing ring = new FrameRing(1 << 20, 100);
        assertThat(ring.offer(new byte[101], 101, 101, 0, 1, 0)).isFalse();
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void theRingGrowsToTwoOfTheLargestFrames() {
        assertThat(new FrameRing(1, 1_000).capacity()).isEqualTo(4_096);
        assertThat(new FrameRing(4_096, 100).capacity()).isEqualTo(4_096);
        assertThat(new FrameRing(4_097, 100).capacity()).isEqualTo(8_192);
        assertThatThrownBy(() -> new FrameRing(Long.MAX_VALUE, 100)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFrameWhoseHandlerThrowsIsGone() {
        FrameRing ring = new FrameRing(1 << 10, 100);
        ring.offer(new byte[1], 1, 1, 1, 1, 0);
        ring.offer(new byte[1], 1, 1, 2, 1, 0);
        assertThatThrownBy(() -> ring.poll(
                        frame -> {
                            throw new IllegalStateException("no");
                        },
                        9))
                .hasMessage("no");
        assertThat(ring.oldestTimestampNs()).isEqualTo(2);
    }

    @Test
    void aFrameAllocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        FrameRing ring = new FrameRing(1 << 16, MAX_FRAME);
        byte[] bytes = new byte[MAX_FRAME];
        long[] octets = new long[1];
        FrameHandler handler = frame -> octets[0] += frame.capturedLength();
        passThrough(ring, bytes, handler, 20_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        passThrough(ring, bytes, handler, 1_000_000);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
        assertThat(octets[0]).isEqualTo(1_020_000L * MAX_FRAME);
    }

    private static void passThrough(FrameRing ring, byte[] bytes, FrameHandler handler, int frames) {
        for (int i = 0; i < frames; i++) {
            ring.offer(bytes, bytes.length, bytes.length, i, 1, 0);
            ring.poll(handler, 1);
        }
    }
}
