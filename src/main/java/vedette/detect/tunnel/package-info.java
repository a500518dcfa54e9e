/** What is carried through DNS. */
@NullMarked
package vedette.detect.tunnel;

import org.jspecify.annotations.NullMarked;
