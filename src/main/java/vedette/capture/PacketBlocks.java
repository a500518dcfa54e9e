package vedette.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import vedette.net.LinkType;
import vedette.os.PacketSocket;

/**
 * Walks the frames in the blocks of a kernel's ring (linux/if_packet.h, TPACKET_V3), which the kernel fills one after the
 * other and gets back one after the other. Owned by the polling thread.
 */
final class PacketBlocks {
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    // struct tpacket_block_desc with tpacket_hdr_v1 (linux/if_packet.h).
    private static final int BLOCK_STATUS = 8;
    private static final int BLOCK_FRAMES = 12;
    private static final int BLOCK_FIRST_FRAME = 16;

    /** Block status: it is the kernel's. */
    private static final int TO_KERNEL = 0;
    /** Block status: it is ours. */
    private static final int TO_USER = 1;
    /** Block status: frames were dropped since the block before. */
    private static final int LOSING = 4;

    // struct tpacket3_hdr.
    private static final int NEXT = 0;
    private static final int SECONDS = 4;
    private static final int NANOSECONDS = 8;
    private static final int CAPTURED_LENGTH = 12;
    private static final int ORIGINAL_LENGTH = 16;
    private static final int FRAME_STATUS = 20;
    private static final int FRAME_OFFSET = 24;
    private static final int TAG = 32;
    private static final int TAG_TYPE = 36;

    /** Frame status: the kernel took a VLAN tag out of it. */
    private static final int HAS_TAG = 1 << 4;
    /** Frame status: and says of which type. */
    private static final int HAS_TAG_TYPE = 1 << 6;
    /** Frame status: it is several of the link's, merged or not yet cut. */
    private static final int MERGED = 1 << 8;

    private static final int DOT1Q = 0x8100;
    private static final int ADDRESSES_LENGTH = 12;

    private static final long NS_PER_S = 1_000_000_000L;
    private static final long UNSIGNED = 0xFFFF_FFFFL;

    private final int snaplen;
    private final CaptureCounters counters;
    private final Frame frame = new Frame();

    /** The ring's memory: the kernel's numbers are of this machine's byte order, frames are big-endian. */
    private ByteBuffer[] blocks = {};

    private ByteBuffer[] frames = {};
    private int observationPoint;
    private int block;
    private int at;
    private long left;
    private boolean ready;

    PacketBlocks(int snaplen, CaptureCounters counters) {
        this.snaplen = snaplen;
        this.counters = counters;
    }

    /** Walks another ring from its first block on; none may be left of the one before. */
    void take(List<ByteBuffer> ring, int observationPoint) {
        this.observationPoint = observationPoint;
        blocks = ring.toArray(ByteBuffer[]::new);
        frames = ring.stream()
                .map(each -> each.duplicate().order(ByteOrder.BIG_ENDIAN))
                .toArray(ByteBuffer[]::new);
        block = 0;
        left = 0;
        ready = false;
    }

    /** The ring's memory is about to go. */
    void leave() {
        take(List.of(), observationPoint);
    }

    boolean isEmpty() {
        return !ready && !prepare();
    }

    /** Which part of the ring is ours: handed over, and not passed on yet. */
    double filled() {
        int ours = 0;
        for (ByteBuffer each : blocks) {
            ours += (int) INT.getOpaque(each, BLOCK_STATUS) & TO_USER;
        }
        return blocks.length == 0 ? 0 : (double) ours / blocks.length;
    }

    /** The oldest frame, if it is not empty. */
    Frame frame() {
        return frame;
    }

    /** Makes {@link #frame()} the next one; false if there is none. */
    private boolean prepare() {
        if (left == 0 && !takeBlock()) {
            return false;
        }
        read();
        ready = true;
        return true;
    }

    /** Takes the next block if the kernel has handed it over. */
    private boolean takeBlock() {
        if (blocks.length == 0) {
            return false;
        }
        ByteBuffer next = blocks[block];
        int status = (int) INT.getAcquire(next, BLOCK_STATUS);
        if ((status & TO_USER) == 0) {
            return false;
        }
        if ((status & LOSING) != 0) {
            counters.losingBlocks.increment();
        }
        left = next.getInt(BLOCK_FRAMES) & UNSIGNED;
        at = next.getInt(BLOCK_FIRST_FRAME);
        frame.buffer(frames[block]);
        if (left == 0) {
            release();
        }
        return left > 0;
    }

    private void release() {
        INT.setRelease(blocks[block], BLOCK_STATUS, TO_KERNEL);
        block = block + 1 == blocks.length ? 0 : block + 1;
    }

    /** The frame has been dealt with, and is the kernel's again with the last of its block. */
    void pass() {
        ready = false;
        at += blocks[block].getInt(at + NEXT);
        if (--left == 0) {
            release();
        }
    }

    private void read() {
        ByteBuffer header = blocks[block];
        int status = header.getInt(at + FRAME_STATUS);
        int offset = at + (header.getShort(at + FRAME_OFFSET) & 0xFFFF);
        int captured = header.getInt(at + CAPTURED_LENGTH);
        long original = header.getInt(at + ORIGINAL_LENGTH) & UNSIGNED;
        if ((status & HAS_TAG) != 0 && captured >= ADDRESSES_LENGTH) {
            offset = putTagBack(offset, header.getInt(at + TAG), tagType(header, status));
            captured = Math.min(captured + PacketSocket.HEADROOM, snaplen);
            original += PacketSocket.HEADROOM;
        }
        if ((status & MERGED) != 0) {
            counters.merged.increment();
        }
        long timestampNs = (header.getInt(at + SECONDS) & UNSIGNED) * NS_PER_S + header.getInt(at + NANOSECONDS);
        frame.set(offset, captured, original, timestampNs, LinkType.ETHERNET, observationPoint);
    }

    private int tagType(ByteBuffer header, int status) {
        return (status & HAS_TAG_TYPE) == 0 ? DOT1Q : header.getShort(at + TAG_TYPE);
    }

    /** Moves the addresses to the front and puts the tag behind them. Returns where the frame begins now. */
    private int putTagBack(int offset, int tag, int type) {
        ByteBuffer bytes = frames[block];
        int begin = offset - PacketSocket.HEADROOM;
        bytes.putLong(begin, bytes.getLong(offset));
        bytes.putInt(begin + Long.BYTES, bytes.getInt(offset + Long.BYTES));
        bytes.putShort(begin + ADDRESSES_LENGTH, (short) type);
        bytes.putShort(begin + ADDRESSES_LENGTH + Short.BYTES, (short) tag);
        return begin;
    }
}
