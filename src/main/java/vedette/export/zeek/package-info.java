/**
 * Flow records and alerts as Zeek's logs have them: conn, dns, http, ssl and notice, with Zeek's field names, types, header and
 * escapes, or as Zeek's JSON.
 */
@NullMarked
package vedette.export.zeek;

import org.jspecify.annotations.NullMarked;
