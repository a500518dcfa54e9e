package vedette.export;

/**
 * Packets that were captured and not metered, and IP octets in them as far as they could be told; each has a reason, by which
 * metrics count it.
 *
 * @param firstNs time of the first of them, nanoseconds since 1970; 0 without any
 * @param lastNs time of the last of them
 */
public record IgnoredPackets(long packets, long octets, long firstNs, long lastNs) {
    public static final IgnoredPackets NONE = new IgnoredPackets(0, 0, 0, 0);
}
