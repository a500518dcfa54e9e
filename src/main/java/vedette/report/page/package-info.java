/** A report as headings, sentences, tables and figures, and the two ways to write it: HTML and Markdown. */
@NullMarked
package vedette.report.page;

import org.jspecify.annotations.NullMarked;
