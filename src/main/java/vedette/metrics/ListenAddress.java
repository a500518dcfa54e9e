package vedette.metrics;

/**
 * Where a listener waits.
 *
 * @param host an address or a name; empty for every address of the machine
 * @param port 0 for one that is free
 */
record ListenAddress(String host, int port) {
    private static final String USE = "use ADDRESS:PORT, such as 127.0.0.1:9469 or [::1]:9469";

    /** @throws IllegalArgumentException that says what is wrong and what is allowed */
    static ListenAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw bad(text, "no port");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw bad(text, "an IPv6 address stands in brackets");
        }
        if (!host.matches("[0-9A-Za-z.:%_-]*")) {
            throw bad(text, "no address");
        }
        return new ListenAddress(host, port(text, text.substring(colon + 1)));
    }

    private static int port(String text, String digits) {
        int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : -1;
        if (port < 0 || port > 65_535) {
            throw bad(text, "the port must be 0 to 65535, was " + (digits.isEmpty() ? "empty" : digits));
        }
        return port;
    }

    private static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException("metrics.listen \"" + text + "\": " + why + "; " + USE);
    }

    /** Whether nobody but this machine can reach it, as far as can be told without asking for a name. */
    boolean isLoopback() {
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
