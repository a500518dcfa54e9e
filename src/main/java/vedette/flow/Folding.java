package vedette.flow;

/** Says which flows are to be told of in aggregates only: those of an attack that makes a flow of every packet. */
@FunctionalInterface
public interface Folding {
    Folding NONE = (flow, lastNs) -> false;

    /**
     * Asked on the detecting thread about TCP attempts that were never completed, when they have ended. Allocates nothing.
     *
     * @param lastNs time of the attempt's last packet, by which it belongs to the attack or not
     */
    boolean folds(Flow attempt, long lastNs);
}
