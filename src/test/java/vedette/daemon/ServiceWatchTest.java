package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.os.NotifySocket;

class ServiceWatchTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int WAIT_MS = 30_000;
    private static final int SILENCE_MS = 50;

    @TempDir
    Path directory;

    private NotifySocket socket;
    private Map<String, String> environment;

    @BeforeEach
    void listen() {
        String name = directory.resolve("notify").toString();
        socket = new NotifySocket(name);
        environment = Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "6000000");
    }

    @AfterEach
    void leave() {
        socket.close();
    }

    @Test
    void aTurningLoopGivesThreeSignsOfLifeWithinTheManagersPatience() {
        ServiceWatch watch = new ServiceWatch(environment, () -> "well");
        watch.ready(0);
        assertThat(socket.next(WAIT_MS)).contains("READY=1\nSTATUS=well");
        for (long ns = 0; ns <= 6 * SECOND_NS; ns += SECOND_NS / 4) {
            watch.tick(ns);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(socket.next(WAIT_MS)).contains("WATCHDOG=1");
        }
        assertThat(socket.next(SILENCE_MS)).isEmpty();
    }

    @Test
    void theStatusIsToldEveryTenSeconds() {
        ServiceWatch watch = new ServiceWatch(Map.of("NOTIFY_SOCKET", environment.get("NOTIFY_SOCKET")), () -> "well");
        watch.ready(0);
        assertThat(socket.next(WAIT_MS)).isPresent();
        watch.tick(9 * SECOND_NS);
        assertThat(socket.next(SILENCE_MS)).isEmpty();
        watch.tick(10 * SECOND_NS);
        assertThat(socket.next(WAIT_MS)).contains("STATUS=well");
        watch.stopping();
        assertThat(socket.next(WAIT_MS)).contains("STOPPING=1\nSTATUS=exporting open flows");
    }

    @Test
    void aManagerThatDoesNotHearIsNoFailure() {
        ServiceWatch watch = new ServiceWatch(
                Map.of("NOTIFY_SOCKET", directory.resolve("gone").toString()), () -> "well");
        watch.ready(0);
        watch.tick(60 * SECOND_NS);
        watch.stopping();
        assertThat(socket.next(SILENCE_MS)).isEmpty();
    }
}
