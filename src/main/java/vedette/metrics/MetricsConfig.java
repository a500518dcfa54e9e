package vedette.metrics;

/**
 * Where the sensor tells how it fares, and whom.
 *
 * @param listen address and port; empty for nowhere
 * @param certificate PEM file of the listener's own certificate, followed by those between it and one that is trusted; empty
 *     for plain HTTP
 * @param key PEM file of its private key, not encrypted
 * @param user whom to let in; empty for everybody
 * @param passwordFile file of the user's password
 * @param unprotected whether others than this machine may ask without TLS and password
 */
public record MetricsConfig(
        String listen, String certificate, String key, String user, String passwordFile, boolean unprotected) {
    public static final MetricsConfig DEFAULT = new MetricsConfig("127.0.0.1:9469", "", "", "", "", false);

    public MetricsConfig {
        together("metrics.certificate", certificate, "metrics.key", key);
        together("metrics.user", user, "metrics.password-file", passwordFile);
        if (user.indexOf(':') >= 0 || user.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("metrics.user must have no colon, was \"" + user + '"');
        }
        if (!listen.isEmpty()) {
            checkProtection(ListenAddress.parse(listen), !certificate.isEmpty() && !user.isEmpty() || unprotected);
        }
    }

    private static void together(String one, String value, String other, String otherValue) {
        if (value.isEmpty() != otherValue.isEmpty()) {
            String missing = value.isEmpty() ? one : other;
            String given = value.isEmpty() ? other : one;
            throw new IllegalArgumentException(missing + " is missing: " + given + " is of no use without it");
        }
    }

    private static void checkProtection(ListenAddress address, boolean protectedOrMeantSo) {
        if (!address.isLoopback() && !protectedOrMeantSo) {
            throw new IllegalArgumentException("metrics.listen \"" + address
                    + "\" is open to other machines: set metrics.certificate, metrics.key, metrics.user and"
                    + " metrics.password-file, or metrics.unprotected = true if the network is to be trusted");
        }
    }

    /** Whether anything is to listen. */
    public boolean isOn() {
        return !listen.isEmpty();
    }

    ListenAddress address() {
        return ListenAddress.parse(listen);
    }
}
