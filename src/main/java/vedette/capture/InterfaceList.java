package vedette.capture;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.pcap4j.core.PcapAddress;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.Pcaps;
import vedette.os.InterfaceIndex;

/** The interfaces that can be captured from. */
public final class InterfaceList {
    /**
     * One of them.
     *
     * @param index ifIndex, 0 for what is no interface of its own, as {@code any}
     * @param description libpcap's words, may be empty
     */
    public record Interface(
            String name,
            int index,
            String description,
            List<InetAddress> addresses,
            boolean isUp,
            boolean isRunning,
            boolean isLoopback) {}

    private InterfaceList() {}

    /**
     * All interfaces libpcap knows, in its order: the likely ones first.
     *
     * @throws IOException if libpcap is missing or cannot list them
     */
    public static List<Interface> all() throws IOException {
        try {
            return Pcaps.findAllDevs().stream().map(InterfaceList::describe).toList();
        } catch (PcapNativeException e) {
            throw new CaptureException("cannot list interfaces: " + Pcap4jErrors.text(e), e);
        } catch (LinkageError e) {
            throw Pcap4jErrors.libpcapMissing(e);
        }
    }

    private static Interface describe(PcapNetworkInterface from) {
        return new Interface(
                from.getName(),
                InterfaceIndex.of(from.getName()),
                Objects.requireNonNullElse(from.getDescription(), ""),
                from.getAddresses().stream()
                        .map(PcapAddress::getAddress)
                        .filter(Objects::nonNull)
                        .toList(),
                from.isUp(),
                from.isRunning(),
                from.isLoopBack());
    }

    /** The names of all interfaces, those most like {@code name} first; empty if they cannot be listed. */
    static List<String> nearest(String name) {
        try {
            return all().stream()
                    .filter(each -> each.index() > 0 || each.name().equals("any"))
                    .map(Interface::name)
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
