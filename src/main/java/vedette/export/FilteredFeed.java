package vedette.export;

import java.util.Set;
import vedette.detect.Alert;
import vedette.detect.AlertHandler;
import vedette.flow.Flow;
import vedette.flow.FlowHandler;

/**
 * Stands before an {@link ExportingAgent} and lets through what its collector asked for; the rest is counted as offered and
 * filtered, and never copied. Of the metering thread.
 */
public final class FilteredFeed implements FlowHandler, AlertHandler {
    private final ExportingAgent agent;
    private final Set<RecordKind> kinds;
    private final RecordFilter only;

    /** @param kinds what the collector is given at all */
    public FilteredFeed(ExportingAgent agent, Set<RecordKind> kinds, RecordFilter only) {
        this.agent = agent;
        this.kinds = Set.copyOf(kinds);
        this.only = only;
    }

    @Override
    public void onFlow(Flow flow) {
        if (only.matches(flow)) {
            agent.onFlow(flow);
        } else {
            agent.counters().offered().add(flow);
            agent.counters().filtered().add(flow);
        }
    }

    @Override
    public void onAlert(Alert alert) {
        if (kinds.contains(RecordKind.of(alert)) && only.matches(alert)) {
            agent.onAlert(alert);
        } else {
            agent.counters().alerts().offered().add(1, 0, 0);
            agent.counters().alerts().filtered().add(1, 0, 0);
        }
    }
}
