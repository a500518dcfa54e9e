package vedette.content;

/**
 * Whether the first payloads of flows are looked at, and how much may be kept of them.
 *
 * @param enabled whether they are
 * @param maxAssemblies beginnings of streams that are put together of several segments at once, of {@link #ASSEMBLY} octets each
 * @param findingsSize octets that the findings of all flows may take
 */
public record ContentConfig(boolean enabled, int maxAssemblies, long findingsSize) {
    /** Octets of one side's beginning: no more of it is looked at. */
    public static final int ASSEMBLY = 8 << 10;

    private static final int MOST_ASSEMBLIES = 1 << 16;
    private static final long MOST_OCTETS = 1L << 40;

    public static final ContentConfig DEFAULT = new ContentConfig(true, 1024, 64L << 20);

    /** Nothing is looked at. */
    public static final ContentConfig OFF = new ContentConfig(false, DEFAULT.maxAssemblies, DEFAULT.findingsSize);

    public ContentConfig {
        if (maxAssemblies < 64 || maxAssemblies > MOST_ASSEMBLIES) {
            throw new IllegalArgumentException(
                    "flow.content.max-assemblies must be from 64 to " + MOST_ASSEMBLIES + ", was " + maxAssemblies);
        }
        if (findingsSize < 1 << 16 || findingsSize > MOST_OCTETS) {
            throw new IllegalArgumentException(
                    "flow.content.findings-size must be from 64 KiB to 1 TiB, was " + findingsSize);
        }
    }

    /** What beginnings take of the heap at most; they are made as they are needed. */
    public long octetsOfAssemblies() {
        return enabled ? (long) maxAssemblies * ASSEMBLY : 0;
    }

    /** What findings take of it at most. */
    public long octetsOfFindings() {
        return enabled ? findingsSize : 0;
    }
}
