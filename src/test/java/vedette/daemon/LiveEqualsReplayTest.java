package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.capture.Frame;
import vedette.capture.FrameHandler;
import vedette.capture.MadeFrame;
import vedette.capture.MadeSource;
import vedette.decode.PacketBuilder;
import vedette.detect.Alert;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.detect.Watch;
import vedette.export.ExportCounters;
import vedette.export.json.AlertLines;
import vedette.flow.Flow;
import vedette.flow.FlowConfig;

/**
 * The same frames give the same flows and alerts however they come: all at once, as from a file, or a few at a time with silence
 * before, between and after them, as from a link.
 */
class LiveEqualsReplayTest {
    private static final Path PCAPS = Path.of("pcaps");
    private static final long MOST_SILENCE_NS = 4_900_000_000L;

    private record Seen(long timestampNs, byte[] bytes, long originalLength, int linkType) {
        static Seen of(Frame frame) {
            byte[] bytes = new byte[frame.capturedLength()];
            frame.bytes().get(frame.offset(), bytes);
            return new Seen(frame.timestampNs(), bytes, frame.originalLength(), frame.linkType());
        }
    }

    /** What a sensor told. */
    private static final class Told {
        final List<String> flows = new ArrayList<>();
        private final ByteArrayOutputStream alertLines = new ByteArrayOutputStream();
        private final AlertLines writer =
                new AlertLines(alertLines, "s", "1.0", null, new ExportCounters(System::nanoTime));

        void onFlow(Flow flow) {
            long[] record = new long[Flow.WORDS];
            flow.copyTo(record, 0);
            flows.add(Arrays.toString(record));
        }

        void onAlert(Alert alert) {
            try {
                writer.onAlert(alert);
                writer.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        List<String> alerts() {
            return alertLines.toString(StandardCharsets.US_ASCII).lines().toList();
        }

        Detection detection() {
            return new Detection(DetectConfig.DEFAULT, MeteringAgent.REPLAY_SEED, this::onAlert);
        }
    }

    /** Frames at hand: as many at a poll as are wanted or, with a source of chance, at most twenty, and none in three of four. */
    private static final class Held extends MadeSource {
        private final List<Seen> frames;
        private final @Nullable Random chance;
        private final MadeFrame frame = new MadeFrame();
        private int next;

        Held(List<Seen> frames, @Nullable Random chance) {
            this.frames = frames;
            this.chance = chance;
        }

        @Override
        public int poll(FrameHandler handler, int maxFrames) {
            if (next == frames.size()) {
                return END;
            }
            int count = Math.min(batch(maxFrames), frames.size() - next);
            for (int i = 0; i < count; i++) {
                Seen seen = frames.get(next++);
                handler.onFrame(frame.of(
                        ByteBuffer.wrap(seen.bytes),
                        seen.bytes.length,
                        seen.originalLength,
                        seen.timestampNs,
                        seen.linkType));
            }
            return count;
        }

        private int batch(int maxFrames) {
            if (chance == null) {
                return maxFrames;
            }
            return chance.nextInt(4) > 0 ? 0 : chance.nextInt(20);
        }

        /** For how long nothing has come or will come after the last frame. */
        long silenceNs() {
            return next == 0 || next == frames.size()
                    ? MOST_SILENCE_NS
                    : Math.max(0, frames.get(next).timestampNs - frames.get(next - 1).timestampNs);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyScenario() throws IOException {
        try (Stream<Path> folders = Files.list(PCAPS)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream()
                    .map(folder -> dynamicTest(folder.getFileName().toString(), () -> isTheSame(frames(folder))));
        }
    }

    /** Nothing but requests for addresses nobody has, which are told of when a second is over. */
    @Test
    void aLinkOnWhichNobodySpeaksIp() throws IOException {
        List<Seen> frames = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            PacketBuilder request = PacketBuilder.ethernet().arp(1, "10.0.0.9", "10.0.0." + (10 + i));
            byte[] bytes = request.build();
            frames.add(new Seen(Watch.timeNs(0.3 * i), bytes, bytes.length, request.linkType()));
        }
        assertThat(isTheSame(frames)).isNotEmpty();
    }

    private static List<Seen> frames(Path folder) throws IOException {
        List<Seen> frames = new ArrayList<>();
        String capture = folder.resolve("traffic.pcap").toString();
        try (CaptureFiles source = CaptureFiles.open(List.of(capture))) {
            while (source.poll(frame -> frames.add(Seen.of(frame)), 100) != CaptureSource.END) {
                // all are kept
            }
        }
        return frames;
    }

    /** Returns the alerts that are told either way. */
    private static List<String> isTheSame(List<Seen> frames) throws IOException {
        Told replayed = replayed(frames);
        for (long seed = 1; seed <= 3; seed++) {
            Told live = live(frames, new Random(seed));
            assertThat(live.alerts()).as("seed %d", seed).isEqualTo(replayed.alerts());
            assertThat(live.flows).as("seed %d", seed).isEqualTo(replayed.flows);
        }
        return replayed.alerts();
    }

    private static Told replayed(List<Seen> frames) throws IOException {
        Told told = new Told();
        MeteringAgent agent =
                MeteringAgent.replay(new Held(frames, null), FlowConfig.DEFAULT, false, told.detection(), told::onFlow);
        while (agent.turn() != CaptureSource.END) {
            // the capture is read to its end
        }
        agent.finish();
        return told;
    }

    private static Told live(List<Seen> frames, Random random) throws IOException {
        Told told = new Told();
        Held link = new Held(frames, random);
        MeteringAgent agent = MeteringAgent.live(
                link, FlowConfig.DEFAULT, false, MeteringAgent.REPLAY_SEED, told.detection(), told::onFlow);
        long silentNs = 0;
        int polled = 0;
        while (polled != CaptureSource.END) {
            polled = agent.turn();
            silentNs = polled > 0 ? 0 : silentNs;
            long passedNs = (long) (random.nextDouble() * (link.silenceNs() - silentNs));
            silentNs += passedNs;
            agent.elapse(passedNs);
        }
        agent.finish();
        return told;
    }
}
