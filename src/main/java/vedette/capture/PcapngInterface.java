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
        PcapngOptions options = new PcapngOptions(block, start + OPTIONS, end);
        while (options.next()) {
            if (options.code() == NAME) {
                name = name(block, options.offset(), options.length());
            } else if (options.code() == TIMESTAMP_RESOLUTION && options.length() >= Byte.BYTES) {
                resolution = block.get(options.offset());
            } else if (options.code() == TIMESTAMP_OFFSET && options.length() >= Long.BYTES) {
                offsetSeconds = block.getLong(options.offset());
            }
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
