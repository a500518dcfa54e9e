package vedette.detect.flood;

import java.util.Arrays;

/** What is known of the unanswered packets one host is sent: of each kind the last seconds and what is usual. */
final class RateTarget extends Target {
    private static final double WARM_UP = 120;
    private static final int KNOWN_SLOTS = 5;
    /** An answer may take so long, in bins. */
    private static final int GRACE_BINS = 2;

    private static final int AWAKE_BINS = 40;
    private static final Flood[] KINDS = Flood.values();

    private final RateBins[] bins = new RateBins[Flood.COUNT];
    private final double[] usual = new double[Flood.COUNT];
    private final double[] usualOctets = new double[Flood.COUNT];
    private final RateWindow window = new RateWindow();
    final RateAttack attack = new RateAttack();
    private long learntSlot;
    private long slots;

    RateTarget() {
        Arrays.setAll(bins, i -> new RateBins());
    }

    @Override
    void clear(long nowNs) {
        long bin = SynBins.of(nowNs);
        for (RateBins kind : bins) {
            kind.clear(bin);
        }
        Arrays.fill(usual, 0);
        Arrays.fill(usualOctets, 0);
        learntSlot = bin / SynBins.PER_SLOT - 1;
        slots = 0;
    }

    @Override
    double weight() {
        double sum = 0;
        for (double rate : usual) {
            sum += rate;
        }
        return sum;
    }

    @Override
    double pace(long nowNs) {
        long bin = SynBins.of(nowNs);
        double most = 0;
        for (Flood kind : KINDS) {
            RateBins counts = bins[kind.index];
            int packets = counts.packets(bin - SynBins.PER_SLOT, bin + 1);
            int enough = kind == Flood.AMPLIFICATION ? FloodDetector.AMPLIFYING_FLOWS : FloodDetector.MANY_FLOWS;
            boolean isStream = counts.begun(bin - SynBins.PER_SLOT, bin + 1) < enough;
            most = Math.max(most, isStream ? (double) packets / FloodDetector.FEW_FLOWS_FACTOR : packets);
        }
        return most;
    }

    void add(Flood kind, long octets, int begun, long nowNs) {
        lastNs = nowNs;
        bins[kind.index].add(SynBins.of(nowNs), octets, begun);
    }

    void answer(Flood kind, long nowNs) {
        bins[kind.index].answer(SynBins.of(nowNs));
    }

    /** The last second of a kind, seen from a bin, as far as answers have had their time; of amplified ones, all of it. */
    RateWindow window(Flood kind, long bin) {
        long end = bin + 1;
        RateBins counts = bins[kind.index];
        long ripe = kind == Flood.AMPLIFICATION ? end : end - GRACE_BINS;
        long from = ripe - SynBins.PER_SLOT;
        window.from = from;
        window.packets = counts.packets(from, ripe);
        window.octets = counts.octets(from, ripe);
        window.begun = counts.begun(from, ripe);
        window.answered = counts.answered(from, end);
        window.isUsualKnown = slots > KNOWN_SLOTS;
        window.usual = window.isUsualKnown ? usual[kind.index] : 0;
        window.usualOctets = window.isUsualKnown ? usualOctets[kind.index] : 0;
        return window;
    }

    /** An attack is found in the second that is seen from this bin. */
    void startAttack(Flood kind, long bin, long nowNs) {
        attack.start(kind, firstNs(nowNs), window(kind, bin), bins[kind.index]);
        attacked = true;
    }

    /** Whether a whole slot has gone by since it last learnt; then it learns what is usual, but not from an attack. */
    boolean learn(long nowNs) {
        long slot = SynBins.of(nowNs) / SynBins.PER_SLOT - 1;
        if (slot <= learntSlot) {
            return false;
        }
        long idle = slot - learntSlot - 1;
        learntSlot = slot;
        slots += idle + 1;
        if (attacked) {
            return true;
        }
        double kept = Math.pow(1 - 1 / WARM_UP, (double) idle);
        double g = Math.max(1 / WARM_UP, 1.0 / slots);
        long from = slot * SynBins.PER_SLOT;
        for (int kind = 0; kind < Flood.COUNT; kind++) {
            usual[kind] *= kept;
            usualOctets[kind] *= kept;
            usual[kind] += g * (bins[kind].packets(from, from + SynBins.PER_SLOT) - usual[kind]);
            usualOctets[kind] += g * (bins[kind].octets(from, from + SynBins.PER_SLOT) - usualOctets[kind]);
        }
        return true;
    }

    /** When what it is sent now began: with its portrait, which is begun when it is remarkable. */
    private long firstNs(long nowNs) {
        Portrait picture = portrait;
        return picture == null ? nowNs : picture.startNs();
    }

    /** Packets of a kind in the last two seconds: no fewer than in any second of them. */
    int packets(Flood kind) {
        return bins[kind.index].packets();
    }

    /** The bin in which there is another slot to learn from, or it falls asleep. */
    long dueBin() {
        long learnt = (learntSlot + 2) * SynBins.PER_SLOT;
        return attacked ? learnt : Math.min(learnt, SynBins.of(lastNs) + AWAKE_BINS);
    }

    boolean isWarm() {
        return slots > WARM_UP;
    }

    boolean staysAwake(long nowNs) {
        return attacked || SynBins.of(nowNs) - SynBins.of(lastNs) < AWAKE_BINS;
    }
}
