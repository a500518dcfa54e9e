/**
 * What the operating system offers and the JDK lacks, and files that outlive whatever happens to it.
 */
@NullMarked
package vedette.os;

import org.jspecify.annotations.NullMarked;
