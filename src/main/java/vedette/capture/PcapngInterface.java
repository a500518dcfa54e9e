package vedette.capture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One interface of a pcapng section.
 *
 * @param snapLength the most octets of a frame that were kept, unsigned; 0 for all
 */
record PcapngInterface(int observationPoint, int linkType, int snapLength, TimestampUnit unit) {
    static final int SNAP_LENGTH = 12;
    static final int OPTIONS = 16;

    private static final int LINK_TYPE = 8;
    private static final int OPTION_HEADER_LENGTH = 4;
    private static final int END_OF_OPTIONS = 0;
    private static final int NAME = 2;
    private static final int TIMESTAMP_RESOLUTION = 9;
    private static final int TIMESTAMP_OFFSET = 14;
    private static final int MAX_NAME_LENGTH = 255;

    /**
     * Reads an interface description block. Options that do not fit into the block are left out.
     *
     * @param block the bytes in their section's byte order
     * @param start where the block begins
     * @param end where its options end at the latest
     * @param number the interface's number in its section
     */
    static PcapngInterface read(ByteBuffer block, int start, int end, int number, ObservationPoints points) {
        int linkType = block.getShort(start + LINK_TYPE) & 0xFFFF;
        String name = "";
        byte resolution = 6;
        long offsetSeconds = 0;
        int at = start + OPTIONS;
        while (end - at >= OPTION_HEADER_LENGTH) {
            int code = block.getShort(at) & 0xFFFF;
            int length = block.getShort(at + 2) & 0xFFFF;
            at += OPTION_HEADER_LENGTH;
            if (code == END_OF_OPTIONS || length > end - at) {
                break;
            }
            if (code == NAME) {
                name = name(block, at, length);
            } else if (code == TIMESTAMP_RESOLUTION && length >= Byte.BYTES) {
                resolution = block.get(at);
            } else if (code == TIMESTAMP_OFFSET && length >= Long.BYTES) {
                offsetSeconds = block.getLong(at);
            }
            at += length + 3 & ~3;
        }
        return new PcapngInterface(
                points.numberOf(number, name, linkType),
                linkType,
                block.getInt(start + SNAP_LENGTH),
                new TimestampUnit(resolution, offsetSeconds));
    }

    /** The name as far as it can be printed in one line. */
    private static String name(ByteBuffer block, int at, int length) {
        byte[] bytes = new byte[Math.min(length, MAX_NAME_LENGTH)];
        block.get(at, bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf(0);
        return (end < 0 ? text : text.substring(0, end))
                .replaceAll("\\p{Cntrl}", "?")
                .strip();
    }
}
