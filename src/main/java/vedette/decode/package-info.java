/**
 * Reads headers where they lie, or says by name why it could not.
 */
@NullMarked
package vedette.decode;

import org.jspecify.annotations.NullMarked;
