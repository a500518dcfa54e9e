package vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import vedette.detect.memory.Memory;
import vedette.detect.memory.Recollection;
import vedette.detect.memory.Snapshot;

/** Carries what some detectors remember over to others, as a file does. */
final class Recollections {
    private Recollections() {}

    static void carry(List<Memory> from, List<Memory> to, long nowNs) {
        Snapshot snapshot = new Snapshot(from);
        Recollection recollection = new Recollection(
                to,
                from.stream().map(Memory::name).toList(),
                from.stream().map(Memory::shape).toList(),
                nowNs);
        ByteBuffer block = ByteBuffer.allocate(Snapshot.BLOCK);
        boolean isMore = true;
        assertThat(to).hasSameSizeAs(from);
        while (isMore) {
            isMore = snapshot.write(block.clear());
            if (block.position() > 0) {
                assertThat(longest(block.duplicate().flip())).isLessThanOrEqualTo(Memory.MOST_OCTETS);
                recollection.read(block.flip());
            }
        }
    }

    /** Octets of the longest place in a block. */
    private static int longest(ByteBuffer block) {
        int longest = 0;
        block.getShort();
        while (block.hasRemaining()) {
            int length = block.getShort();
            longest = Math.max(longest, length);
            block.position(block.position() + length);
        }
        return longest;
    }
}
