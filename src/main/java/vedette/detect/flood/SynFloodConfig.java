package vedette.detect.flood;

import java.util.List;
import vedette.detect.Sized;
import vedette.detect.TableSize;

/**
 * What is called a SYN flood. Attempts are new connections a TCP client asks for; a SYN sent again is none.
 *
 * @param newDestinationSyns attempts within three seconds at a destination whose usual traffic is not known yet
 * @param minSyns attempts a second below which nothing is a flood
 * @param prefixSyns the same for a local /24 or /64 as a whole
 * @param linkSyns the same for all that is captured
 * @param destinations hosts that are watched at once, about 1.3 KiB each
 */
public record SynFloodConfig(int newDestinationSyns, int minSyns, int prefixSyns, int linkSyns, int destinations)
        implements Sized {
    public static final SynFloodConfig DEFAULT = new SynFloodConfig(600, 20, 500, 5_000, 4096);

    private static final int MOST_DESTINATIONS = 1 << 16;
    private static final int OCTETS_PER_DESTINATION = 1_312;

    /** Prefixes, portraits, who was served. */
    private static final int OTHER_OCTETS = 7 << 20;

    /** More than any link carries; what is worked out of it fits into an int. */
    private static final int MOST_SYNS = 100_000_000;

    public SynFloodConfig {
        atLeast("new-destination-syns", 10, newDestinationSyns);
        atLeast("min-syns", 1, minSyns);
        atLeast("prefix-syns", minSyns, prefixSyns);
        atLeast("link-syns", prefixSyns, linkSyns);
        if (destinations < 16 || destinations > MOST_DESTINATIONS) {
            throw new IllegalArgumentException(
                    "detect.syn-flood.destinations must be 16 to " + MOST_DESTINATIONS + ", was " + destinations);
        }
    }

    private static void atLeast(String key, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "detect.syn-flood." + key + " must be at least " + least + ", was " + value);
        }
        if (value > MOST_SYNS) {
            throw new IllegalArgumentException(
                    "detect.syn-flood." + key + " must be at most " + MOST_SYNS + ", was " + value);
        }
    }

    @Override
    public List<TableSize> tables() {
        return List.of(
                TableSize.fixed(
                        "detect.syn-flood.destinations = " + destinations,
                        (long) OCTETS_PER_DESTINATION * destinations),
                TableSize.fixed("the other tables of syn-flood", OTHER_OCTETS));
    }
}
