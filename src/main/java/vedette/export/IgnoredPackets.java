package vedette.export;

/**
 * Packets that should have been metered and were not, and IP octets in them as far as they could be told; each has a reason, by
 * which it is counted elsewhere.
 *
 * @param firstNs time of the first of them, nanoseconds since 1970; 0 without any
 * @param lastNs time of the last of them
 */
public record IgnoredPackets(long packets, long octets, long firstNs, long lastNs) {
    public static final IgnoredPackets NONE = new IgnoredPackets(0, 0, 0, 0);

    /** These and others. */
    public IgnoredPackets plus(IgnoredPackets others) {
        if (packets == 0 || others.packets == 0) {
            return packets == 0 ? others : this;
        }
        return new IgnoredPackets(
                packets + others.packets,
                octets + others.octets,
                Math.min(firstNs, others.firstNs),
                Math.max(lastNs, others.lastNs));
    }
}
