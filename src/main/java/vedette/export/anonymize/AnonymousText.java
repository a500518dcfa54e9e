package vedette.export.anonymize;

import vedette.net.IpPrefix;

/**
 * Replaces each address, prefix and MAC address in a line of text: {@code 192.0.2.1}, {@code 192.0.2.1:80},
 * {@code 192.0.2.0/24}, {@code [2001:db8::1]:80}, {@code 2001:db8::/32}, {@code ::ffff:192.0.2.1}, {@code 02:00:00:00:00:01}.
 * Not thread-safe.
 */
final class AnonymousText {
    private static final String NO_MAC = "00:00:00:00:00:00";
    private static final String MAC = "(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}";
    private static final int MOST_LENGTH_DIGITS = 3;

    private final Pseudonyms pseudonyms;

    AnonymousText(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    String of(String text) {
        StringBuilder anonymous = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            if (isOfAddress(text.charAt(at))) {
                int end = endOfRun(text, at);
                at = replace(text, at, end, anonymous);
            } else {
                anonymous.append(text.charAt(at++));
            }
        }
        return anonymous.toString();
    }

    private static boolean isOfAddress(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' || c == ':' || c == '.';
    }

    private static int endOfRun(String text, int from) {
        int end = from;
        while (end < text.length() && isOfAddress(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Puts what stands for the longest address that the run begins with, or the run as it is; returns where to go on. */
    private int replace(String text, int from, int end, StringBuilder anonymous) {
        for (int to = end; to > from; to = shorter(text, from, to)) {
            String run = text.substring(from, to);
            if (run.matches(MAC)) {
                anonymous.append(NO_MAC);
                return to;
            }
            IpPrefix address = parsed(run);
            if (address != null) {
                int behind = to == end ? endOfLength(text, end) : to;
                IpPrefix prefix = behind > to ? parsed(text.substring(from, behind)) : null;
                anonymous.append(pseudonyms.of(prefix == null ? address : prefix));
                return prefix == null ? to : behind;
            }
        }
        anonymous.append(text, from, end);
        return end;
    }

    /** Without a full stop or a colon at the end, or without what follows the last colon: a port. */
    private static int shorter(String text, int from, int to) {
        char last = text.charAt(to - 1);
        return last == '.' || last == ':' ? to - 1 : Math.max(from, text.lastIndexOf(':', to - 1));
    }

    /** Behind a slash and digits, or where the address ends. */
    private static int endOfLength(String text, int at) {
        int end = at + 1;
        while (end < text.length() && end - at <= MOST_LENGTH_DIGITS && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return at < text.length() && text.charAt(at) == '/' && end > at + 1 ? end : at;
    }

    private static @org.jspecify.annotations.Nullable IpPrefix parsed(String text) {
        if (text.indexOf(':') < 0 && text.indexOf('.') < 0) {
            return null;
        }
        try {
            return IpPrefix.parse(withoutDots(text));
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }

    /** An IPv6 address that ends in an IPv4 one, in groups alone. */
    private static String withoutDots(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.indexOf('.', colon) < 0) {
            return text;
        }
        int slash = text.indexOf('/');
        int end = slash < 0 ? text.length() : slash;
        long v4 = IpPrefix.parse(text.substring(colon + 1, end)).lo();
        return text.substring(0, colon + 1)
                + Long.toHexString(v4 >>> 16)
                + ':'
                + Long.toHexString(v4 & 0xFFFF)
                + text.substring(end);
    }
}
