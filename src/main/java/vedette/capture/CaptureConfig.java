package vedette.capture;

import java.util.HashSet;
import java.util.List;

/**
 * What the daemon captures from, and how.
 *
 * @param interfaces names of the interfaces; each is an observation point
 * @param source {@code af-packet} reads the kernel's ring in place (Linux, Ethernet), {@code pcap4j} goes through libpcap,
 *     {@code auto} takes the first for each interface that has it
 * @param snaplen octets kept of each frame; headers are all that is metered
 * @param promiscuous whether frames to others' addresses are captured
 * @param ringSize bytes that may wait for the sensor, for each interface: with pcap4j as many in the kernel, and again in the
 *     sensor
 * @param rings rings the kernel divides each interface's frames among, and the ring size with them; af-packet alone
 * @param filter a filter in libpcap's language, empty for every frame
 * @param dropDuplicates whether a frame that comes a second time on its interface within 50 ms is left out, and not only counted
 * @param mergeInterfaces whether all interfaces are one observation point, as of a tap with one interface per direction
 */
public record CaptureConfig(
        List<String> interfaces,
        String source,
        int snaplen,
        boolean promiscuous,
        long ringSize,
        int rings,
        String filter,
        boolean dropDuplicates,
        boolean mergeInterfaces) {
    static final String AUTO = "auto";

    private static final List<String> SOURCES = List.of(AUTO, PacketRing.WAY, Pcap4jInterface.WAY);

    public static final CaptureConfig DEFAULT =
            new CaptureConfig(List.of(), "auto", 2048, true, 64L << 20, 1, "", false, false);

    static final int MIN_SNAPLEN = 128;
    static final int MAX_SNAPLEN = 262_144;
    static final long MIN_RING_SIZE = 1L << 20;
    static final long MAX_RING_SIZE = 1L << 30;
    static final int MAX_RINGS = 64;

    /** The same with another filter. */
    public CaptureConfig withFilter(String other) {
        return new CaptureConfig(
                interfaces, source, snaplen, promiscuous, ringSize, rings, other, dropDuplicates, mergeInterfaces);
    }

    public CaptureConfig {
        interfaces = List.copyOf(interfaces);
        if (new HashSet<>(interfaces).size() < interfaces.size()) {
            throw new IllegalArgumentException("capture.interfaces must name each interface once, was " + interfaces);
        }
        if (interfaces.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("capture.interfaces must be names of interfaces, was " + interfaces);
        }
        if (!SOURCES.contains(source)) {
            throw new IllegalArgumentException(
                    "capture.source must be one of " + String.join(", ", SOURCES) + ", was \"" + source + "\"");
        }
        if (snaplen < MIN_SNAPLEN || snaplen > MAX_SNAPLEN) {
            throw new IllegalArgumentException(
                    "capture.snaplen must be " + MIN_SNAPLEN + " to " + MAX_SNAPLEN + " octets, was " + snaplen);
        }
        if (ringSize < MIN_RING_SIZE || ringSize > MAX_RING_SIZE) {
            throw new IllegalArgumentException("capture.ring-size must be 1MiB to 1GiB, was " + ringSize + " bytes");
        }
        if (rings < 1 || rings > MAX_RINGS || ringSize / rings < MIN_RING_SIZE) {
            throw new IllegalArgumentException("capture.rings must be 1 to " + MAX_RINGS
                    + ", and capture.ring-size 1MiB at least for each of them, was " + rings);
        }
    }
}
