package vedette.capture;

import java.util.List;
import java.util.Objects;
import org.pcap4j.core.PcapNativeException;

/** What libpcap says, in one line that an operator can act upon. */
final class Pcap4jErrors {
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

    private Pcap4jErrors() {}

    /** Any use of pcap4j where libpcap cannot be loaded ends in a linkage error, each time another one. */
    static CaptureException libpcapMissing(LinkageError e) {
        return new CaptureException(LIBPCAP_MISSING, e);
    }

    static CaptureException cannotOpen(String name, PcapNativeException e) {
        return new CaptureException("cannot capture from " + name + ": " + cause(name, e), e);
    }

    static CaptureException noMemory(String name, long ringSize, OutOfMemoryError e) {
        return new CaptureException(
                "cannot capture from " + name + ": no memory for capture.ring-size = " + (ringSize >> 20)
                        + "MiB; lower it, or raise java's -XX:MaxDirectMemorySize through VEDETTE_OPTS",
                e);
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

    private static String cause(String name, PcapNativeException e) {
        return switch (Objects.requireNonNullElse(e.getReturnCode(), 0)) {
            case NO_SUCH_DEVICE -> "no such interface; there is " + names(InterfaceList.nearest(name));
            case PERMISSION_DENIED, PROMISCUOUS_PERMISSION_DENIED -> NO_RIGHT;
            case INTERFACE_NOT_UP -> "it is down; ip link set " + name + " up";
            default -> text(e);
        };
    }

    private static String names(List<String> names) {
        return names.size() <= MAX_NAMES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MAX_NAMES)) + " and " + (names.size() - MAX_NAMES) + " more";
    }
}
