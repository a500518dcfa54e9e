package vedette.detect.scan;

import java.util.ArrayList;
import java.util.List;
import vedette.detect.AlertDesk;
import vedette.detect.AlertType;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Hash;
import vedette.detect.Level;
import vedette.detect.OpenAlerts;
import vedette.detect.Subject;
import vedette.detect.Surroundings;
import vedette.detect.Verdicts;
import vedette.detect.memory.ArrayMemory;
import vedette.detect.memory.Fields;
import vedette.detect.memory.Memory;
import vedette.detect.sketch.KeyTable;
import vedette.detect.sketch.KeyedMemory;
import vedette.detect.sketch.RecentKeys;
import vedette.net.MacAddress;

/**
 * Stations of a link that ask for the link addresses of others, by ARP or by neighbor discovery, and what they hear. Not
 * thread-safe.
 *
 * <p>Bounded: {@value #STATIONS} stations with their last {@value #TARGETS} targets each, the one that was heard of longest ago
 * gives way; {@value #HEARD} neighbors that were heard, a new one takes the place of an older that shares its slot. 1 MB.
 */
final class Neighbors implements RecentTargets.Known {
    static final int STATIONS = 1024;
    static final int TARGETS = 64;
    static final int HEARD = 8192;

    /** Different addresses that are carried by one station before it is taken for a router. */
    private static final int CARRIED_BY_ROUTER = 3;

    private static final int ENOUGH = 10;
    private static final int WINDOW_MS = 30_000;
    /** A neighbor has this long to answer. */
    private static final int GRACE_MS = 1_000;

    private static final int HEARD_FOR_S = 600;
    private static final long BUSY_FOR_NS = 2_000_000_000L;
    private static final int FAMILIAR_BLOCKS = 1024;
    private static final long FAMILIAR_FOR_NS = 12 * 3_600_000_000_000L;
    private static final long SCANNER_FOR_NS = 3_600_000_000_000L;

    private final int ipVersion;
    private final int protocol;
    private final OpenAlerts alerts;
    private final Surroundings surroundings;
    private final long seed;
    private final KeyTable stations;
    private final RecentTargets recent = new RecentTargets(STATIONS, TARGETS, WINDOW_MS, GRACE_MS);
    private final AddressRanges ranges = new AddressRanges(STATIONS);
    private final RecentKeys familiar = new RecentKeys(FAMILIAR_BLOCKS, FAMILIAR_FOR_NS);
    private final long[] macs = new long[STATIONS];
    private final long[] addressHi = new long[STATIONS];
    private final long[] addressLo = new long[STATIONS];
    private final int[] carried = new int[STATIONS * CARRIED_BY_ROUTER];
    private final boolean[] router = new boolean[STATIONS];
    private final long[] lastNs = new long[STATIONS];
    private final long[] firstNs = new long[STATIONS];
    private final int[] targets = new int[STATIONS];
    private final int[] asked = new int[STATIONS];
    private final int[] unanswered = new int[STATIONS];

    private final int[] heard = new int[HEARD];
    private final int[] heardS = new int[HEARD];
    private int nowS;

    /** Stations that asked within the last seconds, in the order they began to. */
    private final int[] busy = new int[STATIONS];

    private final boolean[] isBusy = new boolean[STATIONS];
    private int busyCount;
    private final KeyTable.Worth worth = at -> isBusy[at] ? Long.MAX_VALUE : lastNs[at];

    Neighbors(int ipVersion, int protocol, AlertDesk desk, Surroundings surroundings, long seed) {
        this.ipVersion = ipVersion;
        this.protocol = protocol;
        alerts = new OpenAlerts(STATIONS, desk, this::finding);
        this.surroundings = surroundings;
        this.seed = seed;
        stations = new KeyTable(STATIONS, seed);
    }

    /** A neighbor has sent something; {@code neighbor} is what it is known by among targets. */
    void onHeard(int neighbor, long nowNs) {
        int slot = slotOf(neighbor);
        heard[slot] = neighbor;
        heardS[slot] = (int) (nowNs / 1_000_000_000);
    }

    @Override
    public boolean isKnown(int target) {
        int slot = slotOf(target);
        return heard[slot] == target && nowS - heardS[slot] < HEARD_FOR_S;
    }

    private int slotOf(int neighbor) {
        return (int) Hash.of(neighbor, seed) & HEARD - 1;
    }

    /**
     * A station asks for a neighbor.
     *
     * @param station what it is known by
     * @param mac its link address, 0 if not known
     * @param hi and {@code lo}: its address
     * @param target what the neighbor is known by, not 0
     * @param targetHi and {@code targetLo}: the neighbor's address, as far as it is known
     */
    void onAsk(long station, long mac, long hi, long lo, int target, long targetHi, long targetLo, long nowNs) {
        int slot = slotOf(station, mac, nowNs);
        addressHi[slot] = hi;
        addressLo[slot] = lo;
        boolean known = familiar.add(Hash.of(station, target, seed), nowNs);
        if (recent.add(slot, target, false, known, (int) (nowNs / 1_000_000)) && !known) {
            ranges.add(slot, targetHi, targetLo);
            targets[slot]++;
            if (!isBusy[slot]) {
                isBusy[slot] = true;
                busy[busyCount++] = slot;
            }
        }
    }

    private int slotOf(long station, long mac, long nowNs) {
        long key = Hash.of(station, 0, seed);
        int slot = stations.find(key);
        if (slot == KeyTable.NONE) {
            if (stations.isFull()) {
                alerts.leave(stations.evict(worth), nowNs);
            }
            slot = stations.add(key);
            clear(slot);
        } else if (nowNs - lastNs[slot] > WINDOW_MS * 1_000_000L && !alerts.isOpen(slot)) {
            ranges.clear(slot);
            targets[slot] = 0;
        }
        macs[slot] = mac;
        lastNs[slot] = nowNs;
        return slot;
    }

