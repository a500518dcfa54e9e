/**
 * Alerts as syslog messages (RFC 5424), and their way over UDP (RFC 5426) and TCP (RFC 6587).
 */
@NullMarked
package vedette.export.syslog;

import org.jspecify.annotations.NullMarked;
