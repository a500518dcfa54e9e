package vedette.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pcapng file (draft-ietf-opsawg-pcapng): sections of either byte order, any number of interfaces, enhanced, simple
 * and obsolete packet blocks. A simple packet block has no time of its own and is given that of the frame before it.
 *
 * <pre>
 *  0      4      8      12     16     20      24      28
 * | type |length| interf | time high, low |present|on link| frame, options |length|   enhanced packet
 * | type |length|on link | frame                                           |length|   simple packet
 * | type |length| link   |snaplen| options                                 |length|   interface description
 * | type |length| order  |version| section length | options                |length|   section header
 * </pre>
 */
final class PcapngReader extends FrameReader {
    static final int SECTION_HEADER = 0x0A0D0D0A;

    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int NAME_RESOLUTION = 4;
    private static final int INTERFACE_STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;
    private static final int DECRYPTION_SECRETS = 10;
    private static final int CUSTOM = 0x0BAD;
    private static final int CUSTOM_NOT_COPIED = 0x4000_0BAD;

    private static final int TYPE = 0;
    private static final int LENGTH = 4;
    private static final int BLOCK_HEADER_LENGTH = 8;
    private static final int TRAILER_LENGTH = 4;
    /** No larger block is believed: 16 MiB, 64 times the largest frame. */
    private static final int MAX_BLOCK_LENGTH = 16 << 20;

    private static final int BYTE_ORDER = 8;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int MAJOR_VERSION = 12;
    private static final int SECTION_HEADER_LENGTH = 28;

    private static final int INTERFACE = 8;
    private static final int TIMESTAMP_HIGH = 12;
    private static final int TIMESTAMP_LOW = 16;
    private static final int CAPTURED_LENGTH = 20;
    private static final int ORIGINAL_LENGTH = 24;
    private static final int FRAME = 28;

    private static final int SIMPLE_ORIGINAL_LENGTH = 8;
    private static final int SIMPLE_FRAME = 12;

    private static final int MAX_INTERFACES = ObservationPoints.MAX_POINTS;

    private final ObservationPoints points;
    private final List<PcapngInterface> interfaces = new ArrayList<>();
    private final PcapngLosses losses = new PcapngLosses();
    private boolean littleEndian;
    private boolean knownVersion;
    private long lastTimestampNs;

    PcapngReader(ByteFeed feed, ObservationPoints points, FileLog log) {
        super(feed, log);
        this.points = points;
    }

    @Override
    boolean next(Frame frame) throws IOException {
        while (leaveBlock() && enterBlock()) {
            int type = int32(TYPE);
            if (type == SECTION_HEADER) {
                knownVersion = readSectionHeader();
            } else if (!knownVersion) {
                log.blockOfUnknownVersion(feed.offset());
            } else if (type == ENHANCED_PACKET || type == OBSOLETE_PACKET || type == SIMPLE_PACKET) {
                if (readPacket(type, frame)) {
                    return true;
                }
                log.damagedBlock(feed.offset());
            } else {
                readOther(type);
            }
        }
        return false;
    }

    /** Moves behind the block at hand. One that is larger than the window shows its second length only now. */
    private boolean leaveBlock() throws IOException {
        if (recordLength <= ByteFeed.MAX_WINDOW) {
            return feed.skip(recordLength);
        }
        int length = recordLength;
        recordLength = TRAILER_LENGTH;
        if (!feed.skip(length - TRAILER_LENGTH) || !feed.require(TRAILER_LENGTH)) {
            return cutInside("a block");
        }
        return lengthsAgree(length, 0) && feed.skip(TRAILER_LENGTH);
    }

    /** Sees to it that the next block, or as much of it as is ever looked at, lies in the window. */
    private boolean enterBlock() throws IOException {
        recordLength = 0;
        if (!feed.require(BLOCK_HEADER_LENGTH)) {
            return endInside("a block's header");
        }
        if (int32(TYPE) == SECTION_HEADER && !readByteOrder()) {
            return false;
        }
        int length = paddedLength(LENGTH);
        if (length < BLOCK_HEADER_LENGTH + TRAILER_LENGTH || length > MAX_BLOCK_LENGTH) {
            log.corrupt(feed.offset(), "a block of " + Integer.toUnsignedString(int32(LENGTH)) + " bytes");
            return false;
        }
        if (!feed.require(Math.min(length, ByteFeed.MAX_WINDOW))) {
            return cutInside("a block");
        }
        recordLength = length;
        return length > ByteFeed.MAX_WINDOW || lengthsAgree(length, length - TRAILER_LENGTH);
    }

    private boolean readByteOrder() throws IOException {
        if (!feed.require(BYTE_ORDER + Integer.BYTES)) {
            return cutInside("a section's header");
        }
        int magic = feed.window().getInt(feed.position() + BYTE_ORDER);
        littleEndian = magic == Integer.reverseBytes(BYTE_ORDER_MAGIC);
        if (!littleEndian && magic != BYTE_ORDER_MAGIC) {
            log.corrupt(feed.offset(), "a section whose byte order cannot be told");
            return false;
        }
        return true;
    }

