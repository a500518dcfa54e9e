/** What detectors know of hours and days, on its way into a file and back into the next run of the sensor. */
@NullMarked
package vedette.detect.memory;

import org.jspecify.annotations.NullMarked;
