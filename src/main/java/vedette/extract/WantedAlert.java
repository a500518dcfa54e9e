package vedette.extract;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vedette.decode.ArpMessage;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Subject;
import vedette.flow.Flow;
import vedette.net.IpPrefix;
import vedette.net.IpProtocol;

/**
 * An alert that is asked for. Its packets are those of the flows between whom it is about, by the protocol and port it is about,
 * that were there between its first and its last time: whole flows. Of what is told of ARP they are the messages.
 */
public final class WantedAlert extends Wanted {
    /** Told of packets, whichever end of their flow sent them; the others are told of who began a flow. */
    private static final Set<AlertType> OF_PACKETS = EnumSet.of(
            AlertType.FLOOD_UDP,
            AlertType.FLOOD_ICMP,
            AlertType.FLOOD_AMPLIFICATION,
            AlertType.FLOOD_TCP,
            AlertType.BACKSCATTER);

    /** The times of a beacon are told to a hundredth of a second. */
    private static final long ROUNDING_NS = 10_000_000;

    private static final int NEIGHBOR_SOLICITATION = 135;

    private final Alert alert;
    private final Subject subject;
    private final @Nullable IpPrefix destination;
    private final int destinationPort;
    private final long onlyFlow;

    /** @param alert as it was told last */
    public WantedAlert(Alert alert) {
        this.alert = alert;
        this.subject = alert.subject();
        this.destination = isWider(alert.evidence().hosts()) ? null : subject.destination();
        this.destinationPort = isWider(alert.evidence().ports()) ? Subject.NONE : subject.destinationPort();
        this.onlyFlow = alert.evidence().values().get("flow_id") instanceof Long id ? id : -1;
    }

    /** A scan is named for what was tried when it was noticed; it may have gone on to others since. */
    private boolean isWider(long different) {
        return different > 1
                && switch (alert.type()) {
                    case SCAN_VERTICAL, SCAN_HORIZONTAL, SCAN_BLOCK, SCAN_UDP, SCAN_STEALTH -> true;
                    default -> false;
                };
    }

    @Override
    public String name() {
        return "alert " + alert.id();
    }

    @Override
    public String description() {
        StringBuilder text = new StringBuilder(name() + " (" + alert.type().label());
        append(text, " from ", subject.source());
        append(text, " to ", subject.destination());
        return text.append(": ").append(alert.message()).append(')').toString();
    }

    private static void append(StringBuilder text, String word, @Nullable IpPrefix whom) {
        if (whom != null) {
            text.append(word).append(whom);
        }
    }

    @Override
    boolean mayMean(Flow flow) {
        if (onlyFlow >= 0) {
            return flow.flowId() == onlyFlow;
        }
        if (mayMeanArp() || flow.isAggregate()) {
            return false;
        }
        return isForward(flow) || OF_PACKETS.contains(alert.type()) && isReverse(flow);
    }

    @Override
    boolean means(Flow record) {
        return mayMean(record)
                && record.endNs() >= alert.firstNs() - ROUNDING_NS
                && record.startNs() <= alert.lastNs() + ROUNDING_NS;
    }

    private boolean isForward(Flow flow) {
        return isOfProtocol(flow)
                && isEnd(subject.source(), flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo())
                && isEnd(destination, flow.ipVersion(), flow.responderHi(), flow.responderLo())
                && isPort(subject.sourcePort(), flow.initiatorPort())
                && isPort(destinationPort, flow.responderPort());
    }

    /** Whether it is what the responder sent to the initiator. */
    private boolean isReverse(Flow flow) {
        return isOfProtocol(flow)
                && flow.packets(Flow.REVERSE) > 0
                && isEnd(subject.source(), flow.ipVersion(), flow.responderHi(), flow.responderLo())
                && isEnd(subject.destination(), flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo())
                && isPort(subject.sourcePort(), flow.responderPort())
                && isPort(subject.destinationPort(), flow.initiatorPort());
    }

    private boolean isOfProtocol(Flow flow) {
        if (alert.type() == AlertType.SCAN_ARP_SWEEP
                && (flow.protocol() != IpProtocol.ICMPV6 || flow.initiatorPort() != NEIGHBOR_SOLICITATION)) {
            return false;
        }
        return subject.protocol() == Subject.NONE || subject.protocol() == flow.protocol();
    }

    private static boolean isEnd(@Nullable IpPrefix wanted, int ipVersion, long hi, long lo) {
        return wanted == null || wanted.contains(ipVersion, hi, lo);
    }

    private static boolean isPort(int wanted, int port) {
        return wanted == Subject.NONE || wanted == port;
    }

    @Override
    boolean mayMeanArp() {
        IpPrefix source = subject.source();
        return alert.type() == AlertType.ARP_SPOOF
                || alert.type() == AlertType.SCAN_ARP_SWEEP && source != null && source.ipVersion() == 4;
    }

    /** Whether the message is from or about the address: what a sweeping host asks, and what it is answered, or who says whose it is. */
    @Override
    boolean means(ArpMessage message, long timestampNs) {
        IpPrefix whom = alert.type() == AlertType.ARP_SPOOF ? subject.destination() : subject.source();
        return mayMeanArp()
                && whom != null
                && timestampNs >= alert.firstNs()
                && timestampNs <= alert.lastNs()
                && (whom.contains(4, 0, message.senderAddress()) || whom.contains(4, 0, message.targetAddress()));
    }

    @Override
    String reason(long flowId) {
        return name() + " " + alert.type().label();
    }
}
