package vedette.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Writes frames as one section of pcapng (draft-ietf-opsawg-pcapng), little-endian and with nanoseconds: each frame octet for octet,
 * with both its lengths. An interface is described before its first frame. Nothing is written that the frames and comments do not
 * say, so the same ones give the same octets. Not thread-safe.
 */
public final class PcapngOutput implements Closeable {
    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;

    private static final int COMMENT = 1;
    private static final int SECTION_APPLICATION = 4;
    private static final int INTERFACE_NAME = 2;
    private static final int TIMESTAMP_RESOLUTION = 9;
    private static final int TIMESTAMP_OFFSET = 14;
    private static final int NANOSECONDS = 9;

    /** What an interface's times count from whose frame is older than 1970: the earliest whole second that a frame can have. */
    private static final long FIRST_SECOND = -9_223_372_036L;

    private static final long NS_PER_S = 1_000_000_000L;

    /** The field that says which link type it is has so many bits. */
    private static final int LINK_TYPES = 1 << Short.SIZE;

    private static final int MAX_OPTION_LENGTH = 0xFFFF;

    private record Interface(ObservationPoint point, boolean isBefore1970) {}

    private final OutputStream out;
    private final Supplier<List<ObservationPoint>> points;
    private final List<Interface> interfaces = new ArrayList<>();
    private byte[] copy = new byte[FrameReader.MAX_FRAME_LENGTH];

    /**
     * Writes the section's header.
     *
     * @param points those of the frames, by their numbers
     * @param comment what the section holds
     */
    public PcapngOutput(OutputStream out, Supplier<List<ObservationPoint>> points, String application, String comment)
            throws IOException {
        this.out = out;
        this.points = points;
        ByteBuffer body = body(16 + optionLength(text(comment)) + optionLength(text(application)) + 4);
        body.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
        option(body, COMMENT, text(comment));
        option(body, SECTION_APPLICATION, text(application));
        block(SECTION_HEADER, body.putInt(0));
    }

    /**
     * Writes a frame.
     *
     * @param comment why it is there, empty for none
     */
    public void write(Frame frame, String comment) throws IOException {
        long units = frame.timestampNs();
        boolean isBefore1970 = units < 0;
        int number = numberOf(points.get().get(frame.observationPoint()), isBefore1970);
        if (isBefore1970) {
            units = Math.max(units, FIRST_SECOND * NS_PER_S) - FIRST_SECOND * NS_PER_S;
        }
        byte[] why = text(comment);
        int captured = frame.capturedLength();
        int padding = padded(captured) - captured;
        int options = why.length == 0 ? 0 : optionLength(why) + 4;
        int length = 32 + captured + padding + options;
        put(body(28).putInt(ENHANCED_PACKET)
                .putInt(length)
                .putInt(number)
                .putInt((int) (units >>> Integer.SIZE))
                .putInt((int) units)
                .putInt(captured)
                .putInt((int) frame.originalLength()));
        if (copy.length < captured) {
            copy = new byte[captured];
        }
        frame.bytes().get(frame.offset(), copy, 0, captured);
        out.write(copy, 0, captured);
        ByteBuffer rest = body(padding + options + 4).position(padding);
        if (options > 0) {
            option(rest, COMMENT, why);
            rest.putInt(0);
        }
        put(rest.putInt(length));
    }

    private int numberOf(ObservationPoint point, boolean isBefore1970) throws IOException {
        Interface wanted = new Interface(point, isBefore1970);
        int number = interfaces.indexOf(wanted);
        if (number < 0) {
            number = interfaces.size();
            interfaces.add(wanted);
            describe(wanted);
        }
        return number;
    }

    private void describe(Interface described) throws IOException {
        int linkType = described.point().linkType();
        if (linkType >= LINK_TYPES) {
            throw new IOException("link type " + linkType + " of "
                    + described.point().name() + " is larger than pcapng has room for");
        }
        byte[] name = text(described.point().name());
        ByteBuffer body = body(8 + optionLength(name) + 8 + (described.isBefore1970() ? 12 : 0) + 4);
        body.putShort((short) linkType).putShort((short) 0).putInt(0);
        option(body, INTERFACE_NAME, name);
        option(body, TIMESTAMP_RESOLUTION, new byte[] {NANOSECONDS});
        if (described.isBefore1970()) {
            body.putShort((short) TIMESTAMP_OFFSET).putShort((short) Long.BYTES).putLong(FIRST_SECOND);
        }
        block(INTERFACE_DESCRIPTION, body.putInt(0));
    }

    private void block(int type, ByteBuffer body) throws IOException {
        int length = 12 + body.position();
        put(body(8).putInt(type).putInt(length));
        put(body);
        put(body(4).putInt(length));
    }

    private void put(ByteBuffer whole) throws IOException {
        byte[] bytes = new byte[whole.position()];
        whole.get(0, bytes);
        out.write(bytes);
    }

    private static void option(ByteBuffer body, int code, byte[] value) {
        if (value.length > 0) {
            body.putShort((short) code).putShort((short) value.length).put(value);
            body.position(body.position() + padded(value.length) - value.length);
        }
    }

    private static int optionLength(byte[] value) {
        return value.length == 0 ? 0 : 4 + padded(value.length);
    }

    /** As much of a text as an option holds. */
    private static byte[] text(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return bytes.length <= MAX_OPTION_LENGTH ? bytes : Arrays.copyOf(bytes, MAX_OPTION_LENGTH);
    }

    private static int padded(int length) {
        return length + 3 & ~3;
    }

    private static ByteBuffer body(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
