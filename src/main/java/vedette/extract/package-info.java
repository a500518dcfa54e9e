/** Cuts out of captures the packets of flows and alerts: what was asked for, which packets that is, and why each was taken. */
@NullMarked
package vedette.extract;

import org.jspecify.annotations.NullMarked;
