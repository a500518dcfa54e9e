package vedette.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The service manager that started this process and wants to hear from it (systemd's sd_notify(3) protocol): a datagram socket
 * whose name is in the environment. The JDK has no such sockets. Any thread.
 */
public final class ServiceManager {
    /** From here on the service does what it is for. */
    public static final String READY = "READY=1";
    /** It reads its configuration anew; {@link #READY} follows. */
    public static final String RELOADING = "RELOADING=1";
    /** It is about to end. */
    public static final String STOPPING = "STOPPING=1";
    /** It is not stuck. */
    public static final String WATCHDOG = "WATCHDOG=1";
    /** What follows is a line for people. */
    public static final String STATUS = "STATUS=";

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    /** struct sockaddr_un (unix(7)): a family, then the name. */
    private static final int NAME = 2;

    private static final int MAX_NAME = 107;
    /** Mark of a name that is no file's; in its address a zero stands in its place. */
    private static final char ABSTRACT = '@';

    static {
        Native.register(ServiceManager.class, "c");
    }

    private final int descriptor;
    private final Memory address;
    private final int addressLength;
    private final Optional<Duration> patience;

    private ServiceManager(int descriptor, byte[] name, Optional<Duration> patience) {
        this.descriptor = descriptor;
        this.patience = patience;
        boolean isAbstract = name[0] == ABSTRACT;
        addressLength = NAME + name.length + (isAbstract ? 0 : 1);
        address = new Memory(NAME + MAX_NAME + 1);
        address.clear();
        address.setShort(0, (short) AF_UNIX);
        address.write(NAME, name, 0, name.length);
        if (isAbstract) {
            address.setByte(NAME, (byte) 0);
        }
    }

    /**
     * The one this process was started by; empty if nobody wants to hear from it.
     *
     * @param environment of the process: {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC}, {@code WATCHDOG_PID}
     * @throws SystemCallException if there is no socket to be had
     */
    public static Optional<ServiceManager> of(Map<String, String> environment) throws SystemCallException {
        byte[] name = environment.getOrDefault("NOTIFY_SOCKET", "").getBytes(StandardCharsets.UTF_8);
        if (name.length == 0 || name.length > MAX_NAME || name[0] != '/' && name[0] != ABSTRACT) {
            return Optional.empty();
        }
        try {
            int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            return Optional.of(new ServiceManager(descriptor, name, patience(environment)));
        } catch (LastErrorException e) {
            throw new SystemCallException("socket", e.getErrorCode());
        }
    }

    private static Optional<Duration> patience(Map<String, String> environment) {
        String pid = Long.toString(ProcessHandle.current().pid());
        String microseconds = environment.getOrDefault("WATCHDOG_USEC", "");
        if (!environment.getOrDefault("WATCHDOG_PID", pid).equals(pid) || !microseconds.matches("[1-9]\\d{0,14}")) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(Long.parseLong(microseconds) * 1_000));
    }

    /** After how long without {@link #WATCHDOG} it takes the process for stuck and ends it; empty if never. */
    public Optional<Duration> patience() {
        return patience;
    }

    /**
     * Tells it something; does not wait.
     *
     * @param state one or several of the above, a line each
     * @throws SystemCallException if it does not hear
     */
    public void tell(String state) throws SystemCallException {
        byte[] bytes = state.getBytes(StandardCharsets.UTF_8);
        try (Memory message = new Memory(bytes.length)) {
            message.write(0, bytes, 0, bytes.length);
            sendto(descriptor, message, bytes.length, MSG_DONTWAIT | MSG_NOSIGNAL, address, addressLength);
        } catch (LastErrorException e) {
            throw new SystemCallException("sendto", e.getErrorCode());
        }
    }

    private static native int socket(int domain, int type, int protocol) throws LastErrorException;

    private static native long sendto(
            int descriptor, Pointer message, long length, int flags, Pointer address, int addressLength)
            throws LastErrorException;
}
