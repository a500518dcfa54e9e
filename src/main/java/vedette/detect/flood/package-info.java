/** Floods: more than a host can answer, and not meant to be answered. */
@NullMarked
package vedette.detect.flood;

import org.jspecify.annotations.NullMarked;
