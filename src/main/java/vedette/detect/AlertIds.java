package vedette.detect;

import org.jspecify.annotations.Nullable;
import vedette.net.IpPrefix;

/**
 * Names of alerts: 32 hexadecimal digits in the layout of a UUID of version 7 (RFC 9562 §5.7), so they sort by time. Made of
 * when the alert was opened, what and whom it is about and how many were opened before it: the same in every replay, never
 * the same within one.
 *
 * <pre>
 *  48 bits  milliseconds since 1970
 *   4       version, 7
 *  12       the millisecond's 4096th parts
 *   2       variant, 2
 *  40       hash of type and subject
 *  22       number of the alert
 * </pre>
 */
final class AlertIds {
    private static final long NS_PER_MS = 1_000_000;
    private static final long VERSION = 7L << 12;
    private static final long VARIANT = 2L << 62;
    private static final int ORDINAL_BITS = 22;
    private static final long ORDINAL_MASK = (1L << ORDINAL_BITS) - 1;

    private AlertIds() {}

    static String of(AlertType type, Subject subject, long openedNs, long ordinal) {
        long ms = Math.floorDiv(openedNs, NS_PER_MS);
        long part = (Math.floorMod(openedNs, NS_PER_MS) << 12) / NS_PER_MS;
        long high = ms << 16 | VERSION | part;
        long low = VARIANT | hash(type, subject) >>> 24 << ORDINAL_BITS | ordinal & ORDINAL_MASK;
        return hex(high) + hex(low);
    }

    private static String hex(long value) {
        String digits = Long.toHexString(value);
        return "0".repeat(16 - digits.length()) + digits;
    }

    private static long hash(AlertType type, Subject subject) {
        long service =
                (long) type.code() << 32 | (subject.protocol() & 0xFFL) << 16 | subject.destinationPort() & 0xFFFFL;
        long parties = Hash.of(hash(subject.source()), hash(subject.destination()));
        return Hash.of(Hash.of(parties, service), subject.sourcePort());
    }

    private static long hash(@Nullable IpPrefix prefix) {
        return prefix == null ? 0 : Hash.of(Hash.of(prefix.hi(), prefix.lo()), prefix.length() + 1L);
    }
}
