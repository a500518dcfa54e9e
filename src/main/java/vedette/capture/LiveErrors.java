package vedette.capture;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.PcapNativeException;
import vedette.os.SystemCallException;

/** Why nothing can be captured, in one line that an operator can act upon. */
final class LiveErrors {
    private static final String LIBPCAP_MISSING = "libpcap cannot be loaded; install the package libpcap0.8 (Debian),"
            + " libpcap0.8t64 (newer Ubuntu) or libpcap (others)";

    private static final String NO_RIGHT = "no right to capture: run as root, or as a service whose unit has"
            + " AmbientCapabilities=CAP_NET_RAW (setcap on java does not help)";

    private static final int MAX_NAMES = 8;

    /** What pcap_activate returns (pcap/pcap.h). */
    private static final int NO_SUCH_DEVICE = -5;

    private static final int PERMISSION_DENIED = -8;
    private static final int INTERFACE_NOT_UP = -9;
    private static final int PROMISCUOUS_PERMISSION_DENIED = -11;

    private LiveErrors() {}

    /** Any use of pcap4j where libpcap cannot be loaded ends in a linkage error, each time another one. */
    static CaptureException libpcapMissing(LinkageError e) {
        return new CaptureException(LIBPCAP_MISSING, e);
    }

    static CaptureException cannotOpen(String name, PcapNativeException e) {
        return switch (Objects.requireNonNullElse(e.getReturnCode(), 0)) {
            case NO_SUCH_DEVICE -> noSuchInterface(name, e);
            case PERMISSION_DENIED, PROMISCUOUS_PERMISSION_DENIED -> cannot(name, NO_RIGHT, e);
            case INTERFACE_NOT_UP -> isDown(name, e);
            default -> cannot(name, text(e), e);
        };
    }

    /** The kernel refused a ring of its own. */
    static CaptureException cannotCapture(String name, long ringSize, SystemCallException e) {
        return switch (e.errorNumber()) {
            case SystemCallException.EPERM -> cannot(name, NO_RIGHT, e);
            case SystemCallException.ENOMEM -> cannot(name, noMemory(ringSize) + "lower it", e);
            case SystemCallException.ENODEV -> noSuchInterface(name, e);
            case SystemCallException.ENETDOWN -> isDown(name, e);
            default -> cannot(name, text(e) + "; capture.source = \"pcap4j\" may work", e);
        };
    }

    static CaptureException noMemory(String name, long ringSize, OutOfMemoryError e) {
        return cannot(
                name, noMemory(ringSize) + "lower it, or raise java's -XX:MaxDirectMemorySize through VEDETTE_OPTS", e);
    }

    private static String noMemory(long ringSize) {
        return "no memory for capture.ring-size = " + (ringSize >> 20) + "MiB; ";
    }

    static CaptureException noSuchInterface(String name, @Nullable Throwable e) {
        List<String> others = InterfaceList.nearest(name);
        return cannot(name, "no such interface" + (others.isEmpty() ? "" : "; there is " + names(others)), e);
    }

    static CaptureException isDown(String name, @Nullable Throwable e) {
        return cannot(name, "it is down; ip link set " + name + " up", e);
    }

    static CaptureException filterOnTags(String name) {
        return cannot(
                name,
                "its ring holds frames without their VLAN tags, which capture.filter asks for; capture.source = \"auto\""
                        + " goes through libpcap then",
                null);
    }

    static CaptureException notEthernet(String name) {
        return cannot(
                name,
                "its frames are no Ethernet's; capture.source = \"auto\" goes through libpcap where it must",
                null);
    }

    private static CaptureException cannot(String name, String why, @Nullable Throwable e) {
        String message = "cannot capture from " + name + ": " + why;
        return e == null ? new CaptureException(message) : new CaptureException(message, e);
    }

    static CaptureException captureFailed(String name, Throwable e) {
        return new CaptureException("capture from " + name + " failed: " + text(e), e);
    }

    static IllegalArgumentException badFilter(String filter, String message) {
        return new IllegalArgumentException("\"" + filter + "\" is not a filter: " + message);
    }

    /** The message without the words pcap4j puts before libpcap's. */
    static String text(Throwable e) {
        String message = e.getMessage();
        if (message == null || message.isBlank()) {
            return e.getClass().getSimpleName();
        }
        return message.replaceFirst("^Error occurred( in \\w+)?: ", "").strip();
    }

    private static String names(List<String> names) {
        return names.size() <= MAX_NAMES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MAX_NAMES)) + " and " + (names.size() - MAX_NAMES) + " more";
    }
}
