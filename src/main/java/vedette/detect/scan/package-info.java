/** Finds sources that look for targets: by how their attempts to reach somebody end. */
@NullMarked
package vedette.detect.scan;

import org.jspecify.annotations.NullMarked;
