package vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.detect.memory.Memory;

/**
 * Detectors that are stopped in the middle of something and go on with what they remember, told what one would that was never
 * stopped. Of an alert that was open when they were stopped they know nothing, and tell of it anew as soon as it goes on.
 */
class MemoryTest {
    private static final Path SCENARIOS = Path.of("pcaps");

    /** What is remembered for less than an hour is not worth a file, see the decision record. */
    private static final Set<String> FORGOTTEN =
            Set.of("flood", "service", "long-connection", "retry-storm", "scan-ip-protocol", "arp-spoof");

    private static final int NEVER = -1;

    static Stream<Path> scenarios() throws IOException {
        try (Stream<Path> all = Files.list(SCENARIOS)) {
            return all
                    .filter(each -> Files.exists(each.resolve("expected.alerts")))
                    .filter(each ->
                            FORGOTTEN.stream().noneMatch(each.getFileName().toString()::startsWith))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /** Looks at a scenario; what is done before a frame may be that the detectors are stopped. */
    private static final class Run {
        final Watch watch = new Watch();

        /** How many alerts had been told before each frame. */
        final List<Integer> told = new ArrayList<>();

        Run(Path scenario, int stoppedBefore) throws IOException {
            String capture = scenario.resolve("traffic.pcap").toString();
            try (CaptureFiles source = CaptureFiles.open(List.of(capture))) {
                int polled = 0;
                while (polled != CaptureSource.END) {
                    polled = source.poll(
                            frame -> {
                                if (told.size() == stoppedBefore) {
                                    watch.forgetAllButMemory();
                                }
                                told.add(watch.alerts().size());
                                watch.at(frame);
                            },
                            1);
                }
            }
            watch.end();
        }

        List<Alert> before(int frame) {
            return watch.alerts().subList(0, told.get(frame));
        }

        List<Alert> after(int frame) {
            return watch.alerts().subList(told.get(frame), watch.alerts().size());
        }

        /** The frame that had an alert told, or {@link #NEVER} if none did. */
        int frameOf(AlertState state) {
            int frame = 0;
            while (frame < told.size() - 1 && before(frame + 1).stream().noneMatch(each -> each.state() == state)) {
                frame++;
            }
            return frame == told.size() - 1 ? NEVER : frame;
        }
    }

    /** All that is told but for the id, into which goes how many alerts the desk had seen. */
    private static String text(Alert alert) {
        return String.join(
                " ",
                alert.state().label(),
                alert.type().label(),
                alert.subject().toString(),
                alert.level().toString(),
                String.valueOf(alert.confidence()),
                alert.firstNs() + "-" + alert.lastNs(),
                alert.publishedNs() + "/" + alert.detectedNs(),
                alert.message(),
                alert.evidence().values().toString());
    }

    private static List<String> texts(List<Alert> alerts, Predicate<Alert> which) {
        return alerts.stream().filter(which).map(MemoryTest::text).toList();
    }

    private static boolean isAlike(Alert one, Alert other) {
        return one.type().category().equals(other.type().category())
                && Objects.equals(one.subject().source(), other.subject().source());
    }

    /** Whether the last that was told of the like was not its end. */
    private static boolean isOpen(List<Alert> told, Alert alert) {
        return told.stream()
                .filter(each -> isAlike(each, alert))
                .reduce((earlier, later) -> later)
                .filter(last -> last.state() != AlertState.CLOSE)
                .isPresent();
    }

    private static void compare(Path scenario, Run whole, int cut) throws IOException {
        Run stopped = new Run(scenario, cut);
        List<Alert> before = whole.before(cut);
        assertThat(texts(stopped.after(cut), alert -> !isOpen(before, alert)))
                .as("%s stopped before frame %d", scenario, cut)
                .isEqualTo(texts(whole.after(cut), alert -> !isOpen(before, alert)));
        for (Alert open : whole.after(cut)) {
            if (open.state() == AlertState.UPDATE && isOpen(before, open)) {
                assertThat(stopped.after(cut))
                        .as("%s stopped before frame %d: told anew", scenario, cut)
                        .anyMatch(alert -> alert.state() == AlertState.OPEN && isAlike(alert, open));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void whatIsRememberedIsAsGoodAsHavingSeenIt(Path scenario) throws IOException {
        Run whole = new Run(scenario, NEVER);
        int frames = whole.told.size();
        compare(scenario, whole, new Random(frames).nextInt(frames));
        int detecting = whole.frameOf(AlertState.OPEN);
        if (detecting != NEVER) {
            compare(scenario, whole, detecting);
            compare(scenario, whole, detecting + (frames - detecting) / 2);
        }
    }

    @Test
    void everyMemoryHasANameOfItsOwn() {
        assertThat(new Watch().detection().memories()).extracting(Memory::name).doesNotHaveDuplicates();
    }
}
