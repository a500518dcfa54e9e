package vedette.detect;

import vedette.detect.Feed.Visibility;
import vedette.flow.Flow;
import vedette.flow.Probe;
import vedette.net.IpProtocol;
import vedette.net.TcpFlags;

/**
 * Judges every minute how well the sensor sees, from the TCP flows that ended in that minute: whether both directions of connections
 * reach it, and which part of the acknowledgements are of what it has not seen, as Zeek reckons capture loss. Events are counted and
 * not octets, since one wild acknowledgement may claim a gigabyte.
 */
final class FeedWatch {
    private static final long PERIOD_NS = 60_000_000_000L;

    /** Fewer flows than this say nothing. */
    private static final int LEAST_FLOWS = 20;

    private static final int LEAST_PACKETS = 3;

    /** Of fewer acknowledgements, one alone would be a loss worth telling. */
    private static final int LEAST_ACKNOWLEDGEMENTS = 100;

    private Feed feed = Feed.FULL;
    private long judgedNs = Long.MIN_VALUE;
    private long drops;
    private int flows;
    private int bothWays;
    private int responderOnly;
    private long acknowledgements;
    private long ofUnseen;

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
        if (record.probe() == Probe.SYN) {
            countAcknowledgements(record);
        }
        boolean forward = isAlive(record, Flow.FORWARD);
        boolean reverse = isAlive(record, Flow.REVERSE);
        if (record.packets(Flow.FORWARD) + record.packets(Flow.REVERSE) < LEAST_PACKETS || !(forward || reverse)) {
            return;
        }
        flows++;
        bothWays += forward && reverse ? 1 : 0;
        responderOnly += reverse && record.packets(Flow.FORWARD) == 0 ? 1 : 0;
    }

    /** What was missed and came after all leaves no missed octets. */
    private void countAcknowledgements(Flow record) {
        boolean lost = record.missedOctets(Flow.FORWARD) + record.missedOctets(Flow.REVERSE) > 0;
        acknowledgements += record.acknowledgements();
        ofUnseen += lost ? record.acknowledgementsOfUnseen() : 0;
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
        feed = new Feed(visibility(), lossRatio(), drops);
    }

    private Visibility visibility() {
        if (flows < LEAST_FLOWS) {
            return feed.visibility();
        }
        Visibility seen = Visibility.FULL;
        if (2 * bothWays < flows) {
            seen = 2 * responderOnly > flows - bothWays ? Visibility.RESPONDER_ONLY : Visibility.INBOUND_ONLY;
        }
        flows = 0;
        bothWays = 0;
        responderOnly = 0;
        return seen;
    }

    private double lossRatio() {
        if (acknowledgements < LEAST_ACKNOWLEDGEMENTS) {
            return feed.lossRatio();
        }
        double ratio = (double) ofUnseen / acknowledgements;
        acknowledgements = 0;
        ofUnseen = 0;
        return ratio;
    }
}
