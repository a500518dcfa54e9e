/** Detectors: what the metering process tells of connections becomes alerts, in packet time and bounded memory. */
@NullMarked
package vedette.detect;

import org.jspecify.annotations.NullMarked;
