/** Finds those who try passwords by what their connections weigh, whatever protocol they are tried with. */
@NullMarked
package vedette.detect.bruteforce;

import org.jspecify.annotations.NullMarked;
