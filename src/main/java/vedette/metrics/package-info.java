/**
 * The sensor seen from outside: reads the stages' counters when somebody asks, and serves them over HTTP. No stage knows it.
 */
@NullMarked
package vedette.metrics;

import org.jspecify.annotations.NullMarked;
