package vedette.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceManagerTest {
    private static final int WAIT_MS = 30_000;

    @TempDir
    Path directory;

    private static void hearsOn(String name) throws Exception {
        try (NotifySocket socket = new NotifySocket(name)) {
            ServiceManager manager =
                    ServiceManager.of(Map.of("NOTIFY_SOCKET", name)).orElseThrow();
            manager.tell(ServiceManager.READY + '\n' + ServiceManager.STATUS + "Größe");
            assertThat(socket.next(WAIT_MS)).contains("READY=1\nSTATUS=Größe");
        }
    }

    @Test
    void aManagerHearsOnASocketThatIsAFile() throws Exception {
        hearsOn(directory.resolve("notify").toString());
    }

    @Test
    void aManagerHearsOnASocketThatIsNoFile() throws Exception {
        hearsOn("@vedette-test-" + ProcessHandle.current().pid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relative", "vsock:2:1234"})
    void nobodyListensOnAnotherKindOfName(String name) throws Exception {
        assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", name))).isEmpty();
        assertThat(ServiceManager.of(Map.of())).isEmpty();
        assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(107))))
                .isEmpty();
    }

    @Test
    void aManagerThatIsGoneDoesNotHear() throws Exception {
        String name = directory.resolve("notify").toString();
        ServiceManager manager =
                ServiceManager.of(Map.of("NOTIFY_SOCKET", name)).orElseThrow();
        assertThatThrownBy(() -> manager.tell(ServiceManager.READY))
                .isInstanceOf(SystemCallException.class)
                .hasMessage("sendto: No such file or directory");
    }

    @Test
    void itsPatienceIsMeantForThisProcess() throws Exception {
        String pid = Long.toString(ProcessHandle.current().pid());
        Map<String, String> ours = Map.of("NOTIFY_SOCKET", "/x", "WATCHDOG_USEC", "30000000", "WATCHDOG_PID", pid);
        assertThat(ServiceManager.of(ours).orElseThrow().patience()).contains(Duration.ofSeconds(30));
        Map<String, String> others = Map.of("NOTIFY_SOCKET", "/x", "WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "1");
        assertThat(ServiceManager.of(others).orElseThrow().patience()).isEmpty();
        Map<String, String> none = Map.of("NOTIFY_SOCKET", "/x", "WATCHDOG_USEC", "0");
        assertThat(ServiceManager.of(none).orElseThrow().patience()).isEmpty();
    }
}
