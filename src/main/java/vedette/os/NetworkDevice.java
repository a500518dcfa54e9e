package vedette.os;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the system knows of a network interface and the JDK does not tell, or only if the interface has an address. Linux:
 * elsewhere only {@link #index} answers.
 */
public final class NetworkDevice {
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final long SIOCGIFFLAGS = 0x8913;
    private static final long SIOCGIFMTU = 0x8921;
    private static final long SIOCGIFHWADDR = 0x8927;
    private static final long SIOCETHTOOL = 0x8946;

    /** ethtool's commands that get one value (linux/ethtool.h). */
    private static final int ETHTOOL_GTSO = 0x1E;

    private static final int ETHTOOL_GGSO = 0x23;
    private static final int ETHTOOL_GFLAGS = 0x25;
    private static final int ETHTOOL_GGRO = 0x2B;
    private static final int ETH_FLAG_LRO = 1 << 15;

    /** struct ifreq: a name, and a union whose largest member is struct ifmap. */
    private static final int IFREQ_LENGTH = 40;

    /** What stands in it before the union. */
    static final int NAME_LENGTH = 16;

    private static final int IFF_UP = 1;

    /** Kinds of interface whose frames are Ethernet's (linux/if_arp.h). */
    private static final int ARPHRD_ETHER = 1;

    private static final int ARPHRD_LOOPBACK = 772;

    /** What frames an interface has: those of loopback look like Ethernet's. */
    public enum Kind {
        ETHERNET,
        LOOPBACK,
        OTHER
    }

    static {
        Native.register(NetworkDevice.class, "c");
    }

    private NetworkDevice() {}

    /** The ifIndex of an interface, 0 if there is none of that name. */
    public static int index(String name) {
        return if_nametoindex(name);
    }

    /** What kind of interface it is; empty if it is not there. */
    public static Optional<Kind> kind(String name) {
        try (Memory request = request(name)) {
            if (!control(SIOCGIFHWADDR, request)) {
                return Optional.empty();
            }
            return Optional.of(
                    switch (request.getShort(NAME_LENGTH) & 0xFFFF) {
                        case ARPHRD_ETHER -> Kind.ETHERNET;
                        case ARPHRD_LOOPBACK -> Kind.LOOPBACK;
                        default -> Kind.OTHER;
                    });
        }
    }

    /** Whether the interface is there and has been set up; it may have no carrier. */
    public static boolean isUp(String name) {
        try (Memory request = request(name)) {
            return control(SIOCGIFFLAGS, request) && (request.getShort(NAME_LENGTH) & IFF_UP) != 0;
        }
    }

    /** The largest packet the interface sends, in octets; empty if it is not there. */
    public static OptionalInt mtu(String name) {
        try (Memory request = request(name)) {
            return control(SIOCGIFMTU, request) ? OptionalInt.of(request.getInt(NAME_LENGTH)) : OptionalInt.empty();
        }
    }

    /**
     * Frames that the interface or its driver has dropped since it was made, for want of time or memory; empty if that cannot be told
     * now.
     */
    public static OptionalLong dropped(String name) {
        try {
            return OptionalLong.of(statistic(name, "rx_missed_errors") + statistic(name, "rx_fifo_errors"));
        } catch (IOException | NumberFormatException untold) {
            return OptionalLong.empty();
        }
    }

    private static long statistic(String name, String what) throws IOException {
        return Long.parseLong(Files.readString(Path.of("/sys/class/net", name, "statistics", what))
                .strip());
    }

    /**
     * Which offloads are on that make captured frames differ from those on the link: {@code gro} and {@code lro} merge what
     * is received, {@code gso} and {@code tso} leave it to the interface to cut what this machine sends.
     */
    public static List<String> offloads(String name) {
        List<String> offloads = new ArrayList<>();
        if (value(name, ETHTOOL_GGRO) != 0) {
            offloads.add("gro");
        }
        if ((value(name, ETHTOOL_GFLAGS) & ETH_FLAG_LRO) != 0) {
            offloads.add("lro");
        }
        if (value(name, ETHTOOL_GGSO) != 0) {
            offloads.add("gso");
        }
        if (value(name, ETHTOOL_GTSO) != 0) {
            offloads.add("tso");
        }
        return List.copyOf(offloads);
    }

    /** 0 if the interface does not know the command. */
    private static int value(String name, int command) {
        try (Memory value = new Memory(8);
                Memory request = request(name)) {
            value.setInt(0, command);
            value.setInt(4, 0);
            request.setPointer(NAME_LENGTH, value);
            return control(SIOCETHTOOL, request) ? value.getInt(4) : 0;
        }
    }

    /** A struct ifreq about an interface. */
    static Memory request(String name) {
        Memory request = new Memory(IFREQ_LENGTH);
        request.clear();
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        request.write(0, bytes, 0, Math.min(bytes.length, NAME_LENGTH - 1));
        return request;
    }

    private static boolean control(long command, Pointer request) {
        int socket = socket(AF_INET, SOCK_DGRAM, 0);
        if (socket < 0) {
            return false;
        }
        try {
            return ioctl(socket, command, request) == 0;
        } finally {
            close(socket);
        }
    }

    private static native int if_nametoindex(String name);

    private static native int socket(int domain, int type, int protocol);

    private static native int ioctl(int descriptor, long command, Pointer argument);

    private static native int close(int descriptor);
}
