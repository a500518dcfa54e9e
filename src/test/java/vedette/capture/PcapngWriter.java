package vedette.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes pcapng files for tests, block by block. */
public final class PcapngWriter {
    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private ByteOrder order;

    private PcapngWriter(ByteOrder order) {
        this.order = order;
    }

    /** A file that begins with a section in this byte order. */
    public static PcapngWriter pcapng(ByteOrder order) {
        return new PcapngWriter(order).section(order);
    }

    /** Begins another section. */
    public PcapngWriter section(ByteOrder order) {
        this.order = order;
        return section(1);
    }

    /** Begins a section of some version. */
    public PcapngWriter section(int majorVersion) {
        return block(
                SECTION_HEADER,
                buffer(16)
                        .putInt(BYTE_ORDER_MAGIC)
                        .putShort((short) majorVersion)
                        .putShort((short) 0)
                        .putLong(-1)
                        .array());
    }

    /** Declares an interface; options as {@link #option} makes them. */
    public PcapngWriter networkInterface(int linkType, int snapLength, byte[]... options) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(buffer(8)
                .putShort((short) linkType)
                .putShort((short) 0)
                .putInt(snapLength)
                .array());
        for (byte[] option : options) {
            body.writeBytes(option);
        }
        if (options.length > 0) {
            body.writeBytes(new byte[4]);
        }
        return block(1, body.toByteArray());
    }

    /** One option, padded, in the byte order of the section. */
    public byte[] option(int code, byte[] value) {
        return buffer(4 + padded(value.length))
                .putShort((short) code)
                .putShort((short) value.length)
                .put(value)
                .array();
    }

    /** The option if_name. */
    public byte[] name(String name) {
        return option(2, name.getBytes(StandardCharsets.UTF_8));
    }

    /** The option if_tsresol. */
    public byte[] resolution(int resolution) {
        return option(9, new byte[] {(byte) resolution});
    }

    /** The option if_tsoffset. */
    public byte[] offset(long seconds) {
        return option(14, buffer(8).putLong(seconds).array());
    }

    /** An enhanced packet block. */
    public PcapngWriter packet(int networkInterface, long units, byte[] frame) {
        return packet(networkInterface, units, frame, frame.length, frame.length);
    }

    /** An enhanced packet block whose lengths may lie. */
    public PcapngWriter packet(
            int networkInterface,
            long units,
            byte[] present,
            int capturedLength,
            int originalLength,
            byte[]... options) {
        int length = 20 + padded(present.length);
        for (byte[] option : options) {
            length += option.length;
        }
        ByteBuffer body = buffer(length)
                .putInt(networkInterface)
                .putInt((int) (units >>> 32))
                .putInt((int) units)
                .putInt(capturedLength)
                .putInt(originalLength)
                .put(present);
        body.position(20 + padded(present.length));
        for (byte[] option : options) {
            body.put(option);
        }
        return block(6, body.array());
    }

    /** A simple packet block. */
    public PcapngWriter simplePacket(byte[] present, int originalLength) {
        return block(
                3,
                buffer(4 + padded(present.length))
                        .putInt(originalLength)
                        .put(present)
                        .array());
    }

    /** An obsolete packet block. */
    public PcapngWriter obsoletePacket(int networkInterface, int drops, long units, byte[] frame) {
        return block(
                2,
                buffer(20 + padded(frame.length))
                        .putShort((short) networkInterface)
                        .putShort((short) drops)
                        .putInt((int) (units >>> 32))
                        .putInt((int) units)
                        .putInt(frame.length)
                        .putInt(frame.length)
                        .put(frame)
                        .array());
    }

    /** An interface statistics block with the frames that the interface and the system dropped. */
    public PcapngWriter statistics(int networkInterface, long droppedByInterface, long droppedBySystem) {
        byte[] first = option(5, buffer(8).putLong(droppedByInterface).array());
        byte[] second = option(7, buffer(8).putLong(droppedBySystem).array());
        return block(
                5,
                buffer(12 + first.length + second.length + 4)
                        .putInt(networkInterface)
                        .putLong(0)
                        .put(first)
                        .put(second)
                        .array());
    }

    /** Any block. */
    public PcapngWriter block(int type, byte[] body) {
        int length = 12 + body.length;
        bytes.writeBytes(buffer(8).putInt(type).putInt(length).array());
        bytes.writeBytes(body);
        bytes.writeBytes(buffer(4).putInt(length).array());
        return this;
    }

    /** Any bytes. */
    public PcapngWriter raw(byte... any) {
        bytes.writeBytes(any);
        return this;
    }

    /** What has been written. */
    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    /** Puts what has been written into a file. */
    public Path writeTo(Path file) throws IOException {
        return Files.write(file, toBytes());
    }

    private ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(order);
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }
}
