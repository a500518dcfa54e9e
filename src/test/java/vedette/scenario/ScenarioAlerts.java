package vedette.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.daemon.MeteringAgent;
import vedette.detect.Alert;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.flow.FlowConfig;

/** What is told of the captures in {@code pcaps/}: alerts as detectors make them. */
public final class ScenarioAlerts {
    private static final Path PCAPS = Path.of("pcaps");

    private ScenarioAlerts() {}

    public static List<Alert> all() throws IOException {
        List<Alert> alerts = new ArrayList<>();
        try (Stream<Path> folders = Files.list(PCAPS)) {
            for (Path folder : folders.sorted().toList()) {
                if (tellsSomething(folder)) {
                    replay(folder, alerts);
                }
            }
        }
        return alerts;
    }

    private static boolean tellsSomething(Path folder) {
        try {
            Path expected = folder.resolve("expected.alerts");
            return Files.isRegularFile(expected) && Files.size(expected) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void replay(Path folder, List<Alert> alerts) throws IOException {
        Detection detection = new Detection(DetectConfig.DEFAULT, 1, alerts::add);
        try (CaptureFiles source =
                CaptureFiles.open(List.of(ScenarioTest.capture(folder).toString()))) {
            MeteringAgent agent = MeteringAgent.replay(source, FlowConfig.DEFAULT, false, detection, flow -> {});
            while (agent.turn() != CaptureSource.END) {
                // every turn hands on what it closed
            }
            agent.finish();
        }
    }
}
