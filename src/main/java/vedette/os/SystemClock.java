package vedette.os;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** What the kernel knows of its clock (adjtimex(2)). Linux. */
public final class SystemClock {
    /** struct timex is 208 octets long where pointers have eight; with {@code modes} 0 nothing is changed. */
    private static final int TIMEX_LENGTH = 256;

    /** The clock is not synchronised. */
    private static final int TIME_ERROR = 5;

    static {
        Native.register(SystemClock.class, "c");
    }

    private SystemClock() {}

    /** Whether something keeps it in step with the world's; true as well if the kernel does not say. */
    public static boolean isSynchronized() {
        try (Memory timex = new Memory(TIMEX_LENGTH)) {
            timex.clear();
            return adjtimex(timex) != TIME_ERROR;
        }
    }

    private static native int adjtimex(Pointer timex);
}
