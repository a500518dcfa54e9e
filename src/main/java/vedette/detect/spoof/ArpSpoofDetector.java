package vedette.detect.spoof;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import vedette.decode.ArpMessage;
import vedette.detect.AlertType;
import vedette.detect.Detector;
import vedette.detect.Detectors;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Hash;
import vedette.detect.Level;
import vedette.detect.OpenAlerts;
import vedette.detect.Subject;
import vedette.detect.memory.Memory;
import vedette.detect.sketch.KeyTable;
import vedette.net.IpAddress;
import vedette.net.MacAddress;

/**
 * Finds stations that take the place of others on a link by ARP (RFC 826): who tells hosts that did not ask that he has an address which
 * another has, again and again, as must be done for as long as their traffic is to come; or who takes turns with another at an address.
 *
 * <p>A stand-in that takes over from a dead router tells all at once, not one after the other, so such announcements only change who has
 * the address. Virtual stations (VRRP, CARP, HSRP, GLBP) are let be. Probes for one's own address (RFC 5227) claim nothing. Who
 * answers for many when asked (proxy ARP) takes turns with them by design.
 *
 * <p>Bounded: {@link Owners}; {@value #STATIONS} stations that claimed what another has, 0.3 MB, of which the one that did so longest ago gives
 * way; the last {@value #ASKED} questions.
 */
public final class ArpSpoofDetector implements Detector {
    static final int STATIONS = 2048;
    static final int ASKED = 4096;

    private static final long SECOND_NS = 1_000_000_000L;

    /** Claims are counted from the first on for so long. */
    private static final long WINDOW_NS = 60 * SECOND_NS;

    /** Whom a station tells within that, it tells at once: who takes an address over tells all that used it, once. */
    private static final long ROUND_NS = SECOND_NS;

    /** An answer comes within that. */
    private static final long ANSWER_NS = 2 * SECOND_NS;

    /** Poisoned caches are refreshed every ten seconds at the least. */
    private static final int ENOUGH_CLAIMS = 5;

    /** There and back, twice: what fails over and back does so once. */
    private static final int ENOUGH_TURNS = 4;

    /** Who uses so many addresses that others have, when asked, answers for them. */
    private static final int ADDRESSES_OF_PROXY = 4;

    private final OpenAlerts alerts;
    private final long seed;
    private final Owners owners;
    private final KeyTable stations;
    private final long[] macs = new long[STATIONS];
    private final long[] victims = new long[STATIONS];
    private final long[] claimed = new long[STATIONS];
    private final long[] windowNs = new long[STATIONS];
    private final long[] firstNs = new long[STATIONS];
    private final long[] lastNs = new long[STATIONS];
    private final long[] lastClaimNs = new long[STATIONS];
    private final int[] inWindow = new int[STATIONS];
    private final int[] claims = new int[STATIONS];
    private final int[] turns = new int[STATIONS];
    private final long[] answeredFor = new long[STATIONS];
    private final long[] asked = new long[ASKED];
    private final long[] askers = new long[ASKED];
    private final long[] askedNs = new long[ASKED];
    private final KeyTable.Worth worth = slot -> lastNs[slot];

    public ArpSpoofDetector(Detectors.Context context) {
        alerts = new OpenAlerts(STATIONS, context.desk(), this::finding);
        seed = context.seed();
        owners = new Owners(seed);
        stations = new KeyTable(STATIONS, seed);
    }

    @Override
    public Set<Event> watches() {
        return EnumSet.of(Event.ARP);
    }

    @Override
    public void onArp(ArpMessage message, long nowNs) {
        long station = message.senderMac();
        long address = message.senderAddress();
        if (message.operation() == ArpMessage.REQUEST) {
            noteAsked(message, nowNs);
        }
        if (address == 0 || station == Owners.NOBODY || isVirtual(station)) {
            return;
        }
        long owner = owners.ownerOf(address, nowNs);
        boolean isAnswer = message.operation() == ArpMessage.REPLY && wasAsked(message, nowNs);
        if (owner != Owners.NOBODY && owner != station && isTold(message) && !isAnswer) {
            onClaim(station, owner, address, nowNs);
            return;
        }
        int taken = owners.use(address, station, nowNs);
        if (taken > 0) {
            onTaken(station, owner, address, taken, isAnswer, nowNs);
        }
    }

    /** Whether one host is told of an address, and not all of the sender's own. */
    private static boolean isTold(ArpMessage message) {
        return message.operation() == ArpMessage.REPLY
                && message.targetAddress() != message.senderAddress()
                && message.targetAddress() != 0;
    }

    private void noteAsked(ArpMessage request, long nowNs) {
        long question = question(request.targetAddress(), request.senderAddress());
        int slot = (int) question & ASKED - 1;
        asked[slot] = question;
        askers[slot] = request.senderMac();
        askedNs[slot] = nowNs;
    }

    /** Whether the host that is told has asked, and not the one that tells in its name. */
    private boolean wasAsked(ArpMessage reply, long nowNs) {
        long question = question(reply.senderAddress(), reply.targetAddress());
        int slot = (int) question & ASKED - 1;
        return asked[slot] == question && askers[slot] != reply.senderMac() && nowNs - askedNs[slot] < ANSWER_NS;
    }

    private long question(long address, long asker) {
        return Hash.of(address, Hash.of(asker, seed));
    }

