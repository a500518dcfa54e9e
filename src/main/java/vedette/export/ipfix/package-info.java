/**
 * IPFIX (RFC 7011) messages: information elements, templates, records, and their way over UDP or into a file.
 */
@NullMarked
package vedette.export.ipfix;

import org.jspecify.annotations.NullMarked;
