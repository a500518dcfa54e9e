/**
 * What the operating system offers and the JDK lacks.
 */
@NullMarked
package vedette.os;

import org.jspecify.annotations.NullMarked;
