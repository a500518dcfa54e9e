package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.capture.Frame;

/** Replays captures, cuts something out of them, and reads what came of both. */
public final class Extracting {
    private final Path directory;
    private final List<String> captures;
    private int extracts;

    /** @param directory for what is written */
    public Extracting(Path directory, Path... captures) {
        this.directory = directory;
        this.captures = new ArrayList<>();
        for (Path capture : captures) {
            this.captures.add(capture.toString());
        }
    }

    /** A frame's octets, time, length on the link, link type and interface, as text. */
    private static String text(Frame frame, CaptureSource source) {
        byte[] octets = new byte[frame.capturedLength()];
        frame.bytes().get(frame.offset(), octets);
        return String.join(
                " ",
                Long.toString(frame.timestampNs()),
                Long.toString(frame.originalLength()),
                Integer.toString(frame.linkType()),
                source.observationPoints().get(frame.observationPoint()).name(),
                HexFormat.of().formatHex(octets));
    }

    /** All frames of captures. */
    static List<String> frames(List<String> captures) throws IOException {
        List<String> frames = new ArrayList<>();
        try (CaptureFiles files = CaptureFiles.open(captures)) {
            while (files.poll(frame -> frames.add(text(frame, files)), 100) != CaptureSource.END) {}
        }
        return frames;
    }

    public List<String> sourceFrames() throws IOException {
        return frames(captures);
    }

    /** The lines of flows.jsonl, or alerts.jsonl, of a replay. */
    public List<JsonNode> replayed(String file) throws IOException {
        Path out = directory.resolve("replayed");
        if (!Files.exists(out)) {
            run("replay", List.of("--quiet", "--write", out.toString()));
        }
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve(file))) {
            lines.add(json.readTree(line));
        }
        return lines;
    }

    /** Packets of each flow, all its parts together. */
    public Map<Long, Long> packetsOfFlows() throws IOException {
        Map<Long, Long> packets = new LinkedHashMap<>();
        for (JsonNode line : replayed("flows.jsonl")) {
            JsonNode flow = line.get("flow");
            packets.merge(
                    line.get("flow_id").asLong(),
                    flow.get("pkts_toserver").asLong()
                            + flow.get("pkts_toclient").asLong(),
                    Long::sum);
        }
        return packets;
    }

    /** Replays a capture into a directory, as files of these formats. */
    public static void replay(Path capture, Path out, String formats) {
        CommandLineRun run = CommandLineRun.of("replay", "-q", "-w", out, "--format", formats, capture);
        assertThat(run.errLines())
                .as(capture.toString())
                .allSatisfy(line -> assertThat(line).startsWith("vedette: "));
    }

    private CommandLineRun run(String command, List<String> options) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(options);
        words.addAll(captures);
        return CommandLineRun.of(words.toArray());
    }

    CommandLineRun extract(Path to, String... options) {
        List<String> words = new ArrayList<>(List.of(options));
        words.add("-o");
        words.add(to.toString());
        return run("extract", words);
    }

    /** Cuts out what is asked for; returns where it stands. */
    public Path extracted(String... options) {
        Path to = directory.resolve("extract-" + ++extracts + ".pcapng");
        CommandLineRun run = extract(to, options);
        assertThat(run.errLines())
                .as(String.join(" ", options))
                .allSatisfy(line -> assertThat(line).startsWith("vedette: warning: "));
        assertThat(run.exitCode()).isZero();
        return to;
    }

    /** The same, and its frames. */
    List<String> extractedFrames(String... options) throws IOException {
        return frames(List.of(extracted(options).toString()));
    }
}
