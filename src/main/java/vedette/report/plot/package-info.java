/** Plots: numbers on axes, drawn as SVG for a page or in letters for a text. */
@NullMarked
package vedette.report.plot;

import org.jspecify.annotations.NullMarked;
