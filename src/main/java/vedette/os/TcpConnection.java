package vedette.os;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel knows of a TCP connection of this process and the JDK does not tell: whether the other host answers, and how
 * much it has not acknowledged. Linux: elsewhere none is found.
 *
 * <p>To be asked only while the connection's channel is open: its descriptor may be another's afterwards.
 */
public final class TcpConnection {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_INFO = 11;

    /** TIOCOUTQ by its other name. */
    private static final int SIOCOUTQ = 0x5411;

    /** struct sockaddr_in6, the longer of the two. */
    private static final int ADDRESS_LENGTH = 28;

    private static final int PORT = 2;
    private static final int ADDRESS_IN = 4;
    private static final int ADDRESS_IN6 = 8;

    /** The beginning of struct tcp_info (linux/tcp.h), the same since Linux 2.4. */
    private static final int INFO_LENGTH = 104;

    private static final int PROBES = 3;
    private static final int UNACKED = 24;
    private static final int LAST_ACK_RECV = 56;

    static {
        Native.register(TcpConnection.class, "c");
    }

    private final int descriptor;

    /**
     * How it stands with the other host.
     *
     * @param isAwaited whether segments or probes are under way that it has not acknowledged
     * @param silentMs how long ago it acknowledged anything
     */
    public record Answers(boolean isAwaited, long silentMs) {}

    private TcpConnection(int descriptor) {
        this.descriptor = descriptor;
    }

    /** The connection of this process between these two; empty if there is none. */
    public static Optional<TcpConnection> between(InetSocketAddress local, InetSocketAddress remote) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path each : descriptors) {
                int descriptor = Integer.parseInt(each.getFileName().toString());
                if (remote.equals(address(descriptor, true)) && local.equals(address(descriptor, false))) {
                    return Optional.of(new TcpConnection(descriptor));
                }
            }
        } catch (IOException | DirectoryIteratorException | NumberFormatException unknown) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Null if the descriptor is no socket, or one of another family. */
    private static @Nullable InetSocketAddress address(int descriptor, boolean ofPeer) throws UnknownHostException {
        try (Memory address = new Memory(ADDRESS_LENGTH)) {
            IntByReference length = new IntByReference(ADDRESS_LENGTH);
            int refused = ofPeer
                    ? getpeername(descriptor, address, length.getPointer())
                    : getsockname(descriptor, address, length.getPointer());
            if (refused != 0) {
                return null;
            }
            int port = address.getByteBuffer(PORT, Short.BYTES)
                            .order(ByteOrder.BIG_ENDIAN)
                            .getShort()
                    & 0xFFFF;
            return switch (address.getShort(0)) {
                case AF_INET ->
                    new InetSocketAddress(InetAddress.getByAddress(address.getByteArray(ADDRESS_IN, 4)), port);
                case AF_INET6 ->
                    new InetSocketAddress(InetAddress.getByAddress(address.getByteArray(ADDRESS_IN6, 16)), port);
                default -> null;
            };
        }
    }

    /** Empty if the kernel does not say. */
    public Optional<Answers> answers() {
        try (Memory info = new Memory(INFO_LENGTH)) {
            info.clear();
            IntByReference length = new IntByReference(INFO_LENGTH);
            if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, info, length.getPointer()) != 0
                    || length.getValue() < LAST_ACK_RECV + Integer.BYTES) {
                return Optional.empty();
            }
            boolean isAwaited = info.getInt(UNACKED) != 0 || info.getByte(PROBES) != 0;
            return Optional.of(new Answers(isAwaited, info.getInt(LAST_ACK_RECV) & 0xFFFF_FFFFL));
        }
    }

    /** Octets that were written to it and that the other host has not acknowledged; empty if the kernel does not say. */
    public OptionalInt unacknowledged() {
        IntByReference octets = new IntByReference();
        return ioctl(descriptor, SIOCOUTQ, octets.getPointer()) == 0
                ? OptionalInt.of(octets.getValue())
                : OptionalInt.empty();
    }

    private static native int ioctl(int descriptor, long command, Pointer argument);

    private static native int getsockname(int descriptor, Pointer address, Pointer length);

    private static native int getpeername(int descriptor, Pointer address, Pointer length);

    private static native int getsockopt(int descriptor, int level, int option, Pointer value, Pointer length);
}
