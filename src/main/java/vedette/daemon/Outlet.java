package vedette.daemon;

import java.util.ArrayList;
import java.util.List;
import vedette.detect.AlertHandler;
import vedette.export.CollectorConfig;
import vedette.export.ExportingAgent;
import vedette.flow.FlowHandler;

/** What one collector, or one directory of files, is fed by: an agent for each file or stream, and who is given what. */
final class Outlet {
    private final CollectorConfig collector;
    private final List<ExportingAgent> agents = new ArrayList<>();
    private final List<FlowHandler> flowHandlers = new ArrayList<>();
    private final List<AlertHandler> alertHandlers = new ArrayList<>();

    Outlet(CollectorConfig collector) {
        this.collector = collector;
    }

    CollectorConfig collector() {
        return collector;
    }

    void add(ExportingAgent agent) {
        agents.add(agent);
    }

    void flowsTo(FlowHandler handler) {
        flowHandlers.add(handler);
    }

    void alertsTo(AlertHandler handler) {
        alertHandlers.add(handler);
    }

    List<ExportingAgent> agents() {
        return agents;
    }

    /** Those that are given flow records. */
    List<FlowHandler> flowHandlers() {
        return flowHandlers;
    }

    /** Those that are given alerts. */
    List<AlertHandler> alertHandlers() {
        return alertHandlers;
    }
}
