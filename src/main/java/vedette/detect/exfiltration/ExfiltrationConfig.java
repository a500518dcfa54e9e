package vedette.detect.exfiltration;

import java.util.List;
import java.util.Locale;
import vedette.detect.Sized;
import vedette.detect.TableSize;

/**
 * How much, how one-sided, is no longer what a host of this site usually sends.
 *
 * @param hourSize octets sent to one address within an hour
 * @param daySize octets sent to one address within 24 hours, little by little
 * @param unlearntSize octets within an hour that are told before it is known what is usual
 * @param minRatio what is sent less what comes back, by both together: -1 to 1
 * @param ignore names of servers, with all below them, that hosts may send to as much as they like
 * @param maxPairs hosts with an address they send to that are remembered, about 400 octets each
 */
public record ExfiltrationConfig(
        long hourSize, long daySize, long unlearntSize, double minRatio, List<String> ignore, int maxPairs)
        implements Sized {
    private static final long LEAST = 1 << 16;

    public static final ExfiltrationConfig DEFAULT = new ExfiltrationConfig(
            100L << 20,
            500L << 20,
            1L << 30,
            0.6,
            List.of(
                    "backblaze.com",
                    "backblazeb2.com",
                    "backup.googleapis.com",
                    "carbonite.com",
                    "crashplan.com",
                    "icloud-content.com",
                    "icloud.com"),
            8192);

    public ExfiltrationConfig {
        check("hour-size", hourSize, LEAST);
        check("day-size", daySize, hourSize);
        check("unlearnt-size", unlearntSize, hourSize);
        if (!(minRatio > 0 && minRatio < 1)) {
            throw new IllegalArgumentException(
                    "detect.exfiltration.min-ratio must be between 0 and 1, was " + minRatio);
        }
        if (maxPairs < 64 || maxPairs > 1 << 22) {
            throw new IllegalArgumentException("detect.exfiltration.max-pairs must be 64 to 4194304, was " + maxPairs);
        }
        ignore = List.copyOf(ignore);
        ignore.forEach(ExfiltrationConfig::checkName);
    }

    private static void check(String name, long size, long least) {
        if (size < least) {
            throw new IllegalArgumentException(
                    "detect.exfiltration." + name + " must be at least " + least + ", was " + size);
        }
    }

    private static void checkName(String name) {
        if (!name.equals(name.toLowerCase(Locale.ROOT)) || !name.matches("[^.\\s]+(\\.[^.\\s]+)*")) {
            throw new IllegalArgumentException(
                    "detect.exfiltration.ignore \"" + name + "\" is no name in lower case without a dot at either end");
        }
    }

    @Override
    public List<TableSize> tables() {
        return List.of(
                TableSize.fixed("detect.exfiltration.max-pairs = " + maxPairs, Uploads.octets(maxPairs)),
                TableSize.fixed("the other tables of exfiltration", ExfiltrationDetector.OTHER_OCTETS));
    }
}
