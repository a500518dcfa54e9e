/**
 * Ways to a collector: datagrams and connections, without knowledge of what is in them.
 */
@NullMarked
package vedette.export.transport;

import org.jspecify.annotations.NullMarked;
