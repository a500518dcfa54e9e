/**
 * Flow records and alerts as JSON lines, with the keys of Suricata's EVE where EVE has one.
 */
@NullMarked
package vedette.export.json;

import org.jspecify.annotations.NullMarked;
