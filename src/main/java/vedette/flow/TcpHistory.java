package vedette.flow;

import vedette.net.TcpFlags;

/**
 * The history of a TCP connection in Zeek's letters, upper case for the initiator's: {@code S} SYN, {@code H} SYN-ACK,
 * {@code A} pure ACK, {@code D} payload, {@code F} FIN, {@code R} RST, {@code I} FIN with RST, {@code Q} other mixtures,
 * {@code T} payload sent before, {@code W} no window, {@code G} a gap, {@code ^} turned round. Most are written once per
 * direction; S, H, F and R again with another sequence number; T, W and G at their 1st, 10th, 100th, ... time.
 */
final class TcpHistory {
    private static final int SYN_SHOWN = 0x01;
    private static final int FIN_SHOWN = 0x02;
    private static final int RST_SHOWN = 0x04;
    private static final int FIN_RST_SHOWN = 0x08;
    private static final int DATA_SHOWN = 0x10;
    private static final int ACK_SHOWN = 0x20;
    private static final int MIXTURE_SHOWN = 0x40;

    private static final int CONTROL = TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST;
    private static final int LOWER_CASE = 0x20;
    private static final char TURNED_ROUND = '^';

    private TcpHistory() {}

    static void onSegment(Flow flow, int direction, int flags, int sequence, int payload) {
        int relative = sequence - flow.startSequence(direction);
        switch (flags & CONTROL) {
            case 0 -> onData(flow, direction, flags, payload);
            case TcpFlags.SYN -> onSyn(flow, direction, (flags & TcpFlags.ACK) == 0 ? 'S' : 'H', relative);
            case TcpFlags.FIN -> onFin(flow, direction, relative + payload);
            case TcpFlags.RST -> onRst(flow, direction, relative);
            default -> onMixture(flow, direction, flags);
        }
    }

    /** A segment with payload that had been sent before. */
    static void onRepeated(Flow flow, int direction) {
        int count = flow.repeatedTotal(direction) + 1;
        flow.repeatedTotal(direction, count);
        addAtPowerOfTen(flow, direction, 'T', count);
    }

    static void onZeroWindow(Flow flow, int direction) {
        int count = flow.zeroWindowTotal(direction) + 1;
        flow.zeroWindowTotal(direction, count);
        addAtPowerOfTen(flow, direction, 'W', count);
    }

    /** Octets of this direction were acknowledged and never seen. */
    static void onGap(Flow flow, int direction) {
        int count = flow.gapTotal(direction) + 1;
        flow.gapTotal(direction, count);
        addAtPowerOfTen(flow, direction, 'G', count);
    }

    /** The flow's first packet is taken for the responder's. */
    static void onTurnedRound(Flow flow) {
        flow.addHistory(TURNED_ROUND);
    }

    /** Gives the letters to the other side. */
    static void turnRound(Flow flow) {
        for (int i = 0; i < flow.historyCount(); i++) {
            char letter = flow.historyLetter(i);
            if (letter != TURNED_ROUND) {
                flow.historyLetter(i, (char) (letter ^ LOWER_CASE));
            }
        }
        onTurnedRound(flow);
    }

    /** Whether the initiator sent a SYN and a RST, and in between no other segment but payload. */
    static boolean isSynThenRst(Flow flow) {
        int first = flow.historyCount() > 0 && flow.historyLetter(0) == TURNED_ROUND ? 1 : 0;
        if (flow.historyCount() <= first || flow.historyLetter(first) != 'S') {
            return false;
        }
        for (int i = first + 1; i < flow.historyCount(); i++) {
            switch (flow.historyLetter(i)) {
                case 'R' -> {
                    return true;
                }
                case 'H', 'A', 'F', 'G', 'I', 'Q' -> {
                    return false;
                }
                default -> {} // anything the responder sent, too
            }
        }
        return false;
    }

    private static void onData(Flow flow, int direction, int flags, int payload) {
        if (payload > 0) {
            addOnce(flow, direction, DATA_SHOWN, 'D');
        } else if ((flags & TcpFlags.ACK) != 0) {
            addOnce(flow, direction, ACK_SHOWN, 'A');
        }
    }

    private static void onSyn(Flow flow, int direction, char letter, int relative) {
        if (!addOnce(flow, direction, SYN_SHOWN, letter) && relative != flow.lastSyn(direction)) {
            add(flow, direction, letter);
        }
        flow.lastSyn(direction, relative);
    }

    private static void onFin(Flow flow, int direction, int relative) {
        if (!addOnce(flow, direction, FIN_SHOWN, 'F') && relative != flow.lastFin(direction)) {
            add(flow, direction, 'F');
        }
        flow.lastFin(direction, relative);
    }

    private static void onRst(Flow flow, int direction, int relative) {
        if (!addOnce(flow, direction, RST_SHOWN, 'R') && relative != flow.lastRst(direction)) {
            add(flow, direction, 'R');
        }
        flow.lastRst(direction, relative);
    }

    private static void onMixture(Flow flow, int direction, int flags) {
        int finRst = TcpFlags.FIN | TcpFlags.RST;
        if ((flags & finRst) == finRst) {
            addOnce(flow, direction, FIN_RST_SHOWN, 'I');
        } else {
            addOnce(flow, direction, MIXTURE_SHOWN, 'Q');
        }
    }

    private static boolean addOnce(Flow flow, int direction, int shown, char letter) {
        int seen = flow.historySeen(direction);
        if ((seen & shown) != 0) {
            return false;
        }
        flow.historySeen(direction, seen | shown);
        add(flow, direction, letter);
        return true;
    }

    private static void addAtPowerOfTen(Flow flow, int direction, char letter, int count) {
        switch (count) {
            case 1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000 ->
                add(flow, direction, letter);
            default -> {}
        }
    }

    private static void add(Flow flow, int direction, char letter) {
        flow.addHistory(direction == Flow.FORWARD ? letter : (char) (letter | LOWER_CASE));
    }
}
