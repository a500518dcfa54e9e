/**
 * Turns an interface or capture files into {@code Frame}s, and counts every frame that did not arrive.
 */
@NullMarked
package vedette.capture;

import org.jspecify.annotations.NullMarked;
