/**
 * Turns the configuration file and command-line settings into one checked record per stage.
 */
@NullMarked
package vedette.config;

import org.jspecify.annotations.NullMarked;