    /** Stations that move from one machine to another by design. */
    private static boolean isVirtual(long mac) {
        long maker = mac >>> 24;
        long kind = mac >>> 8;
        return maker == 0x0007B4
                || kind == 0x00005E0001L
                || kind == 0x00005E0002L
                || kind == 0x00000C07ACL
                || mac >>> 12 == 0x00000C9FFL;
    }

    /** A host is told that a station has what another has. */
    private void onClaim(long station, long owner, long address, long nowNs) {
        int slot = slotOf(station, owner, address, nowNs);
        if (nowNs - windowNs[slot] >= WINDOW_NS) {
            windowNs[slot] = nowNs;
            inWindow[slot] = 0;
        }
        if (claims[slot] == 0 || nowNs - lastClaimNs[slot] >= ROUND_NS) {
            lastClaimNs[slot] = nowNs;
            inWindow[slot]++;
            claims[slot]++;
        }
        lastNs[slot] = nowNs;
        if (alerts.isOpen(slot)) {
            alerts.goOn(slot, claims[slot], nowNs);
        } else if (inWindow[slot] >= ENOUGH_CLAIMS) {
            open(slot, owner, address, nowNs);
        }
    }

    /** A station uses what another has used. */
    private void onTaken(long station, long owner, long address, int taken, boolean isAnswer, long nowNs) {
        if (owner == Owners.NOBODY) {
            return;
        }
        int slot = slotOf(station, owner, address, nowNs);
        lastNs[slot] = nowNs;
        answeredFor[slot] |= isAnswer ? 1L << Hash.of(address, seed) : 0;
        int other = stations.find(keyOf(owner));
        boolean isTold = other != KeyTable.NONE && alerts.isOpen(other);
        if (taken >= ENOUGH_TURNS && !isProxy(slot) && !isTold && (other == KeyTable.NONE || !isProxy(other))) {
            turns[slot] = Math.max(turns[slot], taken);
            if (alerts.isOpen(slot)) {
                alerts.goOn(slot, taken, nowNs);
            } else {
                open(slot, owner, address, nowNs);
            }
        }
    }

    private boolean isProxy(int slot) {
        return Long.bitCount(answeredFor[slot]) >= ADDRESSES_OF_PROXY;
    }

    private void open(int slot, long owner, long address, long nowNs) {
        if (alerts.mayOpen(slot, nowNs)) {
            victims[slot] = owner;
            claimed[slot] = address;
            Subject subject = Subject.destination(4, 0, address, Subject.NONE, Subject.NONE);
            alerts.open(slot, AlertType.ARP_SPOOF, subject, nowNs);
        }
    }

    private long keyOf(long station) {
        return Hash.of(station, seed);
    }

    private int slotOf(long station, long owner, long address, long nowNs) {
        int slot = stations.find(keyOf(station));
        if (slot == KeyTable.NONE) {
            if (stations.isFull()) {
                alerts.leave(stations.evict(worth), nowNs);
            }
            slot = stations.add(keyOf(station));
            answeredFor[slot] = 0;
            begin(slot, station, owner, address, nowNs);
        } else if (nowNs - lastNs[slot] >= WINDOW_NS && !alerts.isOpen(slot)) {
            begin(slot, station, owner, address, nowNs);
        }
        return slot;
    }

    private void begin(int slot, long station, long owner, long address, long nowNs) {
        macs[slot] = station;
        victims[slot] = owner;
        claimed[slot] = address;
        windowNs[slot] = nowNs;
        firstNs[slot] = nowNs;
        lastNs[slot] = nowNs;
        inWindow[slot] = 0;
        claims[slot] = 0;
        turns[slot] = 0;
    }

    private Finding finding(int slot) {
        boolean isTold = claims[slot] >= ENOUGH_CLAIMS;
        int figure = isTold ? Math.max(inWindow[slot], ENOUGH_CLAIMS) : turns[slot];
        int threshold = isTold ? ENOUGH_CLAIMS : ENOUGH_TURNS;
        String address = IpAddress.text(4, 0, claimed[slot]);
        Evidence evidence = new Evidence()
                .crossing(figure, threshold)
                .across(1, 0)
                .put("mac", MacAddress.text(macs[slot]))
                .put("owner_mac", MacAddress.text(victims[slot]))
                .put("unasked_claims", claims[slot])
                .put("turns", turns[slot])
                .put("window_s", (isTold ? WINDOW_NS : 10 * WINDOW_NS) / SECOND_NS)
                .put("threshold_claims", ENOUGH_CLAIMS)
                .put("threshold_turns", ENOUGH_TURNS);
        String message = isTold
                ? MacAddress.text(macs[slot]) + " tells hosts unasked that it has " + address + ", which "
                        + MacAddress.text(victims[slot]) + " has: " + claims[slot] + " times"
                : MacAddress.text(macs[slot]) + " and " + MacAddress.text(victims[slot]) + " both use " + address
                        + " and took it from each other " + turns[slot] + " times";
        return new Finding(
                isTold ? Level.HIGH : Level.LOW,
                isTold ? 90 : 40,
                "T1557.002",
                firstNs[slot],
                lastNs[slot],
                isTold ? claims[slot] : turns[slot],
                message,
                evidence);
    }

    @Override
    public void onTick(long nowNs) {
        alerts.onTick(nowNs);
    }

    @Override
    public void finish(long nowNs) {
        alerts.finish(nowNs);
    }

    @Override
    public List<Memory> memories() {
        return List.of(owners.memory());
    }

    @Override
    public int entries() {
        return owners.entries() + stations.size();
    }

    @Override
    public long evictions() {
        return owners.evictions() + stations.evictions();
    }
}
