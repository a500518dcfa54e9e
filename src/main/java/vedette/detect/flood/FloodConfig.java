package vedette.detect.flood;

import java.util.List;
import vedette.detect.Sized;
import vedette.detect.TableSize;

/**
 * What is called a flood of datagrams, ICMP messages, or TCP segments that belong to no connection.
 *
 * @param minPackets unanswered packets to one destination within a second; five times the usual besides
 * @param minAmplifiedBits bits within a second of answers that nobody asked for, from services that amplify
 * @param destinations hosts that are watched at once, about 2.6 KiB each
 */
public record FloodConfig(int minPackets, long minAmplifiedBits, int destinations) implements Sized {
    public static final FloodConfig DEFAULT = new FloodConfig(2_000, 5_000_000, 1024);

    private static final int LEAST_PACKETS = 256;
    private static final int MOST_DESTINATIONS = 1 << 16;
    private static final int OCTETS_PER_DESTINATION = 2_624;

    /** Portraits, cells. */
    private static final int OTHER_OCTETS = 5 << 18;

    /** More than any link carries; what is worked out of it fits into an int. */
    private static final int MOST_PACKETS = 100_000_000;

    public FloodConfig {
        if (minPackets < LEAST_PACKETS) {
            throw new IllegalArgumentException(
                    "detect.flood.min-packets must be at least " + LEAST_PACKETS + ", was " + minPackets);
        }
        if (minPackets > MOST_PACKETS) {
            throw new IllegalArgumentException(
                    "detect.flood.min-packets must be at most " + MOST_PACKETS + ", was " + minPackets);
        }
        if (minAmplifiedBits < 1_000) {
            throw new IllegalArgumentException(
                    "detect.flood.min-amplified-bits must be at least 1000, was " + minAmplifiedBits);
        }
        if (destinations < 16 || destinations > MOST_DESTINATIONS) {
            throw new IllegalArgumentException(
                    "detect.flood.destinations must be 16 to " + MOST_DESTINATIONS + ", was " + destinations);
        }
    }

    @Override
    public List<TableSize> tables() {
        return List.of(
                TableSize.fixed(
                        "detect.flood.destinations = " + destinations, (long) OCTETS_PER_DESTINATION * destinations),
                TableSize.fixed("the other tables of flood", OTHER_OCTETS));
    }
}
