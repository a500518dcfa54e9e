/**
 * What tests of a live sensor stand on: network namespaces, and clients and servers in them.
 */
@NullMarked
package vedette.live;

import org.jspecify.annotations.NullMarked;
