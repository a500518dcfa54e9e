package vedette.os;

import com.sun.jna.Native;

/** Asks the system for the number of a network interface, which the JDK gives only if the interface has an address. */
public final class InterfaceIndex {
    static {
        Native.register(InterfaceIndex.class, "c");
    }

    private InterfaceIndex() {}

    /** The ifIndex of an interface, 0 if there is none of that name. */
    public static int of(String name) {
        return if_nametoindex(name);
    }

    private static native int if_nametoindex(String name);
}
