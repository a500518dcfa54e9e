package vedette.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteFeedTest {
    @Test
    void anyStepsSeeTheBytesOfTheStream() throws IOException {
        long seed = 11;
        Random random = new Random(seed);
        byte[] stream = new byte[8 * ByteFeed.MAX_WINDOW + 123];
        random.nextBytes(stream);
        int at = 0;
        try (ByteFeed feed = feed(stream)) {
            while (at < stream.length) {
                int wanted = random.nextInt(1 << random.nextInt(20));
                boolean there = feed.require(wanted);
                assertThat(there).as("seed %d, %d at %d", seed, wanted, at).isEqualTo(wanted <= stream.length - at);
                assertThat(feed.offset()).isEqualTo(at);
                for (int i = 0; there && i < wanted; i += 97) {
                    assertThat(feed.window().get(feed.position() + i)).isEqualTo(stream[at + i]);
                }
                long step = random.nextInt(1 << random.nextInt(21)) + 1;
                assertThat(feed.skip(step))
                        .as("seed %d, %d at %d", seed, step, at)
                        .isEqualTo(step <= stream.length - at);
                at += (int) step;
            }
            assertThat(feed.require(1)).isFalse();
        }
    }

    @Test
    void theWindowGrowsForBytesThatAreThereAlone() throws IOException {
        try (ByteFeed feed = feed(new byte[100])) {
            assertThat(feed.require(ByteFeed.MAX_WINDOW)).isFalse();
            assertThat(feed.window().capacity()).isEqualTo(WindowPool.WINDOW_LENGTH);
            assertThat(feed.available()).isEqualTo(100);
        }
        try (ByteFeed feed = feed(new byte[2 * ByteFeed.MAX_WINDOW])) {
            assertThat(feed.require(ByteFeed.MAX_WINDOW)).isTrue();
            assertThat(feed.window().capacity()).isEqualTo(ByteFeed.MAX_WINDOW);
        }
    }

    @Test
    void aWindowIsUsedAgain() throws IOException {
        WindowPool windows = new WindowPool();
        ByteFeed first = new ByteFeed(Channels.newChannel(new ByteArrayInputStream(new byte[9])), windows, 0);
        Object window = first.window();
        first.close();
        first.close();
        ByteFeed second = new ByteFeed(Channels.newChannel(new ByteArrayInputStream(new byte[9])), windows, 0);
        assertThat(second.window()).isSameAs(window);
        assertThat(windows.take()).isNotSameAs(window);
        second.close();
    }

    private static ByteFeed feed(byte[] stream) {
        return new ByteFeed(Channels.newChannel(new ByteArrayInputStream(stream)), new WindowPool(), 0);
    }
}
