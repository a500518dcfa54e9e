package vedette.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import vedette.daemon.EveryWay;

/** Flows and alerts of real captures are the same on one thread and on several, and as if they had come from a link. */
class EveryWayIT {
    @BeforeEach
    void theCorpusIsThere() {
        Corpus.require();
    }

    @TestFactory
    Stream<DynamicTest> attacks() throws IOException {
        List<Path> captures = new ArrayList<>();
        for (String folder : List.of("scan", "flood", "c2")) {
            captures.addAll(Corpus.captures(folder));
        }
        assertThat(captures).isNotEmpty();
        return captures.stream().map(capture -> dynamicTest(Corpus.name(capture), () -> EveryWay.told(capture, 2, 1)));
    }
}
