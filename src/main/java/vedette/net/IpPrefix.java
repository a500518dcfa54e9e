package vedette.net;

import java.util.Locale;

/**
 * A range of IP addresses: all that share their first {@code length} bits.
 *
 * @param ipVersion 4 or 6
 * @param hi high half of the address, 0 in IPv4
 * @param lo low half; an IPv4 address is its low 32 bits
 * @param length bits that count: of an IPv4 address 0 to 32, of an IPv6 address 0 to 128
 */
public record IpPrefix(int ipVersion, long hi, long lo, int length) {
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;
    private static final int GROUPS = 8;

    public IpPrefix {
        int bits = ipVersion == 4 ? V4_BITS : V6_BITS;
        if (length < 0 || length > bits) {
            throw new IllegalArgumentException(
                    "a prefix of IPv" + ipVersion + " has 0 to " + bits + " bits, was " + length);
        }
        hi = ipVersion == 4 ? 0 : hi & mask(length);
        lo = ipVersion == 4 ? lo & mask(Long.SIZE - V4_BITS + length) & 0xFFFF_FFFFL : lo & mask(length - Long.SIZE);
    }

    /** The single address as a prefix of full length. */
    public static IpPrefix of(int ipVersion, long hi, long lo) {
        return new IpPrefix(ipVersion, hi, lo, ipVersion == 4 ? V4_BITS : V6_BITS);
    }

    /** The smallest that holds two addresses, and so all between them. */
    public static IpPrefix spanning(int ipVersion, long hi, long lo, long otherHi, long otherLo) {
        int inLow = Long.numberOfLeadingZeros(lo ^ otherLo);
        int length = ipVersion == 4
                ? inLow - (Long.SIZE - V4_BITS)
                : hi == otherHi ? Long.SIZE + inLow : Long.numberOfLeadingZeros(hi ^ otherHi);
        return new IpPrefix(ipVersion, hi, lo, length);
    }

    /**
     * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or a single address.
     *
     * @throws IllegalArgumentException if it is none of these, or has bits set behind the prefix; the message says which
     */
    public static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        boolean v6 = address.indexOf(':') >= 0;
        long[] halves = v6 ? parseV6(address, text) : new long[] {0, parseV4(address, text)};
        int bits = v6 ? V6_BITS : V4_BITS;
        int length = slash < 0 ? bits : parseLength(text.substring(slash + 1), bits, text);
        IpPrefix prefix = new IpPrefix(v6 ? 6 : 4, halves[0], halves[1], length);
        if (prefix.hi != halves[0] || prefix.lo != halves[1]) {
            throw new IllegalArgumentException(text + " has bits set behind the prefix; did you mean " + prefix + "?");
        }
        return prefix;
    }

    private static int parseLength(String length, int bits, String text) {
        if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > bits) {
            throw new IllegalArgumentException(text + " has no length from 0 to " + bits + " behind the /");
        }
        return Integer.parseInt(length);
    }

    private static long parseV4(String address, String text) {
        String[] octets = address.split("\\.", -1);
        long value = 0;
        for (String octet : octets) {
            if (!octet.matches("0|[1-9]\\d{0,2}") || Integer.parseInt(octet) > 255) {
                throw notAnAddress(text);
            }
            value = value << 8 | Integer.parseInt(octet);
        }
        if (octets.length != 4) {
            throw notAnAddress(text);
        }
        return value;
    }

    private static long[] parseV6(String address, String text) {
        int gap = address.indexOf("::");
        String[] head = groups(gap < 0 ? address : address.substring(0, gap));
        String[] tail = groups(gap < 0 ? "" : address.substring(gap + 2));
        int missing = GROUPS - head.length - tail.length;
        if (gap < 0 ? missing != 0 : missing < 1) {
            throw notAnAddress(text);
        }
        long[] halves = new long[2];
        for (int i = 0; i < head.length; i++) {
            put(halves, i, head[i], text);
        }
        for (int i = 0; i < tail.length; i++) {
            put(halves, GROUPS - tail.length + i, tail[i], text);
        }
        return halves;
    }

    private static String[] groups(String text) {
        return text.isEmpty() ? new String[0] : text.split(":", -1);
    }

    private static void put(long[] halves, int group, String digits, String text) {
        if (!digits.matches("[0-9a-fA-F]{1,4}")) {
            throw notAnAddress(text);
        }
        halves[group >> 2] |= Long.parseLong(digits.toLowerCase(Locale.ROOT), 16) << 48 - 16 * (group & 3);
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException(text + " is no IP address or prefix such as 192.0.2.0/24 or 2001:db8::/32");
    }

    public boolean contains(int ipVersion, long hi, long lo) {
        if (ipVersion != this.ipVersion) {
            return false;
        }
        return ipVersion == 4
                ? (lo & mask(Long.SIZE - V4_BITS + length)) == this.lo
                : (hi & mask(length)) == this.hi && (lo & mask(length - Long.SIZE)) == this.lo;
    }

    /** Whether every address of the other is of this one too. */
    public boolean contains(IpPrefix other) {
        return other.length >= length && contains(other.ipVersion, other.hi, other.lo);
    }

    /** A long's first bits set, as many as asked for; none below 0, all above 63. */
    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= Long.SIZE ? -1 : -1L << Long.SIZE - bits;
    }

    public boolean isSingleAddress() {
        return length == (ipVersion == 4 ? V4_BITS : V6_BITS);
    }

    /** The address alone if it is a single one, else with the length behind a slash. */
    @Override
    public String toString() {
        String address = IpAddress.text(ipVersion, hi, lo);
        return isSingleAddress() ? address : address + "/" + length;
    }
}
