/** What is no attack but explains what looks like one, or is good to know. */
@NullMarked
package vedette.detect.byproduct;

import org.jspecify.annotations.NullMarked;
