/** Summaries of many items in little memory: they forget what each was and remember how many. */
@NullMarked
package vedette.detect.sketch;

import org.jspecify.annotations.NullMarked;
