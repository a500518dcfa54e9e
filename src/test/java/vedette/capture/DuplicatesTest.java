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
    private int copies;

    private byte[] frame(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private void see(byte[] bytes, long timestampNs) {
        see(bytes, bytes.length, timestampNs);
    }

    private void see(byte[] bytes, int length, long timestampNs) {
        Frame frame = new Frame();
        frame.buffer(ByteBuffer.wrap(bytes));
        frame.set(0, bytes.length, length, timestampNs, LinkType.ETHERNET, 0);
        copies += duplicates.isCopy(frame) ? 1 : 0;
    }

    @Test
    void aFrameThatComesTwiceIsOneCopy() {
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = frame(60 + i % 9);
            see(bytes, i * MS_NS);
            see(bytes, i * MS_NS + 10);
        }
        assertThat(copies).isEqualTo(1000);
    }

    @Test
    void framesThatDifferInOneOctetAreNoCopies() {
        byte[] bytes = frame(61);
        for (int i = 0; i < 61; i++) {
            bytes[i]++;
            see(bytes, i);
        }
        assertThat(copies).isZero();
    }

    @Test
    void framesOfAnotherLengthAreNoCopies() {
        byte[] bytes = frame(96);
        see(bytes, 96, 0);
        see(bytes, 97, 0);
        assertThat(copies).isZero();
    }

    /** VXLAN without checksums, and in it IPv6 and TCP, whose sequence number is far behind. */
    @Test
    void framesThatDifferAtTheirEndAreNoCopies() {
        byte[] bytes = frame(1514);
        see(bytes, 0);
        bytes[1514 - Duplicates.COMPARED_AT_END]++;
        see(bytes, 1);
        assertThat(copies).isZero();
    }

    @Test
    void anEqualFrameAfterTheClockWasSetBackIsNoCopy() {
        byte[] bytes = frame(64);
        see(bytes, 7_200_000 * MS_NS);
        see(bytes, 3_600_000 * MS_NS);
        assertThat(copies).isZero();
    }

    @Test
    void ofThreeEqualFramesOneIsACopy() {
        byte[] bytes = frame(60);
        for (int i = 0; i < 3; i++) {
            see(bytes, i);
        }
        assertThat(copies).isEqualTo(1);
    }

    @Test
    void theSameFrameLaterOrAfterManyOthersIsNoCopy() {
        byte[] bytes = frame(60);
        see(bytes, 0);
        see(bytes, Duplicates.WINDOW_NS + 1);
        assertThat(copies).isZero();
        byte[] other = frame(60);
        see(other, 100 * MS_NS);
        for (int i = 0; i < 20 * Duplicates.REMEMBERED; i++) {
            see(frame(60), 100 * MS_NS);
        }
        see(other, 100 * MS_NS);
        assertThat(copies).isZero();
    }
}
