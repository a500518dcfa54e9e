/** Finds what leaves the site in bulk. */
@NullMarked
package vedette.detect.exfiltration;

import org.jspecify.annotations.NullMarked;
