package vedette.os;

import com.sun.jna.Native;
import java.io.IOException;

/** The system refused a call. */
public final class SystemCallException extends IOException {
    /** No right to do that. */
    public static final int EPERM = 1;
    /** No memory for it. */
    public static final int ENOMEM = 12;
    /** The interface is gone. */
    public static final int ENODEV = 19;
    /** The kernel knows no such value. */
    public static final int EINVAL = 22;
    /** The system has no descriptor left. */
    public static final int ENFILE = 23;
    /** The process has no descriptor left. */
    public static final int EMFILE = 24;
    /** The kernel knows no such option. */
    public static final int ENOPROTOOPT = 92;
    /** The kernel knows no such protocol. */
    public static final int EPROTONOSUPPORT = 93;
    /** The kernel knows no such sockets. */
    public static final int EAFNOSUPPORT = 97;
    /** The interface is down. */
    public static final int ENETDOWN = 100;
    /** No room for it in the kernel. */
    public static final int ENOBUFS = 105;

    private static final long serialVersionUID = 1L;

    private final int errorNumber;

    /** @param call which was refused */
    public SystemCallException(String call, int errorNumber) {
        super(call + ": " + (errorNumber == 0 ? "refused" : strerror(errorNumber)));
        this.errorNumber = errorNumber;
    }

    /** {@code errno}, by Linux's numbers. */
    public int errorNumber() {
        return errorNumber;
    }

    private static native String strerror(int errorNumber);

    static {
        Native.register(SystemCallException.class, "c");
    }
}
