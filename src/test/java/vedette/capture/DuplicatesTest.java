package vedette.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vedette.net.LinkType;

class DuplicatesTest {
    private static final long MS_NS = 1_000_000;

    private final Duplicates duplicates = new Duplicates();
    private final Random random = new Random(1);

    private byte[] frame(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private void see(byte[] bytes, long timestampNs) {
        Frame frame = new Frame();
        frame.buffer(ByteBuffer.wrap(bytes));
        frame.set(0, bytes.length, bytes.length, timestampNs, LinkType.ETHERNET, 0);
        duplicates.see(frame);
    }

    @Test
    void aFrameThatComesTwiceIsOneCopy() {
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = frame(60 + i % 9);
            see(bytes, i * MS_NS);
            see(bytes, i * MS_NS + 10);
        }
        assertThat(duplicates.seen()).isEqualTo(2000);
        assertThat(duplicates.copies()).isEqualTo(1000);
    }

    @Test
    void framesThatDifferInOneOctetAreNoCopies() {
        byte[] bytes = frame(61);
        for (int i = 0; i < 61; i++) {
            bytes[i]++;
            see(bytes, i);
        }
        assertThat(duplicates.copies()).isZero();
    }

    @Test
    void theSameFrameLaterOrAfterManyOthersIsNoCopy() {
        byte[] bytes = frame(60);
        see(bytes, 0);
        see(bytes, Duplicates.WINDOW_NS + 1);
        assertThat(duplicates.copies()).isZero();
        byte[] other = frame(60);
        see(other, 100 * MS_NS);
        for (int i = 0; i < Duplicates.REMEMBERED; i++) {
            see(frame(60), 100 * MS_NS);
        }
        see(other, 100 * MS_NS);
        assertThat(duplicates.copies()).isZero();
    }
}
