package vedette.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes frames to a pcap file of any size. */
final class PcapFile implements AutoCloseable {
    private static final int BUFFER = 1 << 20;

    private final OutputStream out;
    private final ByteBuffer header = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    private long packets;
    private long octets;

    PcapFile(Path path) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(path), BUFFER);
        ByteBuffer file = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4);
        file.putInt(16, 262144).putInt(20, 1);
        out.write(file.array());
    }

    void frame(long timeUs, byte[] frame) throws IOException {
        header.clear();
        header.putInt((int) (timeUs / 1_000_000)).putInt((int) (timeUs % 1_000_000));
        header.putInt(frame.length).putInt(frame.length);
        out.write(header.array());
        out.write(frame);
        packets++;
        octets += frame.length;
    }

    long packets() {
        return packets;
    }

    long octets() {
        return octets;
    }

    void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
