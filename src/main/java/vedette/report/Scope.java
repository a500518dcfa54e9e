package vedette.report;

import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.detect.Subject;
import vedette.flow.Flow;
import vedette.net.IpPrefix;

/** Which flows an alert is about: those of its parties, within its time. */
final class Scope {
    private static final double MARGIN = 0.05;

    private final Subject subject;
    private final long fromNs;
    private final long toNs;

    Scope(Alert alert) {
        subject = alert.subject();
        long marginNs = Math.max(1, (long) ((alert.lastNs() - alert.firstNs()) * MARGIN));
        fromNs = alert.firstNs() - marginNs;
        toNs = alert.lastNs() + marginNs;
    }

    /** When what the alert tells of began, and a little before. */
    long fromNs() {
        return fromNs;
    }

    long toNs() {
        return toNs;
    }

    /** Whether it is about somebody at all. */
    boolean isOfSomebody() {
        return subject.source() != null || subject.destination() != null || subject.destinationPort() >= 0;
    }

    /** The single address under which to look for it, if there is one. */
    @Nullable
    Host key() {
        Host source = single(subject.source());
        return source == null ? single(subject.destination()) : source;
    }

    private static @Nullable Host single(@Nullable IpPrefix prefix) {
        return prefix == null || !prefix.isSingleAddress()
                ? null
                : new Host(prefix.ipVersion(), prefix.hi(), prefix.lo());
    }

    boolean isWithin(long timeNs) {
        return timeNs >= fromNs && timeNs <= toNs;
    }

    /** Whether any of the record's time is within. */
    boolean isWithin(Flow flow) {
        return flow.startNs() <= toNs && flow.endNs() >= fromNs;
    }

    /** Whether the flow is between the alert's parties, whichever of them began it. */
    boolean matches(Flow flow) {
        if (subject.protocol() >= 0 && subject.protocol() != flow.protocol()) {
            return false;
        }
        return isForward(flow) || isReverse(flow);
    }

    private boolean isForward(Flow flow) {
        return isOf(subject.source(), flow, true)
                && isOf(subject.destination(), flow, false)
                && isPort(subject.destinationPort(), flow.responderPort())
                && isPort(subject.sourcePort(), flow.initiatorPort());
    }

    private boolean isReverse(Flow flow) {
        return isOf(subject.source(), flow, false)
                && isOf(subject.destination(), flow, true)
                && isPort(subject.destinationPort(), flow.initiatorPort())
                && isPort(subject.sourcePort(), flow.responderPort());
    }

    private static boolean isPort(int wanted, int port) {
        return wanted < 0 || wanted == port;
    }

    private static boolean isOf(@Nullable IpPrefix prefix, Flow flow, boolean initiator) {
        if (prefix == null) {
            return true;
        }
        return initiator
                ? prefix.contains(flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo())
                : prefix.contains(flow.ipVersion(), flow.responderHi(), flow.responderLo());
    }
}
