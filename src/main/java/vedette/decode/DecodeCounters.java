package vedette.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Frames and octets by what came of them, and oddities of those metered: frames received = {@code OK} + the sum of all
 * others, always. Written by the one thread that decodes, read by any.
 */
@SuppressWarnings("EnumOrdinal") // an index lasts no longer than these arrays
public final class DecodeCounters {
    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] frames = new long[DecodeResult.values().length];
    private final long[] octets = new long[DecodeResult.values().length];
    private final long[] anomalies = new long[Anomaly.values().length];
    private final AtomicLong ignoredPackets = new AtomicLong();
    private final AtomicLong ignoredOctets = new AtomicLong();
    private final AtomicLong firstIgnoredNs = new AtomicLong();
    private final AtomicLong lastIgnoredNs = new AtomicLong();

    /** Counts the frame that {@code packet} was just wrapped round. */
    public void count(DecodeResult result, Packet packet, long timestampNs) {
        add(frames, result.ordinal(), 1);
        add(octets, result.ordinal(), packet.frameOctets());
        if (result == DecodeResult.OK) {
            int bits = packet.anomalies();
            while (bits != 0) {
                add(anomalies, Integer.numberOfTrailingZeros(bits), 1);
                bits &= bits - 1;
            }
        } else if (result != DecodeResult.NON_IP) {
            ignore(packet, timestampNs);
        }
    }

    /** The count goes last: whoever sees it sees the times. */
    private void ignore(Packet packet, long timestampNs) {
        boolean isFirst = ignoredPackets.get() == 0;
        firstIgnoredNs.lazySet(isFirst ? timestampNs : Math.min(firstIgnoredNs.get(), timestampNs));
        lastIgnoredNs.lazySet(isFirst ? timestampNs : Math.max(lastIgnoredNs.get(), timestampNs));
        ignoredOctets.lazySet(ignoredOctets.get() + packet.ignoredOctets());
        ignoredPackets.lazySet(ignoredPackets.get() + 1);
    }

    /** Frames that are not metered and may hold an IP packet: all but those known to hold none. */
    public long ignoredPackets() {
        return ignoredPackets.get();
    }

    /** IP octets of those frames as far as they can be told. */
    public long ignoredOctets() {
        return ignoredOctets.get();
    }

    /** Time of the earliest of those frames, nanoseconds since 1970; 0 without any. */
    public long firstIgnoredNs() {
        return firstIgnoredNs.get();
    }

    /** Time of the latest of those frames. */
    public long lastIgnoredNs() {
        return lastIgnoredNs.get();
    }

    public long frames(DecodeResult result) {
        return (long) CELLS.getOpaque(frames, result.ordinal());
    }

    /** Octets that the frames had on the link. */
    public long octets(DecodeResult result) {
        return (long) CELLS.getOpaque(octets, result.ordinal());
    }

    /** Metered packets that were odd in this way. */
    public long packets(Anomaly anomaly) {
        return (long) CELLS.getOpaque(anomalies, anomaly.ordinal());
    }

    private static void add(long[] cells, int index, long amount) {
        CELLS.setOpaque(cells, index, cells[index] + amount);
    }
}
