package vedette.extract;

import vedette.decode.ArpMessage;
import vedette.flow.Flow;

/** Something whose packets are asked for: it is shown every record, and knows its flows by their ids afterwards. Not thread-safe. */
public abstract class Wanted {
    private final FlowIdSet flows = new FlowIdSet();

    /** As it was asked for: {@code flow 7174915627640788}. */
    public abstract String name();

    /** The same with what is known of it besides. */
    public String description() {
        return name();
    }

    /** Whether a flow, as it stands now, may turn out to be meant. */
    abstract boolean mayMean(Flow flow);

    /** Whether a record is of a flow that is meant. */
    abstract boolean means(Flow record);

    /** Whether a flow is meant because of the aggregate it is told of in. */
    boolean meansAggregate(long aggregateId) {
        return false;
    }

    /** Whether messages of ARP may be meant. */
    boolean mayMeanArp() {
        return false;
    }

    boolean means(ArpMessage message, long timestampNs) {
        return false;
    }

    /** What a packet's comment says of it, for which its flow's id is said already; empty if that is enough. */
    abstract String reason(long flowId);

    final void add(long flowId) {
        flows.add(flowId);
    }

    final boolean has(long flowId) {
        return flows.contains(flowId);
    }

    /** How many flows it has. */
    public final int flows() {
        return flows.size();
    }
}
