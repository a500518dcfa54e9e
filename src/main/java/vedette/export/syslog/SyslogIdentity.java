package vedette.export.syslog;

import org.jspecify.annotations.Nullable;

/**
 * Who sends syslog messages.
 *
 * @param sensorName the messages' HOSTNAME
 * @param processId PROCID
 * @param enterpriseNumber in the names of structured data
 * @param version of the sensor
 * @param interfaceName of the only interface, null if there are several or none
 */
public record SyslogIdentity(
        String sensorName,
        long processId,
        long enterpriseNumber,
        String version,
        @Nullable String interfaceName) {
    /** The number that is for use in examples (RFC 5612), until there is one of the operator's own. */
    public static final long EXAMPLE_ENTERPRISE = 32473;

    public SyslogIdentity {
        enterpriseNumber = enterpriseNumber == 0 ? EXAMPLE_ENTERPRISE : enterpriseNumber;
    }
}
