package vedette.detect;

import java.util.stream.Collectors;
import vedette.flow.Flow;
import vedette.net.IpPrefix;

/** What all detectors know together: whose addresses are local, how well the sensor sees, and what the others found. */
public final class Surroundings {
    private final LocalNets localNets;
    private final long seed;
    private final Verdicts verdicts = new Verdicts();
    private final FeedWatch feedWatch = new FeedWatch();
    private final Parties parties;
    private volatile AllowList allowed;

    /** @param seed of the hashes, which nobody outside should know */
    public Surroundings(DetectConfig config, long seed) {
        this.seed = seed;
        localNets =
                new LocalNets(config.localNets().stream().map(IpPrefix::parse).collect(Collectors.toList()));
        parties = new Parties(localNets, seed);
        allowed = AllowList.of(config.allow());
    }

    /** What is known and fine: the desk does not tell of it, and a detector need not count it. */
    public AllowList allowed() {
        return allowed;
    }

    /** Takes another list in place of the one in force; from any thread. */
    void allow(AllowList list) {
        allowed = list;
    }

    public boolean isLocal(int ipVersion, long hi, long lo) {
        return localNets.contains(ipVersion, hi, lo);
    }

    /** What is known of a flow's two ends. Good until asked for another flow's. */
    public Parties partiesOf(Flow flow) {
        return parties.of(flow);
    }

    public boolean isInitiatorLocal(Flow flow) {
        return parties.of(flow).isInitiatorLocal();
    }

    public boolean isResponderLocal(Flow flow) {
        return parties.of(flow).isResponderLocal();
    }

    /**
     * The low half of the address by which a source is told from others. Whoever is outside and speaks IPv6 may send the next
     * packet from any address of his /64, so there it is 0. Beacons alone are looked for host by host: hosts of this site
     * have global addresses too.
     */
    public long sourceLo(int ipVersion, long hi, long lo) {
        return ipVersion == 4 || isLocal(ipVersion, hi, lo) ? lo : 0;
    }

    /** The same of a flow's initiator. */
    public long sourceLo(Flow flow) {
        return sourceLo(flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo());
    }

    /** Hash of an address, the same for all detectors. */
    public long hash(long hi, long lo) {
        return Hash.of(hi, lo, seed);
    }

    /** Whether the service the flow turned to is known to be under a flood. */
    public boolean isFlooded(Flow flow, long nowNs) {
        return verdicts.holds(Verdicts.Kind.FLOODED, parties.of(flow).target(), nowNs);
    }

    /** Whether all services are, of the host the flow turned to. */
    public boolean isHostFlooded(Flow flow, long nowNs) {
        long host = Verdicts.ofTarget(parties.of(flow).responder(), flow.protocol(), Subject.NONE);
        return verdicts.holds(Verdicts.Kind.FLOODED, host, nowNs);
    }

    /** How well the sensor sees at this moment. */
    public Feed feed() {
        return feedWatch.feed();
    }

    FeedWatch feedWatch() {
        return feedWatch;
    }

    /** What detectors tell each other. */
    public Verdicts verdicts() {
        return verdicts;
    }
}
