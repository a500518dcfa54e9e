package vedette.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureWriter;
import vedette.capture.Frame;

/** Frames of real traffic, damaged at random: the stages never throw and never lose one in silence (M10). */
class DamagedTrafficIT {
    private static final int FRAMES = 1_000_000;
    private static final int FRAMES_OF_A_CAPTURE = 20;
    private static final int FRAMES_OF_A_FILE = 50_000;
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final long LONGEST_STEP_NS = 200_000_000_000L;

    @TempDir
    Path directory;

    private final long seed = Long.getLong("seed", new Random().nextLong());
    private final Random random = new Random(seed);

    /** A frame as it was captured. */
    private record Captured(byte[] bytes, long originalLength) {}

    @Test
    void noFrameIsLostInSilenceHoweverItIsDamaged() throws IOException {
        Map<Integer, List<Captured>> byLinkType = frames();
        int frames = byLinkType.values().stream().mapToInt(List::size).sum();
        int times = FRAMES / frames + 1;
        for (Map.Entry<Integer, List<Captured>> link : byLinkType.entrySet()) {
            long left = (long) times * link.getValue().size();
            while (left > 0) {
                int now = (int) Math.min(left, FRAMES_OF_A_FILE);
                Path capture = damaged(link.getKey(), link.getValue(), now);
                assertThat(Conservation.errors(capture))
                        .as("link type %d, -Dseed=%d", link.getKey(), seed)
                        .isEmpty();
                left -= now;
            }
        }
    }

    /** The first frames of each capture at hand, by link type. */
    private static Map<Integer, List<Captured>> frames() throws IOException {
        List<Path> captures = new ArrayList<>();
        try (Stream<Path> own = Files.walk(Path.of("pcaps"))) {
            own.filter(file -> file.getFileName().toString().startsWith("traffic."))
                    .sorted()
                    .forEach(captures::add);
        }
        if (Files.exists(Corpus.PCAPS)) {
            captures.addAll(Corpus.captures());
        }
        Map<Integer, List<Captured>> frames = new LinkedHashMap<>();
        for (Path capture : captures) {
            try (CaptureFiles source = CaptureFiles.open(List.of(capture.toString()))) {
                source.poll(frame -> keep(frames, frame), FRAMES_OF_A_CAPTURE);
            }
        }
        return frames;
    }

    private static void keep(Map<Integer, List<Captured>> frames, Frame frame) {
        byte[] bytes = new byte[frame.capturedLength()];
        frame.bytes().get(frame.offset(), bytes);
        frames.computeIfAbsent(frame.linkType(), type -> new ArrayList<>())
                .add(new Captured(bytes, frame.originalLength()));
    }

    private Path damaged(int linkType, List<Captured> frames, int count) throws IOException {
        CaptureWriter writer = CaptureWriter.pcap(ByteOrder.LITTLE_ENDIAN, linkType);
        long timeNs = START_NS;
        for (int i = 0; i < count; i++) {
            Captured frame = frames.get(random.nextInt(frames.size()));
            byte[] bytes = damage(frame.bytes());
            long lost = random.nextInt(4) == 0 ? random.nextInt(2000) : 0;
            writer.packet(timeNs, bytes, bytes.length + lost);
            timeNs += random.nextInt(100) == 0 ? random.nextLong(-LONGEST_STEP_NS, LONGEST_STEP_NS) : 1_000_000;
        }
        return writer.writeTo(directory.resolve("damaged.pcap"));
    }

    /** Some octets changed, near the start more often than far from it, where the headers are; cut, or made longer. */
    private byte[] damage(byte[] frame) {
        byte[] bytes = frame;
        switch (random.nextInt(4)) {
            case 0 -> bytes = Arrays.copyOf(frame, random.nextInt(frame.length + 1));
            case 1 -> bytes = Arrays.copyOf(frame, frame.length + random.nextInt(100));
            default -> bytes = frame.clone();
        }
        for (int change = random.nextInt(6); change > 0 && bytes.length > 0; change--) {
            int at = random.nextInt(random.nextInt(bytes.length) + 1);
            bytes[at] = switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> (byte) 0xFF;
                case 2 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
                default -> (byte) random.nextInt(256);
            };
        }
        return bytes;
    }
}
