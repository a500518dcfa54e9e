package vedette.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes pcap files for tests, in every dialect the sensor reads; {@link PcapngWriter} writes the others. */
public final class CaptureWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteOrder order;
    private final int fractionDigits;
    private final boolean modified;

    private CaptureWriter(ByteOrder order, int fractionDigits, boolean modified) {
        this.order = order;
        this.fractionDigits = fractionDigits;
        this.modified = modified;
    }

    /** A pcap file with microseconds. */
    public static CaptureWriter pcap(ByteOrder order, int linkType) {
        return new CaptureWriter(order, 6, false).fileHeader(0xA1B2C3D4, linkType);
    }

    /** A pcap file with nanoseconds. */
    public static CaptureWriter nanosecondPcap(ByteOrder order, int linkType) {
        return new CaptureWriter(order, 9, false).fileHeader(0xA1B23C4D, linkType);
    }

    /** A pcap file with the longer record headers of some old systems. */
    public static CaptureWriter modifiedPcap(ByteOrder order, int linkType) {
        return new CaptureWriter(order, 6, true).fileHeader(0xA1B2CD34, linkType);
    }

    /** A whole packet. */
    public CaptureWriter packet(long timestampNs, byte[] frame) {
        return packet(timestampNs, frame, frame.length);
    }

    /** A packet of which only these octets were kept. */
    public CaptureWriter packet(long timestampNs, byte[] present, long originalLength) {
        return packet(timestampNs, present, present.length, originalLength);
    }

    /** A packet whose lengths may lie. */
    public CaptureWriter packet(long timestampNs, byte[] present, long capturedLength, long originalLength) {
        long unit = fractionDigits == 6 ? 1000 : 1;
        ints(timestampNs / 1_000_000_000, timestampNs % 1_000_000_000 / unit, capturedLength, originalLength);
        if (modified) {
            ints(3, 0x0800_0000);
        }
        return raw(present);
    }

    /** Any bytes. */
    public CaptureWriter raw(byte... any) {
        bytes.writeBytes(any);
        return this;
    }

    /** Puts what has been written into a file. */
    public Path writeTo(Path file) throws IOException {
        return Files.write(file, toBytes());
    }

    /** What has been written. */
    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    private CaptureWriter fileHeader(int magic, int linkType) {
        ints(magic);
        shorts(2, 4);
        ints(0, 0, 65535, linkType);
        return this;
    }

    private void ints(long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(order);
        for (long value : values) {
            buffer.putInt((int) value);
        }
        bytes.writeBytes(buffer.array());
    }

    private void shorts(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(2 * values.length).order(order);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        bytes.writeBytes(buffer.array());
    }
}
