/**
 * The exporting process (RFC 7011): flow records become messages for collectors and files.
 */
@NullMarked
package vedette.export;

import org.jspecify.annotations.NullMarked;
