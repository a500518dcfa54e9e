/**
 * The metering process (RFC 7011): flows, TCP state, fragments, timeouts and their bounds.
 */
@NullMarked
package vedette.flow;

import org.jspecify.annotations.NullMarked;
