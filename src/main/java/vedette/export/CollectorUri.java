package vedette.export;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Where a collector listens, as written: {@code ipfix+udp://collector.example:4739} or {@code ipfix+udp://[2001:db8::1]}.
 *
 * @param host a name or an address, not resolved; an IPv6 address without its brackets
 */
public record CollectorUri(Scheme scheme, String host, int port) {
    /** A host of which every character stands in a file's name. */
    private static final Pattern PLAIN_HOST = Pattern.compile("[A-Za-z0-9.]+(-[A-Za-z0-9.]+)*");

    /** A way to reach a collector. */
    public enum Scheme {
        IPFIX_UDP("ipfix+udp", 4739),
        IPFIX_TCP("ipfix+tcp", 4739),
        IPFIX_TLS("ipfix+tls", 4740),
        NETFLOW9_UDP("netflow9+udp", 2055),
        NETFLOW5_UDP("netflow5+udp", 2055),
        SYSLOG_UDP("syslog+udp", 514),
        SYSLOG_TCP("syslog+tcp", 601),
        SYSLOG_TLS("syslog+tls", 6514);

        private static final String IPFIX = "ipfix";
        private static final String NETFLOW = "netflow";
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
            return word.startsWith(NETFLOW) ? EnumSet.of(RecordKind.FLOWS) : EnumSet.allOf(RecordKind.class);
        }

        /** What goes that way unless something else is asked for. */
        Set<RecordKind> takesUnasked() {
            return word.startsWith(SYSLOG) ? EnumSet.of(RecordKind.ALERTS, RecordKind.HEALTH) : takes();
        }

        /** Whether there is a connection that comes up and is lost. */
        public boolean isStream() {
            return !word.endsWith("+udp");
        }

        /** Whether the connection is secured. */
        public boolean isTls() {
            return word.endsWith("+tls");
        }
    }

    /** What may be written, for whoever wrote something else. */
    static final String USE =
            "use ipfix+udp, ipfix+tcp, ipfix+tls, netflow9+udp, netflow5+udp, syslog+udp, syslog+tcp or syslog+tls"
                    + " with ://HOST:PORT, or file:DIR";

    /**
     * Takes a URI apart.
     *
     * @throws IllegalArgumentException in one line that says what is wrong and what is allowed
     */
    public static CollectorUri parse(String text) {
        return parse("uri", text);
    }

    /** @param key the option it stands in, for what is told */
    static CollectorUri parse(String key, String text) {
        if (text.indexOf('@') >= 0) {
            throw new IllegalArgumentException("collector." + key
                    + ": no user information can stand before the host, and none is printed; " + USE);
        }
        try {
            return takeApart(text);
        } catch (IllegalArgumentException bad) {
            throw new IllegalArgumentException("collector." + key + " " + text + ": " + bad.getMessage(), bad);
        }
    }

    private static CollectorUri takeApart(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        Scheme scheme = schemeOf(word);
        if (scheme == null) {
            throw new IllegalArgumentException((word.isEmpty() ? "no scheme" : "unknown scheme " + word) + "; " + USE);
        }
        String rest = text.substring(colon + 1);
        if (!rest.startsWith("//") || rest.length() == 2) {
            throw new IllegalArgumentException("no host; " + USE);
        }
        return authority(scheme, rest.substring(2));
    }

    private static @Nullable Scheme schemeOf(String word) {
        for (Scheme scheme : Scheme.values()) {
            if (scheme.word.equals(word)) {
                return scheme;
            }
        }
        return null;
    }

    private static CollectorUri authority(Scheme scheme, String authority) {
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        if (authority.startsWith("[") && end == 0) {
            throw new IllegalArgumentException("an IPv6 address needs its closing bracket");
        }
        String host = end < 0 ? authority : authority.substring(0, end);
        String port = end < 0 ? "" : authority.substring(end);
        if (!host.startsWith("[") && port.indexOf(':', 1) > 0) {
            throw new IllegalArgumentException(
                    "an IPv6 address stands in brackets: " + scheme.word + "://[2001:db8::1]:4739");
        }
        host = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || c == '/' || c == '?' || c == '#')) {
            throw new IllegalArgumentException("no host; " + USE);
        }
        return new CollectorUri(scheme, host, port.isEmpty() ? scheme.defaultPort : port(port));
    }

    private static int port(String colonAndPort) {
        String digits = colonAndPort.substring(1);
        if (colonAndPort.charAt(0) == ':' && digits.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(digits);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        }
        throw new IllegalArgumentException("the port must be 1 to 65535, was " + (digits.isEmpty() ? "empty" : digits));
    }

    /**
     * The URI as the name of a file: what no name should have is replaced by hyphens, and where two hosts would then look alike
     * the URI's checksum tells them apart.
     */
    public String fileName() {
        String name = toString().replaceAll("[^A-Za-z0-9.]+", "-");
        return PLAIN_HOST.matcher(host).matches() ? name : name + '-' + checksum();
    }

    private String checksum() {
        CRC32 crc = new CRC32();
        crc.update(toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /** The URI with its port, as outputs and counters print it. */
    @Override
    public String toString() {
        return scheme.word + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
