package vedette.bench;

import java.nio.ByteBuffer;
import vedette.decode.PacketBuilder;

/** An IPv4 frame that is filled in again and again. Checksums are those of the template, not of the copies. */
final class FrameTemplate {
    private static final int IP = 14;
    private static final int PROTOCOL = IP + 9;
    private static final int SOURCE = IP + 12;
    private static final int DESTINATION = IP + 16;
    private static final int TRANSPORT = IP + 20;
    private static final int SEQUENCE = TRANSPORT + 4;
    private static final int ACKNOWLEDGEMENT = TRANSPORT + 8;

    private final ByteBuffer frame;

    /** @param frame of Ethernet and IPv4 without tags and options */
    FrameTemplate(PacketBuilder frame) {
        this.frame = frame.buffer();
    }

    FrameTemplate addresses(int source, int destination) {
        frame.putInt(SOURCE, source).putInt(DESTINATION, destination);
        return this;
    }

    FrameTemplate ports(int source, int destination) {
        frame.putShort(TRANSPORT, (short) source).putShort(TRANSPORT + 2, (short) destination);
        return this;
    }

    FrameTemplate numbers(int sequence, int acknowledgement) {
        frame.putInt(SEQUENCE, sequence).putInt(ACKNOWLEDGEMENT, acknowledgement);
        return this;
    }

    int protocol() {
        return frame.get(PROTOCOL) & 0xFF;
    }

    /** The frame itself, which changes with the next copy. */
    ByteBuffer buffer() {
        return frame;
    }

    byte[] bytes() {
        return frame.array();
    }
}
