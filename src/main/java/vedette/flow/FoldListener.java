package vedette.flow;

/** Is told which attempts are exported in an aggregate alone, as {@link PacketListener} is told of packets. */
@FunctionalInterface
public interface FoldListener {
    FoldListener NOBODY = (attempt, aggregateId) -> {};

    /**
     * A record was folded.
     *
     * @param attempt not to be kept
     * @param aggregateId flow id of the aggregate
     */
    void onFolded(Flow attempt, long aggregateId);
}
