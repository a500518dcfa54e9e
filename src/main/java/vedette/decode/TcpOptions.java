package vedette.decode;

import java.nio.ByteBuffer;

/**
 * TCP options (RFC 9293 §3.2, RFC 7323, RFC 2018), as far as they were captured. The first of a kind counts; one whose
 * length lies ends the list.
 */
public final class TcpOptions {
    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int MAXIMUM_SEGMENT_SIZE = 2;
    private static final int WINDOW_SCALE = 3;
    private static final int SACK_PERMITTED = 4;
    private static final int SACK = 5;
    private static final int TIMESTAMPS = 8;

    private static final int SACK_BLOCK_LENGTH = 8;

    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private int maximumSegmentSize;
    private int windowScale;
    private boolean sackPermitted;
    private int sackOffset;
    private int sackBlocks;
    private int timestampsOffset;
    private boolean malformed;

    void wrap(ByteBuffer bytes, int offset, int end) {
        this.bytes = bytes;
        maximumSegmentSize = -1;
        windowScale = -1;
        sackPermitted = false;
        sackOffset = 0;
        sackBlocks = 0;
        timestampsOffset = -1;
        malformed = false;
        int at = offset;
        while (at < end) {
            int kind = bytes.get(at) & 0xFF;
            if (kind == END) {
                return;
            }
            if (kind == NO_OPERATION) {
                at++;
                continue;
            }
            int length = end - at < 2 ? 0 : bytes.get(at + 1) & 0xFF;
            if (length < 2 || length > end - at) {
                malformed = true;
                return;
            }
            option(kind, at, length);
            at += length;
        }
    }

    private void option(int kind, int at, int length) {
        if (kind == MAXIMUM_SEGMENT_SIZE && length == 4 && maximumSegmentSize < 0) {
            maximumSegmentSize = bytes.getShort(at + 2) & 0xFFFF;
        } else if (kind == WINDOW_SCALE && length == 3 && windowScale < 0) {
            windowScale = bytes.get(at + 2) & 0xFF;
        } else if (kind == SACK_PERMITTED && length == 2) {
            sackPermitted = true;
        } else if (kind == SACK && (length - 2) % SACK_BLOCK_LENGTH == 0 && sackBlocks == 0) {
            sackOffset = at + 2;
            sackBlocks = (length - 2) / SACK_BLOCK_LENGTH;
        } else if (kind == TIMESTAMPS && length == 10 && timestampsOffset < 0) {
            timestampsOffset = at + 2;
        }
    }

    /** In octets, -1 without the option. */
    public int maximumSegmentSize() {
        return maximumSegmentSize;
    }

    /** Shift count as sent (a receiver takes 14 for more), -1 without the option. */
    public int windowScale() {
        return windowScale;
    }

    public boolean isSackPermitted() {
        return sackPermitted;
    }

    /** How many SACK blocks there are, at most 4. */
    public int sackBlocks() {
        return sackBlocks;
    }

    /** First sequence number of a block, {@code 0 <= block < sackBlocks()}. */
    public int sackLeftEdge(int block) {
        return bytes.getInt(sackOffset + block * SACK_BLOCK_LENGTH);
    }

    /** The sequence number after the last of a block. */
    public int sackRightEdge(int block) {
        return bytes.getInt(sackOffset + block * SACK_BLOCK_LENGTH + 4);
    }

    public boolean hasTimestamps() {
        return timestampsOffset >= 0;
    }

    /** TSval, 0 without the option. */
    public int timestampValue() {
        return timestampsOffset < 0 ? 0 : bytes.getInt(timestampsOffset);
    }

    /** TSecr, 0 without the option. */
    public int timestampEcho() {
        return timestampsOffset < 0 ? 0 : bytes.getInt(timestampsOffset + 4);
    }

    /** Whether the list ended at an option that does not fit, be it a lie or cut by the capture. */
    public boolean isMalformed() {
        return malformed;
    }
}
