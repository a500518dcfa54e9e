/** Who takes the place of others on a link. */
@NullMarked
package vedette.detect.spoof;

import org.jspecify.annotations.NullMarked;
