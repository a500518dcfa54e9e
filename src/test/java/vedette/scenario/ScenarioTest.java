package vedette.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.daemon.MeteringAgent;
import vedette.decode.DecodeResult;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.flow.Flow;
import vedette.flow.FlowConfig;

/**
 * Replays each folder of {@code pcaps/} and compares with the files beside the capture; {@code -Dgolden.update=true} rewrites
 * them, and the diff is read before it is committed.
 */
class ScenarioTest {
    private static final Path PCAPS = Path.of("pcaps");
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    @TestFactory
    Stream<DynamicTest> everyCaptureIsWhatItsMakerMakes() {
        return Scenarios.ALL.stream()
                .map(made -> dynamicTest(
                        made.name(),
                        () -> holds(
                                PCAPS.resolve(made.name()).resolve("traffic.pcap"),
                                made.capture().get())));
    }

    @TestFactory
    Stream<DynamicTest> everyScenarioGivesItsFlows() throws IOException {
        try (Stream<Path> folders = Files.list(PCAPS)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream()
                    .map(folder -> dynamicTest(folder.getFileName().toString(), () -> replays(folder)));
        }
    }

    /** But those of the sensor's own health, which a replay does not have. */
    static Stream<AlertType> alertsOfTraffic() {
        return Arrays.stream(AlertType.values()).filter(type -> !type.category().equals("health"));
    }

    @ParameterizedTest
    @MethodSource("alertsOfTraffic")
    void everyAlertHasAScenarioAndALookalike(AlertType type) throws IOException {
        try (Stream<Path> folders = Files.list(PCAPS)) {
            assertThat(folders.filter(folder -> opens(folder, type)))
                    .as("folders of pcaps/ in which %s is told, beside a look-alike", type.label())
                    .isNotEmpty();
        }
    }

    private static boolean opens(Path folder, AlertType type) {
        try {
            return Files.isDirectory(PCAPS.resolve(folder.getFileName() + "-lookalike"))
                    && Files.readString(folder.resolve("expected.alerts")).contains(" open " + type.code() + " ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void replays(Path folder) throws IOException {
        assertThat(folder.resolve("README.md")).isRegularFile();
        List<String> flows = new ArrayList<>();
        List<String> alerts = new ArrayList<>();
        replay(capture(folder), flows, alerts);
        holds(folder.resolve("expected.flows"), flows);
        holds(folder.resolve("expected.alerts"), alerts);
        boolean lookalike = folder.getFileName().toString().endsWith("-lookalike");
        assertThat(alerts).as("a look-alike must not alert").matches(lines -> !lookalike || lines.isEmpty());
    }

    static Path capture(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("traffic."))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no traffic.* in " + folder));
        }
    }

    /**
     * One line per flow record, in the order they were closed, times from the first packet; then what was rejected. And one
     * line for each time an alert was told.
     */
    private static void replay(Path capture, List<String> lines, List<String> alertLines) throws IOException {
        List<Flow> flows = new ArrayList<>();
        List<Alert> alerts = new ArrayList<>();
        Detection detection = new Detection(DetectConfig.DEFAULT, 1, alerts::add);
        try (CaptureFiles source = CaptureFiles.open(List.of(capture.toString()))) {
            MeteringAgent agent =
                    MeteringAgent.replay(source, FlowConfig.DEFAULT, false, detection, flow -> flows.add(copyOf(flow)));
            while (agent.turn() != CaptureSource.END) {
                // every turn hands on what it closed
            }
            agent.finish();
            long originNs = flows.stream().mapToLong(Flow::startNs).min().orElse(0);
            flows.forEach(flow -> lines.add(FlowLine.of(flow, originNs)));
            for (DecodeResult result : DecodeResult.values()) {
                long frames = agent.decoded().frames(result);
                if (result != DecodeResult.OK && frames > 0) {
                    lines.add("rejected " + result.label() + " " + frames);
                }
            }
            alerts.forEach(alert -> alertLines.add(AlertLine.of(alert, originNs)));
        }
    }

    private static Flow copyOf(Flow flow) {
        long[] record = new long[Flow.WORDS];
        flow.copyTo(record, 0);
        return new Flow().wrap(record, 0);
    }

    private static void holds(Path file, List<String> lines) {
        String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        holds(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void holds(Path file, byte[] expected) {
        try {
            if (UPDATE) {
                Files.createDirectories(file.getParent());
                Files.write(file, expected);
            }
            assertThat(file).hasBinaryContent(expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
