package vedette.net;

import java.nio.charset.StandardCharsets;

/** IP addresses as text: dotted decimal, or RFC 5952. An address is two longs; IPv4 is the low 32 bits of the low one. */
public final class IpAddress {
    /** Most octets an address takes as text. */
    public static final int MAX_TEXT_LENGTH = 39;

    private static final int GROUPS = 8;
    private static final int MAPPED_GROUPS = 6;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private IpAddress() {}

    /** The address as a string; {@link #write} is for paths that must not allocate. */
    public static String text(int ipVersion, long hi, long lo) {
        byte[] text = new byte[MAX_TEXT_LENGTH];
        return new String(text, 0, write(text, 0, ipVersion, hi, lo), StandardCharsets.US_ASCII);
    }

    /**
     * Writes the address in ASCII.
     *
     * @return the offset behind it; at most {@link #MAX_TEXT_LENGTH} after {@code at}
     */
    public static int write(byte[] target, int at, int ipVersion, long hi, long lo) {
        return ipVersion == 4 ? writeV4(target, at, (int) lo) : writeV6(target, at, hi, lo);
    }

    private static int writeV4(byte[] target, int at, int address) {
        int next = at;
        for (int shift = 24; shift >= 0; shift -= 8) {
            next = writeOctet(target, next, address >>> shift & 0xFF);
            target[next++] = '.';
        }
        return next - 1;
    }

    private static int writeOctet(byte[] target, int at, int octet) {
        int next = at;
        if (octet >= 100) {
            target[next++] = (byte) ('0' + octet / 100);
        }
        if (octet >= 10) {
            target[next++] = (byte) ('0' + octet / 10 % 10);
        }
        target[next++] = (byte) ('0' + octet % 10);
        return next;
    }

    private static int writeV6(byte[] target, int at, long hi, long lo) {
        boolean mapped = hi == 0 && lo >>> 32 == 0xFFFF;
        int groups = mapped ? MAPPED_GROUPS : GROUPS;
        long longest = longestZeroRun(hi, lo, groups);
        int zerosFrom = (int) (longest >>> 32);
        int zeros = (int) longest;
        int next = at;
        for (int group = 0; group < groups; group++) {
            if (zeros > 1 && group == zerosFrom) {
                target[next++] = ':';
                target[next++] = ':';
                group += zeros - 1;
            } else {
                if (group > 0 && target[next - 1] != ':') {
                    target[next++] = ':';
                }
                next = writeGroup(target, next, group(hi, lo, group));
            }
        }
        if (mapped) {
            target[next++] = ':';
            next = writeV4(target, next, (int) lo);
        }
        return next;
    }

    /** Start and length of the first of the longest runs of zero groups, in the high and the low half. */
    private static long longestZeroRun(long hi, long lo, int groups) {
        int from = 0;
        int longest = 0;
        int run = 0;
        for (int group = 0; group < groups; group++) {
            run = group(hi, lo, group) == 0 ? run + 1 : 0;
            if (run > longest) {
                longest = run;
                from = group - run + 1;
            }
        }
        return (long) from << 32 | longest;
    }

    private static int group(long hi, long lo, int group) {
        return (int) ((group < 4 ? hi : lo) >>> (48 - 16 * (group & 3))) & 0xFFFF;
    }

    private static int writeGroup(byte[] target, int at, int group) {
        int next = at;
        for (int shift = 12; shift >= 0; shift -= 4) {
            if (group >>> shift != 0 || shift == 0) {
                target[next++] = HEX[group >>> shift & 0xF];
            }
        }
        return next;
    }
}
