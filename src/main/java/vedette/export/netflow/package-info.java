/** NetFlow version 9 (RFC 3954) and version 5, for collectors that know no IPFIX. */
@NullMarked
package vedette.export.netflow;

import org.jspecify.annotations.NullMarked;
