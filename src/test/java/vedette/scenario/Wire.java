package vedette.scenario;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import vedette.capture.CaptureWriter;
import vedette.decode.PacketBuilder;
import vedette.detect.Alert;
import vedette.detect.Watch;
import vedette.net.LinkType;

/** A wire whose frames are written down by hand, each with its time in seconds from the start. */
final class Wire {
    static final long START_NS = 1_700_000_000_000_000_000L;

    private static final int IPV4_SOURCE = 26;

    /** @param cut octets of the frame's end that were not captured */
    private record Seen(long timestampNs, PacketBuilder bytes, int cut) {}

    private final List<Seen> frames = new ArrayList<>();

    Wire at(double seconds, PacketBuilder bytes) {
        return cut(seconds, bytes, 0);
    }

    /** A frame of whose end so many octets were not captured. */
    Wire cut(double seconds, PacketBuilder bytes, int octets) {
        frames.add(new Seen(timeNs(seconds), bytes, octets));
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

    /** Loses frames by chance. */
    Wire losing(int percent, long seed) {
        Random random = new Random(seed);
        frames.removeIf(frame -> random.nextInt(100) < percent);
        return this;
    }

    /** Keeps of IPv4 what hosts in 10.0.0.0/8 send, or what they are sent. */
    Wire oneWay(boolean fromInside) {
        frames.removeIf(frame -> frame.bytes().build()[IPV4_SOURCE] == 10 != fromInside);
        return this;
    }

    /** Shows the frames in the order of their times to a sensor at its defaults; returns all it told. */
    List<Alert> told() {
        inOrder();
        Watch watch = new Watch();
        for (Seen frame : frames) {
            watch.at((frame.timestampNs() - START_NS) / 1e9, frame.bytes());
        }
        return watch.end();
    }

    /** The frames in the order in which they were written down. */
    List<byte[]> bytes() {
        return frames.stream().map(frame -> frame.bytes().build()).toList();
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
            file.packet(
                    frame.timestampNs(),
                    Arrays.copyOf(bytes, Math.min(bytes.length, keptOctets)),
                    bytes.length + frame.cut());
        }
        return file.toBytes();
    }

    static long timeNs(double seconds) {
        return START_NS + Math.round(seconds * 1e9);
    }
}
