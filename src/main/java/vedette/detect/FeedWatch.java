package vedette.detect;

import vedette.detect.Feed.Visibility;
import vedette.flow.Flow;
import vedette.net.IpProtocol;
import vedette.net.TcpFlags;

/**
 * Judges every minute how well the sensor sees: whether both directions of connections reach it, and how much of what was
 * acknowledged it missed, from the TCP flows that ended in that minute.
 */
final class FeedWatch {
    private static final long PERIOD_NS = 60_000_000_000L;

    /** Fewer flows than this say nothing. */
    private static final int LEAST_FLOWS = 20;

    private static final int LEAST_PACKETS = 3;

    private Feed feed = Feed.FULL;
    private long judgedNs = Long.MIN_VALUE;
    private long drops;
    private int flows;
    private int bothWays;
    private int responderOnly;
    private long payloadOctets;
    private long missedOctets;

    Feed feed() {
        return feed;
    }

    /** Frames lost before the sensor, by now. */
    void onDrops(long total) {
        if (total != drops) {
            drops = total;
            feed = new Feed(feed.visibility(), feed.lossRatio(), drops);
        }
    }

    void onRecord(Flow record) {
        if (record.protocol() != IpProtocol.TCP) {
            return;
        }
        payloadOctets += record.payloadOctets(Flow.FORWARD) + record.payloadOctets(Flow.REVERSE);
        missedOctets += record.missedOctets(Flow.FORWARD) + record.missedOctets(Flow.REVERSE);
        boolean forward = isAlive(record, Flow.FORWARD);
        boolean reverse = isAlive(record, Flow.REVERSE);
        if (record.packets(Flow.FORWARD) + record.packets(Flow.REVERSE) < LEAST_PACKETS || !(forward || reverse)) {
            return;
        }
        flows++;
        bothWays += forward && reverse ? 1 : 0;
        responderOnly += reverse && record.packets(Flow.FORWARD) == 0 ? 1 : 0;
    }

    private static boolean isAlive(Flow record, int direction) {
        return record.payloadOctets(direction) > 0
                || (record.tcpFlags(direction) & (TcpFlags.ACK | TcpFlags.RST)) == TcpFlags.ACK;
    }

    void onTick(long nowNs) {
        if (judgedNs == Long.MIN_VALUE) {
            judgedNs = nowNs;
        }
        if (nowNs - judgedNs < PERIOD_NS) {
            return;
        }
        judgedNs = nowNs;
        if (flows >= LEAST_FLOWS) {
            feed = new Feed(visibility(), lossRatio(), drops);
            flows = 0;
            bothWays = 0;
            responderOnly = 0;
            payloadOctets = 0;
            missedOctets = 0;
        }
    }

    private Visibility visibility() {
        if (2 * bothWays >= flows) {
            return Visibility.FULL;
        }
        return 2 * responderOnly > flows - bothWays ? Visibility.RESPONDER_ONLY : Visibility.INBOUND_ONLY;
    }

    private double lossRatio() {
        long sent = payloadOctets + missedOctets;
        return sent == 0 ? 0 : (double) missedOctets / sent;
    }
}
