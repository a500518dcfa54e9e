/** Finds hosts that call others as regularly as a program does. */
@NullMarked
package vedette.detect.beacon;

import org.jspecify.annotations.NullMarked;
