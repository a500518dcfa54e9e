package vedette.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.capture.Frame;
import vedette.corpus.Conversation.End;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;
import vedette.flow.Flow;
import vedette.net.IpAddress;

/** What was sent in each conversation of a capture, by one meter: sums over its records. */
final class Tally {
    private final Map<Conversation, Traffic> conversations = new TreeMap<>();
    private long rejectedFrames;
    private long rejectedOctets;

    /** What a record's octets are. */
    interface Octets {
        long of(Flow flow, int direction);
    }

    /** Our own. */
    static Tally ours(Path capture, Octets octets) throws IOException {
        Tally tally = new Tally();
        Replay.of(capture, flow -> {
            End initiator = end(flow, flow.initiatorHi(), flow.initiatorLo(), flow.initiatorPort());
            End responder = end(flow, flow.responderHi(), flow.responderLo(), flow.responderPort());
            tally.add(flow.protocol(), initiator, responder, flow.packets(Flow.FORWARD), octets.of(flow, Flow.FORWARD));
            tally.add(flow.protocol(), responder, initiator, flow.packets(Flow.REVERSE), octets.of(flow, Flow.REVERSE));
        });
        return tally;
    }

    /** Our own, packet by packet, had we these habits. */
    static Tally counted(Path capture, boolean ofFrames, Set<Habit> habits) throws IOException {
        Tally tally = new Tally();
        Packet packet = new Packet();
        try (CaptureFiles source = CaptureFiles.open(List.of(capture.toString()))) {
            while (source.poll(frame -> tally.add(frame, packet, ofFrames, habits), 1000) != CaptureSource.END) {
                // each frame is counted as it comes
            }
        }
        return tally;
    }

    private void add(Frame frame, Packet packet, boolean ofFrames, Set<Habit> habits) {
        DecodeResult result = packet.wrap(
                frame.bytes(), frame.offset(), frame.capturedLength(), frame.originalLength(), frame.linkType());
        if (result != DecodeResult.OK) {
            rejectedFrames++;
            rejectedOctets += frame.originalLength();
            return;
        }
        long octets = ofFrames ? frame.originalLength() : packet.ipOctets();
        for (Habit habit : habits) {
            if (!habit.takes(frame, packet)) {
                return;
            }
            octets = habit.octets(octets, frame);
        }
        End from =
                End.of(IpAddress.text(packet.ipVersion(), packet.sourceHi(), packet.sourceLo()), packet.sourcePort());
        End to = End.of(
                IpAddress.text(packet.ipVersion(), packet.destinationHi(), packet.destinationLo()),
                packet.destinationPort());
        add(packet.protocol(), from, to, 1, octets);
    }

    private static End end(Flow flow, long hi, long lo, int port) {
        return End.of(IpAddress.text(flow.ipVersion(), hi, lo), port);
    }

    /** Packets that went from one end to the other. */
    void add(int protocol, End from, End to, long packets, long octets) {
        Conversation conversation = Conversation.between(protocol, from, to);
        Traffic traffic =
                conversation.isFirst(from) ? new Traffic(packets, octets, 0, 0) : new Traffic(0, 0, packets, octets);
        add(conversation, traffic);
    }

    private void add(Conversation conversation, Traffic traffic) {
        conversations.merge(conversation, traffic, Traffic::plus);
    }

    boolean isEmpty() {
        return conversations.isEmpty();
    }

    Traffic traffic(Conversation conversation) {
        return conversations.getOrDefault(conversation, Traffic.NONE);
    }

    /** The conversations of this tally or the other. */
    Set<Conversation> conversationsWith(Tally other) {
        Set<Conversation> all = new TreeSet<>(conversations.keySet());
        all.addAll(other.conversations.keySet());
        return all;
    }

    /** Frames that were no IP packets to us; none where records were counted. */
    long rejectedFrames() {
        return rejectedFrames;
    }

    long rejectedOctets() {
        return rejectedOctets;
    }

    /** What was sent in some conversations together. */
    Traffic total(Set<Conversation> conversations) {
        return conversations.stream().map(this::traffic).reduce(Traffic.NONE, Traffic::plus);
    }
}
