package vedette.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.capture.Frame;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;
import vedette.net.LinkType;

/**
 * The frames of a {@link LargeCapture}, cut after their headers, in memory: endless, since every round is later than the one before
 * and between other pairs of hosts.
 */
final class Reel {
    private static final int KEPT = 96;
    private static final int SOURCE_LOW = 28;
    private static final int DESTINATION_LOW = 32;
    private static final int FRAMES_A_POLL = 512;
    private static final long PAUSE_NS = 1_000_000_000L;

    private final ByteBuffer frames;
    private final long[] timesNs;
    private final int[] originalLengths;
    private final long roundNs;
    private int filled;
    private int at = -1;
    private int round;

    private Reel(CaptureFiles files, int packets) throws IOException {
        frames = ByteBuffer.allocate(packets * KEPT);
        timesNs = new long[packets];
        originalLengths = new int[packets];
        while (files.poll(this::add, FRAMES_A_POLL) != CaptureSource.END) {}
        roundNs = timesNs[packets - 1] - timesNs[0] + PAUSE_NS;
    }

    /** Of so many conversations, which begin within so many seconds. */
    static Reel of(int conversations, int seconds) throws IOException {
        Path path = Files.createTempFile("reel", ".pcap");
        try (PcapFile file = new PcapFile(path)) {
            LargeCapture.write(file, conversations, seconds);
            file.flush();
            try (CaptureFiles files = CaptureFiles.open(List.of(path.toString()))) {
                return new Reel(files, (int) file.packets());
            }
        } finally {
            Files.delete(path);
        }
    }

    private void add(Frame frame) {
        int length = Math.min(KEPT, frame.capturedLength());
        frames.put(filled * KEPT, frame.bytes(), frame.offset(), length);
        timesNs[filled] = frame.timestampNs();
        originalLengths[filled] = (int) frame.originalLength();
        filled++;
    }

    int packets() {
        return timesNs.length;
    }

    /** Goes on to the next frame and wraps the packet round it. */
    DecodeResult next(Packet packet) {
        if (++at == timesNs.length) {
            at = 0;
            round++;
        }
        int frame = at * KEPT;
        if (round > 0) {
            int change = round ^ round - 1;
            frames.putShort(frame + SOURCE_LOW, (short) (frames.getShort(frame + SOURCE_LOW) ^ change));
            frames.putShort(frame + DESTINATION_LOW, (short) (frames.getShort(frame + DESTINATION_LOW) ^ change));
        }
        int length = originalLengths[at];
        return packet.wrap(frames, frame, Math.min(KEPT, length), length, LinkType.ETHERNET);
    }

    /** When the frame was captured. */
    long timeNs() {
        return timesNs[at] + round * roundNs;
    }
}
