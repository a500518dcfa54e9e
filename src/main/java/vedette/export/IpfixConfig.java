package vedette.export;

import java.time.Duration;

/**
 * How IPFIX is sent.
 *
 * @param templateRefresh how often templates are sent again over UDP, which loses some (RFC 7011 §8.4)
 * @param templateRefreshMessages after how many messages they are sent again, whichever comes first
 */
public record IpfixConfig(Duration templateRefresh, int templateRefreshMessages) {
    public static final IpfixConfig DEFAULT = new IpfixConfig(Duration.ofMinutes(10), 500);

    public IpfixConfig {
        if (templateRefresh.compareTo(Duration.ofSeconds(1)) < 0 || templateRefresh.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "ipfix.template-refresh must be 1 s to 1 day, was " + templateRefresh.toMillis() / 1000.0 + " s");
        }
        if (templateRefreshMessages < 1) {
            throw new IllegalArgumentException(
                    "ipfix.template-refresh-messages must be at least 1, was " + templateRefreshMessages);
        }
    }
}
