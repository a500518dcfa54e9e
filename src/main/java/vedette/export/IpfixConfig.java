package vedette.export;

import java.time.Duration;

/**
 * How IPFIX is sent.
 *
 * @param enterpriseNumber whose elements tell of alerts, 0 for nobody's: then alerts are not sent over IPFIX
 * @param templateRefresh how often templates are sent again over UDP, which loses some (RFC 7011 §8.4)
 * @param templateRefreshMessages after how many messages they are sent again, whichever comes first
 */
public record IpfixConfig(long enterpriseNumber, Duration templateRefresh, int templateRefreshMessages) {
    public static final IpfixConfig DEFAULT = new IpfixConfig(0, Duration.ofMinutes(10), 500);

    /** Of the reverse elements of RFC 5103. */
    private static final long REVERSE = 29_305;

    private static final long MOST_ENTERPRISE_NUMBER = 0xFFFF_FFFFL;

    public IpfixConfig {
        if (enterpriseNumber < 0 || enterpriseNumber > MOST_ENTERPRISE_NUMBER || enterpriseNumber == REVERSE) {
            throw new IllegalArgumentException("ipfix.enterprise-number must be 0 to " + MOST_ENTERPRISE_NUMBER
                    + " and not 29305, which is for reverse elements, was " + enterpriseNumber);
        }
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
