package vedette.extract;

import java.util.List;
import vedette.decode.ArpMessage;
import vedette.flow.Flow;

/** All that is asked for. Shown every record first, it says of each packet afterwards why it is taken. Not thread-safe. */
public final class Selection {
    private final List<Wanted> wanted;

    public Selection(List<? extends Wanted> wanted) {
        this.wanted = List.copyOf(wanted);
    }

    public List<Wanted> wanted() {
        return wanted;
    }

    /** A record was told. */
    public void onRecord(Flow record) {
        for (Wanted each : wanted) {
            if (each.means(record)) {
                each.add(record.flowId());
            }
        }
    }

    /** A record was folded into an aggregate. */
    public void onFolded(Flow attempt, long aggregateId) {
        for (Wanted each : wanted) {
            if (each.means(attempt) || each.meansAggregate(aggregateId)) {
                each.add(attempt.flowId());
            }
        }
    }

    boolean mayMean(Flow flow) {
        for (Wanted each : wanted) {
            if (each.mayMean(flow)) {
                return true;
            }
        }
        return false;
    }

    boolean mayMeanArp() {
        return wanted.stream().anyMatch(Wanted::mayMeanArp);
    }

    boolean means(long flowId) {
        for (Wanted each : wanted) {
            if (each.has(flowId)) {
                return true;
            }
        }
        return false;
    }

    /** Appends for which of those that are asked for a flow's packets are taken, where its id does not say so. */
    void appendReasons(long flowId, StringBuilder text) {
        for (Wanted each : wanted) {
            if (each.has(flowId)) {
                append(each.reason(flowId), text);
            }
        }
    }

    /** Appends why a message of ARP is taken; nothing if it is not. */
    void appendReasons(ArpMessage message, long timestampNs, StringBuilder text) {
        for (Wanted each : wanted) {
            if (each.means(message, timestampNs)) {
                append("ARP", text);
                append(each.reason(-1), text);
            }
        }
    }

    static void append(String reason, StringBuilder text) {
        if (!reason.isEmpty()) {
            text.append(text.length() == 0 ? "" : "; ").append(reason);
        }
    }
}
