package vedette.live;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import vedette.os.NetworkDevice;

/** Puts frames on a link as they are, from the namespace in which it was opened. Owned by one thread. */
final class LinkSocket implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int ADDRESS_LENGTH = 20;
    private static final int LONGEST_FRAME = 9_018;

    static {
        Native.register(LinkSocket.class, "c");
    }

    private final Memory frame = new Memory(LONGEST_FRAME);
    private final int descriptor;

    private LinkSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    static LinkSocket open(Namespaces.Side side) throws Exception {
        return side.call(() -> {
            int descriptor = socket(AF_PACKET, SOCK_RAW, 0);
            try (Memory address = new Memory(ADDRESS_LENGTH)) {
                address.clear();
                address.setShort(0, (short) AF_PACKET);
                address.setInt(4, NetworkDevice.index(side.interfaceName()));
                bind(descriptor, address, ADDRESS_LENGTH);
            }
            return new LinkSocket(descriptor);
        });
    }

    /** Returns once the link has the frame. */
    void send(byte[] bytes) {
        frame.write(0, bytes, 0, bytes.length);
        send(descriptor, frame, bytes.length, 0);
    }

    @Override
    public void close() {
        close(descriptor);
        frame.close();
    }

    private static native int socket(int domain, int type, int protocol) throws LastErrorException;

    private static native int bind(int descriptor, Pointer address, int length) throws LastErrorException;

    private static native long send(int descriptor, Pointer bytes, long length, int flags) throws LastErrorException;

    private static native int close(int descriptor) throws LastErrorException;
}
