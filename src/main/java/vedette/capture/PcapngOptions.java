package vedette.capture;

import java.nio.ByteBuffer;

/** Steps through the options of a pcapng block; one that does not fit into the block is the end. */
final class PcapngOptions {
    private static final int HEADER_LENGTH = 4;
    private static final int END = 0;

    private final ByteBuffer block;
    private final int end;
    private int next;
    private int code;
    private int offset;
    private int length;

    /**
     * @param block the bytes in their section's byte order
     * @param start where the first option begins
     * @param end where the last one ends
     */
    PcapngOptions(ByteBuffer block, int start, int end) {
        this.block = block;
        this.next = start;
        this.end = end;
    }

    boolean next() {
        if (end - next < HEADER_LENGTH) {
            return false;
        }
        code = block.getShort(next) & 0xFFFF;
        length = block.getShort(next + 2) & 0xFFFF;
        offset = next + HEADER_LENGTH;
        next = offset + ((length + 3) & ~3);
        return code != END && length <= end - offset;
    }

    int code() {
        return code;
    }

    int length() {
        return length;
    }

    /** Where the option's value begins. */
    int offset() {
        return offset;
    }
}
