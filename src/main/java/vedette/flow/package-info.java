/**
 * The metering process (RFC 7011): flows, TCP state, fragments, timeouts and their bounds. What comes of it is told as
 * {@link vedette.flow.Happenings}, which end in a {@link vedette.flow.FlowLedger}: at once or, from several threads, through a
 * {@link vedette.flow.HappeningLane} each and one {@link vedette.flow.HappeningMerge}.
 */
@NullMarked
package vedette.flow;

import org.jspecify.annotations.NullMarked;