    private boolean lengthsAgree(int length, int trailer) {
        if (paddedLength(trailer) == length) {
            return true;
        }
        log.corrupt(feed.offset(), "a block whose two lengths differ");
        return false;
    }

    /** Some writers leave the padding out of a block's length. Negative if the length is beyond reason. */
    private int paddedLength(int at) {
        return int32(at) + 3 & ~3;
    }

    /** Returns whether the section's blocks can be understood. */
    private boolean readSectionHeader() {
        interfaces.clear();
        losses.beginSection();
        if (recordLength < SECTION_HEADER_LENGTH) {
            log.damagedBlock(feed.offset());
            return false;
        }
        return int16(MAJOR_VERSION) == 1;
    }

    private void readOther(int type) {
        switch (type) {
            case INTERFACE_DESCRIPTION -> readInterface();
            case INTERFACE_STATISTICS -> readStatistics();
            case NAME_RESOLUTION, DECRYPTION_SECRETS, CUSTOM, CUSTOM_NOT_COPIED -> {}
            default -> log.unknownBlock(feed.offset(), type);
        }
    }

    private void readInterface() {
        if (recordLength < PcapngInterface.OPTIONS + TRAILER_LENGTH || interfaces.size() == MAX_INTERFACES) {
            log.damagedBlock(feed.offset());
            return;
        }
        interfaces.add(PcapngInterface.read(block(), feed.position(), endOfOptions(), interfaces.size(), points));
    }

    private void readStatistics() {
        if (recordLength < PcapngLosses.OPTIONS + TRAILER_LENGTH) {
            log.damagedBlock(feed.offset());
            return;
        }
        long lost = losses.read(block(), feed.position(), endOfOptions(), interfaces.size());
        if (lost > 0) {
            log.lostBefore(lost);
        }
    }

    /** The window in the section's byte order; for blocks that are rare. */
    private ByteBuffer block() {
        return feed.window().duplicate().order(littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    private int endOfOptions() {
        return feed.position() + Math.min(recordLength - TRAILER_LENGTH, ByteFeed.MAX_WINDOW);
    }

    /** Returns whether the block holds a packet that makes sense. */
    private boolean readPacket(int type, Frame frame) {
        if (type == SIMPLE_PACKET) {
            return readSimplePacket(frame);
        }
        if (recordLength < FRAME + TRAILER_LENGTH) {
            return false;
        }
        PcapngInterface source = source(type == ENHANCED_PACKET ? int32(INTERFACE) : int16(INTERFACE));
        int capturedLength = int32(CAPTURED_LENGTH);
        if (source == null || !fits(capturedLength, FRAME, source)) {
            return false;
        }
        long units = (long) int32(TIMESTAMP_HIGH) << Integer.SIZE | (int32(TIMESTAMP_LOW) & 0xFFFF_FFFFL);
        lastTimestampNs = source.unit().toNs(units);
        set(frame, FRAME, capturedLength, int32(ORIGINAL_LENGTH), source);
        return true;
    }

    private boolean readSimplePacket(Frame frame) {
        PcapngInterface source = source(0);
        if (source == null || recordLength < SIMPLE_FRAME + TRAILER_LENGTH) {
            return false;
        }
        int originalLength = int32(SIMPLE_ORIGINAL_LENGTH);
        int capturedLength = originalLength;
        if (source.snapLength() != 0 && Integer.compareUnsigned(source.snapLength(), capturedLength) < 0) {
            capturedLength = source.snapLength();
        }
        if (!fits(capturedLength, SIMPLE_FRAME, source)) {
            return false;
        }
        set(frame, SIMPLE_FRAME, capturedLength, originalLength, source);
        return true;
    }

    private boolean fits(int capturedLength, int headerLength, PcapngInterface source) {
        return capturedLength >= 0
                && capturedLength <= recordLength - headerLength - TRAILER_LENGTH
                && capturedLength <= maximumLength(source.linkType());
    }

    private void set(Frame frame, int headerLength, int capturedLength, int originalLength, PcapngInterface source) {
        frame.buffer(feed.window());
        frame.set(
                feed.position() + headerLength,
                Math.min(capturedLength, MAX_FRAME_LENGTH),
                originalLength & 0xFFFF_FFFFL,
                lastTimestampNs,
                source.linkType(),
                source.observationPoint());
    }

    private @Nullable PcapngInterface source(int number) {
        if (number < 0 || number >= interfaces.size()) {
            return null;
        }
        PcapngInterface source = interfaces.get(number);
        return source.observationPoint() == ObservationPoints.NONE ? null : source;
    }

    private int int32(int at) {
        int value = feed.window().getInt(feed.position() + at);
        return littleEndian ? Integer.reverseBytes(value) : value;
    }

    private int int16(int at) {
        short value = feed.window().getShort(feed.position() + at);
        return (littleEndian ? Short.reverseBytes(value) : value) & 0xFFFF;
    }
}
