package vedette.export;

/**
 * How a collector over TLS is known, and how the sensor makes itself known. Files are PEM; what is secret is named by its path
 * alone.
 *
 * @param trust certificates of those who vouch for the collector, or its own; empty for those the JDK trusts
 * @param certificate the sensor's own, followed by those between it and the one the collector trusts; empty for none
 * @param key the private key that belongs to the certificate, not encrypted
 * @param name what the collector's certificate must name: a DNS name or an address; empty for the host of its URI
 */
public record TlsConfig(String trust, String certificate, String key, String name) {
    public static final TlsConfig DEFAULT = new TlsConfig("", "", "", "");

    public TlsConfig {
        if (certificate.isEmpty() && !key.isEmpty()) {
            throw new IllegalArgumentException(
                    "collector.tls.certificate is missing: collector.tls.key names the key of one");
        }
        if (key.isEmpty() && !certificate.isEmpty()) {
            throw new IllegalArgumentException(
                    "collector.tls.key is missing: collector.tls.certificate names the certificate of one");
        }
        if (name.chars().anyMatch(c -> c <= ' ' || c == '/' || c == ':' && !name.matches("[0-9A-Fa-f:.]+"))) {
            throw new IllegalArgumentException(
                    "collector.tls.name must be a DNS name or an address, was \"" + name + '"');
        }
    }
}
