package vedette.detect.flood;

import java.util.List;
import vedette.detect.Parties;
import vedette.detect.Verdicts;
import vedette.detect.memory.Memory;
import vedette.detect.sketch.RecentKeys;

/** Who has completed a connection to which service within 12 to 24 hours. 2 MiB, for 800,000 of them. */
final class KnownClients {
    private static final int BLOCKS = 1 << 14;
    private static final long TURN_NS = 43_200_000_000_000L;

    private final RecentKeys served = new RecentKeys(BLOCKS, TURN_NS);

    void add(Parties parties, long nowNs) {
        served.add(key(parties), nowNs);
    }

    boolean contains(Parties parties) {
        return served.contains(key(parties));
    }

    /** What outlives the run. */
    List<Memory> memories() {
        return served.memories("syn-flood.clients");
    }

    private static long key(Parties parties) {
        return Verdicts.ofService(parties.initiator(), parties.target());
    }
}
