/** Who goes from host to host within the site. */
@NullMarked
package vedette.detect.lateral;

import org.jspecify.annotations.NullMarked;
