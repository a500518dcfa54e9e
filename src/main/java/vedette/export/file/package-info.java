/**
 * Files that an output fills one after the other.
 */
@NullMarked
package vedette.export.file;

import org.jspecify.annotations.NullMarked;
