package vedette.capture;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.pcap4j.core.PcapAddress;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.Pcaps;
import vedette.os.NetworkDevice;

/** The interfaces that can be captured from. */
public final class InterfaceList {
    /**
     * One of them.
     *
     * @param index ifIndex, 0 for {@code any}
     * @param linkType of its frames, see {@link vedette.net.LinkType}; empty if it is down or there is no right to capture
     * @param mtu the largest packet it sends, in octets
     * @param offloads those that are on and make captured frames differ from the link's: gro, lro, gso, tso
     */
    public record Interface(
            String name,
            int index,
            OptionalInt linkType,
            List<InetAddress> addresses,
            boolean isUp,
            boolean isRunning,
            boolean isLoopback,
            OptionalInt mtu,
            List<String> offloads) {}

    /** All interfaces as one, as libpcap offers it. */
    static final String ANY = "any";

    private static final Set<String> MERGING = Set.of("gro", "lro");
    private static final int PROBE_SNAPLEN = 128;

    private InterfaceList() {}

    /**
     * All network interfaces, in libpcap's order: the likely ones first.
     *
     * @throws IOException if libpcap is missing or cannot list them
     */
    public static List<Interface> all() throws IOException {
        return found().stream().map(InterfaceList::describe).toList();
    }

    /** Without what libpcap lists too and has no packets of a network: buses, logs. */
    private static List<PcapNetworkInterface> found() throws IOException {
        try {
            return Pcaps.findAllDevs().stream()
                    .filter(each -> each.getName().equals(ANY) || NetworkDevice.index(each.getName()) > 0)
                    .toList();
        } catch (PcapNativeException e) {
            throw new CaptureException("cannot list interfaces: " + LiveErrors.text(e), e);
        } catch (LinkageError e) {
            throw LiveErrors.libpcapMissing(e);
        }
    }

    private static Interface describe(PcapNetworkInterface from) {
        String name = from.getName();
        return new Interface(
                name,
                NetworkDevice.index(name),
                linkType(name),
                from.getAddresses().stream()
                        .map(PcapAddress::getAddress)
                        .filter(Objects::nonNull)
                        .toList(),
                from.isUp(),
                from.isRunning(),
                from.isLoopBack(),
                NetworkDevice.mtu(name),
                NetworkDevice.offloads(name));
    }

    private static OptionalInt linkType(String name) {
        try (PcapHandle handle =
                new PcapHandle.Builder(name).snaplen(PROBE_SNAPLEN).build()) {
            return OptionalInt.of(handle.getDlt().value());
        } catch (PcapNativeException e) {
            return OptionalInt.empty();
        }
    }

    /** Those offloads of an interface that are on and merge received frames before they are captured: gro, lro. */
    public static List<String> mergingOffloads(String name) {
        if (isLoopback(name)) {
            return List.of(); // says gro is on, but no frame of it is ever merged
        }
        return NetworkDevice.offloads(name).stream().filter(MERGING::contains).toList();
    }

    private static boolean isLoopback(String name) {
        try {
            NetworkInterface found = NetworkInterface.getByName(name);
            return found != null && found.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }

    /** The names of all interfaces, those most like {@code name} first; empty if they cannot be listed. */
    static List<String> nearest(String name) {
        try {
            return found().stream()
                    .map(PcapNetworkInterface::getName)
                    .sorted(Comparator.comparingInt(each -> distance(name, each)))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Levenshtein's: how many characters to add, drop or change. */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
