package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.capture.Frame;
import vedette.capture.FrameHandler;
import vedette.capture.MadeFrame;
import vedette.capture.MadeSource;
import vedette.detect.Alert;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.export.ExportCounters;
import vedette.export.json.AlertLines;
import vedette.flow.Flow;
import vedette.flow.FlowConfig;

/**
 * The same frames give the same flows and alerts however they come: all at once, as from a file, or a few at a time with silence
 * before, between and after them, as from a link; on one thread or on several.
 */
public final class EveryWay {
    private static final long MOST_SILENCE_NS = 4_900_000_000L;

    private EveryWay() {}

    record Seen(long timestampNs, byte[] bytes, long originalLength, int linkType) {
        static Seen of(Frame frame) {
            byte[] bytes = new byte[frame.capturedLength()];
            frame.bytes().get(frame.offset(), bytes);
            return new Seen(frame.timestampNs(), bytes, frame.originalLength(), frame.linkType());
        }
    }

    /** What a sensor told. */
    public static final class Told {
        private final List<String> flows = new ArrayList<>();
        private final ByteArrayOutputStream alertLines = new ByteArrayOutputStream();
        private final AlertLines writer =
                new AlertLines(alertLines, "s", "1.0", null, new ExportCounters(System::nanoTime));

        void onFlow(Flow flow) {
            long[] record = new long[Flow.WORDS];
            flow.copyTo(record, 0);
            flows.add(Arrays.toString(record) + " " + flow.findings());
        }

        void onAlert(Alert alert) {
            try {
                writer.onAlert(alert);
                writer.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public List<String> alerts() {
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
        private long latestNs = Long.MIN_VALUE;

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
                latestNs = Math.max(latestNs, seen.timestampNs);
                counters().captured.increment();
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
                    : Math.max(0, frames.get(next).timestampNs - latestNs);
        }
    }

    /** Those of a capture file. */
    static List<Seen> frames(Path capture) throws IOException {
        List<Seen> frames = new ArrayList<>();
        try (CaptureFiles source = CaptureFiles.open(List.of(capture.toString()))) {
            while (source.poll(frame -> frames.add(Seen.of(frame)), 100) != CaptureSource.END) {
                // all are kept
            }
        }
        return frames;
    }

    /** What is told of a capture, however it comes; fails if that is not the same. */
    public static Told told(Path capture, int workers, int... liveSeeds) throws IOException {
        return told(frames(capture), workers, liveSeeds);
    }

    static Told told(List<Seen> frames, int workers, int... liveSeeds) throws IOException {
        Told replayed = replayed(frames);
        isTheSame(workers + " workers", shared(frames, workers), replayed);
        for (int seed : liveSeeds) {
            isTheSame("live, seed " + seed, live(frames, new Random(seed)), replayed);
            String shared = "live, seed " + seed + ", " + workers + " workers";
            isTheSame(shared, liveShared(frames, workers, new Random(seed)), replayed);
        }
        return replayed;
    }

    private static void isTheSame(String way, Told told, Told replayed) {
        isTheSame(way, told.alerts(), replayed.alerts());
        isTheSame(way, told.flows, replayed.flows);
    }

    /** Says the first difference: all of it would be pages. */
    private static void isTheSame(String way, List<String> told, List<String> replayed) {
        for (int i = 0; i < Math.min(told.size(), replayed.size()); i++) {
            assertThat(told.get(i)).as("%s, %d", way, i).isEqualTo(replayed.get(i));
        }
        assertThat(told).as(way).hasSameSizeAs(replayed);
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

    private static Told shared(List<Seen> frames, int workers) throws IOException {
        Told told = new Told();
        List<CaptureSource> sources = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            sources.add(new Held(frames, null));
        }
        try (MeteringCrew crew = new MeteringCrew(
                sources, FlowConfig.DEFAULT, false, MeteringAgent.REPLAY_SEED, told.detection(), told::onFlow)) {
            crew.start();
            while (crew.turn() != CaptureSource.END) {
                // the capture is read to its end
            }
            crew.finish();
        }
        return told;
    }

    /** Lets some of the silence pass that is to come. */
    private static final class Silence implements CapturingThread.Idling {
        private final Held link;
        private final Random random;
        private long silentNs;

        Silence(Held link, Random random) {
            this.link = link;
            this.random = random;
        }

        @Override
        public long afterTurn(boolean hadFrames, long beganNs) {
            silentNs = hadFrames ? 0 : silentNs;
            long passedNs = (long) (random.nextDouble() * (link.silenceNs() - silentNs));
            silentNs += passedNs;
            return passedNs;
        }
    }

    private static Told live(List<Seen> frames, Random random) throws IOException {
        Told told = new Told();
        Held link = new Held(frames, random);
        Silence silence = new Silence(link, random);
        MeteringAgent agent = MeteringAgent.live(
                link, FlowConfig.DEFAULT, false, MeteringAgent.REPLAY_SEED, told.detection(), told::onFlow);
        int polled = 0;
        while (polled != CaptureSource.END) {
            polled = agent.turn();
            agent.elapse(silence.afterTurn(polled > 0, 0));
        }
        agent.finish();
        return told;
    }

    /** And every packet is accounted for whenever it is looked. */
    private static Told liveShared(List<Seen> frames, int workers, Random random) throws IOException {
        Told told = new Told();
        Held link = new Held(frames, random);
        try (LiveCrew crew = new LiveCrew(
                link,
                new Silence(link, random),
                workers,
                FlowConfig.DEFAULT,
                false,
                MeteringAgent.REPLAY_SEED,
                told.detection(),
                told::onFlow)) {
            crew.start();
            while (crew.turn() != CaptureSource.END) {
                assertThat(crew.errorPackets()).isZero();
            }
            crew.finish();
            assertThat(crew.flows().recordPackets.get())
                    .isEqualTo(crew.flows().packets.get());
        }
        return told;
    }
}
