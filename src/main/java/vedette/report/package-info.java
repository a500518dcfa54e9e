/**
 * A report on captures: what watches a replay and keeps what the report needs within bounds, and what makes sections of it.
 */
@NullMarked
package vedette.report;

import org.jspecify.annotations.NullMarked;
