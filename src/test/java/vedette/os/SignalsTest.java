package vedette.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalsTest {
    @Test
    void aSignalIsHeardEachTimeAndEndsNothing() throws Exception {
        Semaphore heard = new Semaphore(0);
        assertThat(Signals.on("HUP", heard::release)).isTrue();
        for (int i = 0; i < 2; i++) {
            String pid = Long.toString(ProcessHandle.current().pid());
            assertThat(new ProcessBuilder("kill", "-HUP", pid).start().waitFor())
                    .isZero();
            assertThat(heard.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aSignalThatTheProcessWasStartedToIgnoreIsNotHeard() throws Exception {
        assertThat(heard("exec \"$@\"")).isEqualTo("true");
        assertThat(heard("trap '' HUP; exec \"$@\"")).isEqualTo("false");
    }

    private static String heard(String script) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        Process process = new ProcessBuilder("sh", "-c", script, "sh", java, "-cp", classes, Heard.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said.strip();
    }

    /** Says whether it will hear SIGHUP. */
    static final class Heard {
        private Heard() {}

        public static void main(String[] arguments) {
            System.out.println(Signals.on("HUP", () -> {}));
        }
    }

    @Test
    void forAllThatComeWhileTheActionRunsItRunsOnceMore() throws Exception {
        Semaphore began = new Semaphore(0);
        Semaphore mayEnd = new Semaphore(0);
        Runnable action = new Signals.Repeated(() -> {
            began.release();
            mayEnd.acquireUninterruptibly();
        });
        Thread first = new Thread(action);
        first.start();
        began.acquire();
        for (int i = 0; i < 20; i++) {
            action.run();
        }
        mayEnd.release(2);
        first.join();
        assertThat(began.availablePermits()).isEqualTo(1);
        mayEnd.release();
        action.run();
        assertThat(began.availablePermits()).isEqualTo(2);
    }

    @Test
    void anActionThatFailsIsRunAgainTheNextTime() {
        Runnable action = new Signals.Repeated(() -> {
            throw new IllegalStateException("as it must");
        });
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(action::run).hasMessage("as it must");
        }
    }

    @Test
    void aSignalThatTheJvmKeepsForItselfIsRefused() {
        assertThatThrownBy(() -> Signals.on("QUIT", () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cannot hear SIGQUIT: ");
    }
}
