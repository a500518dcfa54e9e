package vedette.capture;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads a pcap file (draft-ietf-opsawg-pcap): microseconds or nanoseconds, either byte order, and the "modified" format of
 * old Linux distributions, whose record headers are longer. Seconds are unsigned, so times reach to the year 2106.
 *
 * <pre>
 *  0       4       8      12      16      20      24
 * | magic |version|  zone | sigfig|snaplen| link  |                file header
 * |seconds| 10^-6 |present|on link| (interface, protocol, type)    record header
 * </pre>
 */
final class PcapReader extends FrameReader {
    static final int MICROSECONDS = 0xA1B2C3D4;
    static final int NANOSECONDS = 0xA1B23C4D;
    static final int MODIFIED = 0xA1B2CD34;

    private static final int FILE_HEADER_LENGTH = 24;
    private static final int LINK_TYPE = 20;

    private static final int SECONDS = 0;
    private static final int FRACTION = 4;
    private static final int CAPTURED_LENGTH = 8;
    private static final int ORIGINAL_LENGTH = 12;
    private static final int RECORD_HEADER_LENGTH = 16;
    private static final int MODIFIED_RECORD_HEADER_LENGTH = 24;

    /** What lies above says whether a frame check sequence follows each frame. */
    private static final int LINK_TYPE_MASK = 0x03FF_FFFF;

    private final boolean littleEndian;
    private final int recordHeaderLength;
    private final long nsPerFraction;
    private final ObservationPoints points;
    private int linkType;
    private int maximumLength;
    private int observationPoint;
    private boolean headerRead;

    /** @param magic the file's first four bytes as a big-endian number, one that {@link #isMagic} knows */
    PcapReader(int magic, ByteFeed feed, ObservationPoints points, FileLog log) {
        super(feed, log);
        this.points = points;
        littleEndian = !isBigEndianMagic(magic);
        int kind = littleEndian ? Integer.reverseBytes(magic) : magic;
        recordHeaderLength = kind == MODIFIED ? MODIFIED_RECORD_HEADER_LENGTH : RECORD_HEADER_LENGTH;
        nsPerFraction = kind == NANOSECONDS ? 1 : 1000;
    }

    static boolean isMagic(int magic) {
        return isBigEndianMagic(magic) || isBigEndianMagic(Integer.reverseBytes(magic));
    }

    private static boolean isBigEndianMagic(int magic) {
        return magic == MICROSECONDS || magic == NANOSECONDS || magic == MODIFIED;
    }

    @Override
    boolean next(Frame frame) throws IOException {
        if (!headerRead && !readFileHeader()) {
            return false;
        }
        if (!feed.skip(recordLength)) {
            return cutInside("a packet");
        }
        if (!feed.require(recordHeaderLength)) {
            return endInside("a packet's header");
        }
        int capturedLength = int32(CAPTURED_LENGTH);
        if (Integer.compareUnsigned(capturedLength, maximumLength) > 0) {
            log.corrupt(feed.offset(), "a packet of " + Integer.toUnsignedString(capturedLength) + " octets");
            return false;
        }
        int present = Math.min(capturedLength, MAX_FRAME_LENGTH);
        if (!feed.require(recordHeaderLength + present)) {
            return cutInside("a packet");
        }
        frame.buffer(feed.window());
        frame.set(
                feed.position() + recordHeaderLength,
                present,
                int32(ORIGINAL_LENGTH) & 0xFFFF_FFFFL,
                timestampNs(),
                linkType,
                observationPoint);
        recordLength = recordHeaderLength + capturedLength;
        return true;
    }

    private boolean readFileHeader() throws IOException {
        if (!feed.require(FILE_HEADER_LENGTH)) {
            return cutInside("the file's header");
        }
        linkType = int32(LINK_TYPE) & LINK_TYPE_MASK;
        maximumLength = maximumLength(linkType);
        observationPoint = points.numberOf(0, "", linkType);
        if (observationPoint == ObservationPoints.NONE) {
            log.corrupt(feed.offset(), "one interface more than can be told apart");
            return false;
        }
        headerRead = true;
        return feed.skip(FILE_HEADER_LENGTH);
    }

    private long timestampNs() {
        long seconds = int32(SECONDS) & 0xFFFF_FFFFL;
        long fraction = int32(FRACTION) & 0xFFFF_FFFFL;
        return seconds * 1_000_000_000 + fraction * nsPerFraction;
    }

    private int int32(int at) {
        ByteBuffer window = feed.window();
        int value = window.getInt(feed.position() + at);
        return littleEndian ? Integer.reverseBytes(value) : value;
    }
}
