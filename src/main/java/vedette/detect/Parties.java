package vedette.detect;

import vedette.flow.Flow;

/**
 * What several detectors want to know of a flow's two ends: whose they are, and their hashes. Worked out by the first that asks and
 * kept until another flow is asked for, since all detectors are told of one event after the other. The hashes are seeded.
 */
public final class Parties {
    private final LocalNets localNets;
    private final long seed;
    private long initiatorHi;
    private long initiatorLo;
    private long responderHi;
    private long responderLo;
    private int service;
    private int ipVersion;

    private boolean isInitiatorLocal;
    private boolean isResponderLocal;
    private long initiator;
    private long source;
    private long responder;
    private long target;

    Parties(LocalNets localNets, long seed) {
        this.localNets = localNets;
        this.seed = seed;
    }

    /** Turns to the parties of a flow. */
    Parties of(Flow flow) {
        int flowService = flow.protocol() << 16 | flow.responderPort();
        if (flow.responderLo() != responderLo
                || flow.initiatorLo() != initiatorLo
                || flowService != service
                || flow.initiatorHi() != initiatorHi
                || flow.responderHi() != responderHi
                || flow.ipVersion() != ipVersion) {
            turnTo(flow, flowService);
        }
        return this;
    }

    private void turnTo(Flow flow, int flowService) {
        initiatorHi = flow.initiatorHi();
        initiatorLo = flow.initiatorLo();
        responderHi = flow.responderHi();
        responderLo = flow.responderLo();
        service = flowService;
        ipVersion = flow.ipVersion();
        isInitiatorLocal = localNets.contains(ipVersion, initiatorHi, initiatorLo);
        isResponderLocal = localNets.contains(ipVersion, responderHi, responderLo);
        initiator = Hash.of(initiatorHi, initiatorLo, seed);
        source = ipVersion == 4 || isInitiatorLocal ? initiator : Hash.of(initiatorHi, 0, seed);
        responder = Hash.of(responderHi, responderLo, seed);
        target = Verdicts.ofTarget(responder, flow.protocol(), flow.responderPort());
    }

    public boolean isInitiatorLocal() {
        return isInitiatorLocal;
    }

    public boolean isResponderLocal() {
        return isResponderLocal;
    }

    /** Hash of the initiator's address, see {@link Surroundings#hash}. */
    public long initiator() {
        return initiator;
    }

    /** Hash of what tells the initiator from other sources, see {@link Surroundings#sourceLo}. */
    public long source() {
        return source;
    }

    /** Hash of the responder's address. */
    public long responder() {
        return responder;
    }

    /** Hash of the responder's address, protocol and port: {@link Verdicts#ofTarget}. */
    public long target() {
        return target;
    }

    /** Protocol and port, as 16 bits each. */
    public int service() {
        return service;
    }
}