    private void clear(int slot) {
        recent.clear(slot);
        ranges.clear(slot);
        targets[slot] = 0;
        router[slot] = false;
        for (int i = 0; i < CARRIED_BY_ROUTER; i++) {
            carried[slot * CARRIED_BY_ROUTER + i] = 0;
        }
    }

    /** A station has sent a packet of this address, which need not be its own. */
    void onCarried(long station, long hi, long lo) {
        int slot = stations.find(Hash.of(station, 0, seed));
        if (slot == KeyTable.NONE || router[slot] || lo == addressLo[slot] && hi == addressHi[slot]) {
            return;
        }
        int address = (int) Hash.of(hi, lo, seed) | 1;
        int first = slot * CARRIED_BY_ROUTER;
        for (int i = first; i < first + CARRIED_BY_ROUTER; i++) {
            if (carried[i] == address) {
                return;
            }
            if (carried[i] == 0) {
                carried[i] = address;
                router[slot] = i == first + CARRIED_BY_ROUTER - 1;
                return;
            }
        }
    }

    /** The station is a router: it asks on behalf of others. */
    void onRouter(long station, long mac, long nowNs) {
        router[slotOf(station, mac, nowNs)] = true;
    }

    /** Judges the stations that asked of late. */
    void onTick(long nowNs) {
        nowS = (int) (nowNs / 1_000_000_000);
        int kept = 0;
        for (int i = 0; i < busyCount; i++) {
            int slot = busy[i];
            judge(slot, nowNs);
            isBusy[slot] = nowNs - lastNs[slot] < BUSY_FOR_NS;
            if (isBusy[slot]) {
                busy[kept++] = slot;
            }
        }
        busyCount = kept;
        alerts.onTick(nowNs);
    }

    void finish(long nowNs) {
        onTick(nowNs);
        alerts.finish(nowNs);
    }

    private void judge(int slot, long nowNs) {
        if (router[slot]) {
            return;
        }
        int nowMs = (int) (nowNs / 1_000_000);
        recent.count(slot, nowMs, this);
        if (alerts.isOpen(slot)) {
            if (recent.unanswered() > unanswered[slot]) {
                unanswered[slot] = recent.unanswered();
                asked[slot] = recent.asked();
            }
            alerts.goOn(slot, targets[slot], nowNs);
            return;
        }
        boolean mostlyUnanswered = recent.unanswered() >= ENOUGH && 2 * recent.unanswered() > recent.asked();
        if (mostlyUnanswered && recent.fresh() >= ENOUGH && alerts.mayOpen(slot, nowNs)) {
            unanswered[slot] = recent.unanswered();
            asked[slot] = recent.asked();
            firstNs[slot] = nowNs - 1_000_000L * (nowMs - recent.firstMs());
            Subject subject = Subject.source(ipVersion, addressHi[slot], addressLo[slot], protocol);
            alerts.open(slot, AlertType.SCAN_ARP_SWEEP, subject, nowNs);
            long scanner = surroundings.hash(addressHi[slot], addressLo[slot]);
            surroundings.verdicts().tell(Verdicts.Kind.SCANNER, scanner, nowNs + SCANNER_FOR_NS);
        }
    }

    private Finding finding(int slot) {
        String range = ranges.text(slot, ipVersion);
        String how = ipVersion == 4 ? "ARP" : "neighbor discovery";
        Evidence evidence = new Evidence()
                .crossing(unanswered[slot], ENOUGH)
                .across(targets[slot], 0)
                .put("targets", targets[slot])
                .put("target_range", range);
        if (macs[slot] != 0) {
            evidence.put("mac", MacAddress.text(macs[slot]));
        }
        evidence.put("unanswered_in_window", unanswered[slot])
                .put("asked_in_window", asked[slot])
                .put("window_s", WINDOW_MS / 1000)
                .put("threshold_unanswered", ENOUGH)
                .put("threshold_unanswered_share", 0.5);
        return new Finding(
                Level.MEDIUM,
                90,
                "T1018",
                firstNs[slot],
                lastNs[slot],
                targets[slot],
                "asked by " + how + " for " + targets[slot] + " hosts (" + range + "), most do not answer",
                evidence);
    }

    /** What outlives the run. */
    List<Memory> memories() {
        String name = "scan.neighbors-v" + ipVersion;
        List<Memory> all = new ArrayList<>(familiar.memories(name + ".familiar"));
        all.add(ArrayMemory.of(name + ".heard", 1, heard));
        all.add(ArrayMemory.of(name + ".heard-s", 1, heardS));
        all.add(new KeyedMemory(name, 1, stations, FAMILIAR_FOR_NS, new KeyedMemory.Entries() {
            @Override
            public void name(int slot, Fields fields) {
                nameStation(slot, fields);
            }

            @Override
            public long lastNs(int slot) {
                return lastNs[slot];
            }
        }));
        return all;
    }

    private void nameStation(int slot, Fields fields) {
        recent.name(slot, fields);
        ranges.name(slot, fields);
        fields.of(macs, slot);
        fields.of(addressHi, slot);
        fields.of(addressLo, slot);
        fields.of(carried, slot * CARRIED_BY_ROUTER, CARRIED_BY_ROUTER);
        fields.of(router, slot);
        fields.of(lastNs, slot);
        fields.of(targets, slot);
        boolean asks = fields.of(isBusy[slot]);
        if (fields.areRead() && asks) {
            isBusy[slot] = true;
            busy[busyCount++] = slot;
        }
    }

    int entries() {
        return stations.size();
    }

    long evictions() {
        return stations.evictions();
    }
}
