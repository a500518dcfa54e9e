/**
 * Addresses, protocol numbers, link types and TCP flags: the words every other package shares.
 */
@NullMarked
package vedette.net;

import org.jspecify.annotations.NullMarked;
