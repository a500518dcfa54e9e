/**
 * Command line, wiring, the loop and signals.
 */
@NullMarked
package vedette.daemon;

import org.jspecify.annotations.NullMarked;
