package vedette.scenario;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import vedette.capture.CaptureWriter;
import vedette.decode.PacketBuilder;
import vedette.net.LinkType;

/** A wire whose frames are written down by hand, each with its time in seconds from the start. */
final class Wire {
    static final long START_NS = 1_700_000_000_000_000_000L;

    private record Seen(long timestampNs, PacketBuilder bytes) {}

    private final List<Seen> frames = new ArrayList<>();

    Wire at(double seconds, PacketBuilder bytes) {
        frames.add(new Seen(timeNs(seconds), bytes));
        return this;
    }

    /** A TCP conversation on this wire. */
    Conversation conversation(double startSeconds, String client, int clientPort, String server, int serverPort) {
        return new Conversation(this, startSeconds, client, clientPort, server, serverPort);
    }

    /** Puts frames of several conversations in the order of their times. */
    Wire inOrder() {
        frames.sort(Comparator.comparingLong(Seen::timestampNs));
        return this;
    }

    /** The frames as a pcap file with microseconds. */
    byte[] pcap() {
        return pcap(Integer.MAX_VALUE);
    }

    /** The same, of each frame at most so many octets. */
    byte[] pcap(int keptOctets) {
        CaptureWriter file = CaptureWriter.pcap(ByteOrder.LITTLE_ENDIAN, LinkType.ETHERNET);
        for (Seen frame : frames) {
            byte[] bytes = frame.bytes().build();
            file.packet(frame.timestampNs(), Arrays.copyOf(bytes, Math.min(bytes.length, keptOctets)), bytes.length);
        }
        return file.toBytes();
    }

    static long timeNs(double seconds) {
        return START_NS + Math.round(seconds * 1e9);
    }
}
