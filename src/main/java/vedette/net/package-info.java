/**
 * Addresses, protocol numbers, link types, TCP flags, counters: the words every other package shares.
 */
@NullMarked
package vedette.net;

import org.jspecify.annotations.NullMarked;
