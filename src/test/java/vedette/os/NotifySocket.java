package vedette.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The service manager's end of sd_notify(3). */
public final class NotifySocket implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int EAGAIN = 11;
    private static final int MAX_MESSAGE = 4096;

    static {
        Native.register(NotifySocket.class, "c");
    }

    private final int descriptor = socket(AF_UNIX, SOCK_DGRAM, 0);

    /** @param name a path, or {@code @} and a name that is no file's */
    public NotifySocket(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        try (Memory address = new Memory(2 + bytes.length)) {
            address.setShort(0, (short) AF_UNIX);
            address.write(2, bytes, 0, bytes.length);
            if (name.startsWith("@")) {
                address.setByte(2, (byte) 0);
            }
            bind(descriptor, address, (int) address.size());
        }
    }

    /** What was told next, empty if nothing is for so long. */
    public Optional<String> next(long withinMs) {
        try (Memory time = new Memory(2L * Long.BYTES);
                Memory message = new Memory(MAX_MESSAGE)) {
            time.setLong(0, withinMs / 1000);
            time.setLong(Long.BYTES, withinMs % 1000 * 1000);
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, time, (int) time.size());
            long length = recv(descriptor, message, MAX_MESSAGE, 0);
            return Optional.of(new String(message.getByteArray(0, (int) length), StandardCharsets.UTF_8));
        } catch (LastErrorException e) {
            if (e.getErrorCode() == EAGAIN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        close(descriptor);
    }

    private static native int socket(int domain, int type, int protocol) throws LastErrorException;

    private static native int bind(int descriptor, Pointer address, int length) throws LastErrorException;

    private static native int setsockopt(int descriptor, int level, int option, Pointer value, int length)
            throws LastErrorException;

    private static native long recv(int descriptor, Pointer message, long length, int flags) throws LastErrorException;

    private static native int close(int descriptor) throws LastErrorException;
}
