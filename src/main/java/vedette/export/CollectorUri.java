package vedette.export;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a collector listens, as written: {@code ipfix+udp://collector.example:4739} or {@code ipfix+udp://[2001:db8::1]}.
 *
 * @param host a name or an address, not resolved; an IPv6 address without its brackets
 */
public record CollectorUri(Scheme scheme, String host, int port) {
    /** A way to reach a collector. */
    public enum Scheme {
        IPFIX_UDP("ipfix+udp", 4739),
        SYSLOG_UDP("syslog+udp", 514),
        SYSLOG_TCP("syslog+tcp", 601);

        private static final String IPFIX = "ipfix";
        private static final String SYSLOG = "syslog";

        private final String word;
        private final int defaultPort;

        Scheme(String word, int defaultPort) {
            this.word = word;
            this.defaultPort = defaultPort;
        }

        /** Whether it is given IPFIX messages. */
        boolean isIpfix() {
            return word.startsWith(IPFIX);
        }

        /** What can go that way. */
        Set<RecordKind> takes() {
            if (isIpfix()) {
                return EnumSet.allOf(RecordKind.class);
            }
            return word.startsWith(SYSLOG)
                    ? EnumSet.of(RecordKind.ALERTS, RecordKind.HEALTH)
                    : EnumSet.of(RecordKind.FLOWS);
        }
    }

    private static final List<String> LATER = List.of("ipfix+tcp", "ipfix+tls", "syslog+tls");

    /** What may be written, for whoever wrote something else. */
    static final String USE = "use ipfix+udp://HOST:PORT, syslog+udp://HOST:PORT, syslog+tcp://HOST:PORT or file:DIR";

    /**
     * Takes a URI apart.
     *
     * @throws IllegalArgumentException in one line that says what is wrong and what is allowed
     */
    public static CollectorUri parse(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (LATER.contains(word)) {
            throw bad(text, word + " is not available in this version; " + USE);
        }
        Scheme scheme = schemeOf(word);
        if (scheme == null) {
            throw bad(text, (word.isEmpty() ? "no scheme" : "unknown scheme " + word) + "; " + USE);
        }
        String rest = text.substring(colon + 1);
        if (!rest.startsWith("//") || rest.length() == 2) {
            throw bad(text, "no host; " + USE);
        }
        return authority(text, scheme, rest.substring(2));
    }

    private static @Nullable Scheme schemeOf(String word) {
        for (Scheme scheme : Scheme.values()) {
            if (scheme.word.equals(word)) {
                return scheme;
            }
        }
        return null;
    }

    private static CollectorUri authority(String text, Scheme scheme, String authority) {
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        if (authority.startsWith("[") && end == 0) {
            throw bad(text, "an IPv6 address needs its closing bracket");
        }
        String host = end < 0 ? authority : authority.substring(0, end);
        String port = end < 0 ? "" : authority.substring(end);
        if (!host.startsWith("[") && port.indexOf(':', 1) > 0) {
            throw bad(text, "an IPv6 address stands in brackets: " + scheme.word + "://[2001:db8::1]:4739");
        }
        host = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || c == '/' || c == '@' || c == '?' || c == '#')) {
            throw bad(text, "no host; " + USE);
        }
        return new CollectorUri(scheme, host, port.isEmpty() ? scheme.defaultPort : port(text, port));
    }

    private static int port(String text, String colonAndPort) {
        String digits = colonAndPort.substring(1);
        if (colonAndPort.charAt(0) == ':' && digits.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(digits);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        }
        throw bad(text, "the port must be 1 to 65535, was " + (digits.isEmpty() ? "empty" : digits));
    }

    private static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException("collector.uri " + text + ": " + why);
    }

    /** The URI with its port, as outputs and counters print it. */
    @Override
    public String toString() {
        return scheme.word + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
