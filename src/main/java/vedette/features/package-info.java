/** Tables of a replay for those who learn from them: a line for each frame, and a line of features for each connection. */
@NullMarked
package vedette.features;

import org.jspecify.annotations.NullMarked;
