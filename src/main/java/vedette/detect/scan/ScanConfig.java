package vedette.detect.scan;

import java.time.Duration;
import java.util.List;
import vedette.detect.Sized;
import vedette.detect.TableSize;
import vedette.net.IpPrefix;

/**
 * What makes a source a scanner.
 *
 * @param maxSources sources that are remembered at once
 * @param memory silence after which a source is forgotten
 * @param externalTargets fewest failed targets of a source that is not local, at local addresses
 * @param localTargets fewest failed targets of a local source, at local addresses
 * @param outboundTargets fewest failed targets of any source, at addresses that are not local
 * @param unusedNets prefixes nobody uses: who tries to reach them counts twice
 */
public record ScanConfig(
        int maxSources,
        Duration memory,
        int externalTargets,
        int localTargets,
        int outboundTargets,
        List<String> unusedNets)
        implements Sized {
    private static final int MOST_SOURCES = 1 << 24;

    /** Contacts, services, peers, and what detectors without options have. */
    private static final int OTHER_OCTETS = 42 << 20;

    private static final Duration LONGEST = Duration.ofDays(30);

    public static final ScanConfig DEFAULT = new ScanConfig(262_144, Duration.ofHours(24), 5, 7, 9, List.of());

    public ScanConfig {
        if (maxSources < 1 || maxSources > MOST_SOURCES) {
            throw new IllegalArgumentException(
                    "detect.scan.max-sources must be 1 to " + MOST_SOURCES + ", was " + maxSources);
        }
        if (memory.compareTo(Duration.ofSeconds(1)) < 0 || memory.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "detect.scan.memory must be 1 s to 30 days, was " + memory.toSeconds() + " s");
        }
        checkTargets("external", externalTargets);
        checkTargets("local", localTargets);
        checkTargets("outbound", outboundTargets);
        unusedNets = List.copyOf(unusedNets);
        unusedNets.forEach(ScanConfig::checkPrefix);
    }

    private static void checkTargets(String whose, int targets) {
        if (targets < 2) {
            throw new IllegalArgumentException("detect.scan." + whose + "-targets must be at least 2, was " + targets);
        }
    }

    private static void checkPrefix(String prefix) {
        try {
            IpPrefix.parse(prefix);
        } catch (IllegalArgumentException bad) {
            throw new IllegalArgumentException("detect.scan.unused-nets \"" + prefix + "\": " + bad.getMessage(), bad);
        }
    }

    @Override
    public List<TableSize> tables() {
        return List.of(
                new TableSize(
                        "detect.scan.max-sources = " + maxSources,
                        Sources.octetsAtOnce(maxSources),
                        Sources.octetsInAll(maxSources)),
                TableSize.fixed("the other tables of scan", OTHER_OCTETS));
    }
}
