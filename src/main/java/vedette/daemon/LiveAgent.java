package vedette.daemon;

import java.io.IOException;
import vedette.decode.DecodeCounters;
import vedette.flow.FlowConfig;
import vedette.flow.FlowCounters;

/** One thread does everything, as it comes. Without packets it is the wall clock's steps that move time on, so that silent flows end. */
final class LiveAgent implements LiveWork {
    private final MeteringAgent agent;
    private final IdleTime idle = new IdleTime(System.nanoTime());

    LiveAgent(MeteringAgent agent) {
        this.agent = agent;
    }

    @Override
    public int turn() throws IOException {
        long beganNs = System.nanoTime();
        int polled = agent.turn();
        agent.elapse(idle.afterTurn(polled > 0, beganNs));
        return polled;
    }

    @Override
    public void change(SourceChange change) throws IOException {
        change.make();
    }

    @Override
    public void retime(FlowConfig timeouts) {
        agent.retime(timeouts);
    }

    @Override
    public boolean hasGoneOn() {
        return true;
    }

    @Override
    public long nowNs() {
        return agent.nowNs();
    }

    @Override
    public long lastFrameNs() {
        return agent.lastFrameNs();
    }

    @Override
    public int openFlows() {
        return agent.openFlows();
    }

    @Override
    public long errorPackets() {
        return agent.errorPackets();
    }

    @Override
    public void finish() {
        agent.finish();
    }

    @Override
    public DecodeCounters decoded() {
        return agent.decoded();
    }

    @Override
    public FlowCounters flows() {
        return agent.flows();
    }
}
