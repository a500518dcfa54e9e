package vedette.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

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

    /** Counts the frame that {@code packet} was just wrapped round. */
    public void count(DecodeResult result, Packet packet) {
        add(frames, result.ordinal(), 1);
        add(octets, result.ordinal(), packet.frameOctets());
        if (result == DecodeResult.OK) {
            int bits = packet.anomalies();
            while (bits != 0) {
                add(anomalies, Integer.numberOfTrailingZeros(bits), 1);
                bits &= bits - 1;
            }
        }
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
