package vedette.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalsTest {
    @Test
    void aSignalIsHeardEachTimeAndEndsNothing() throws Exception {
        Semaphore heard = new Semaphore(0);
        Signals.on("HUP", heard::release);
        for (int i = 0; i < 2; i++) {
            String pid = Long.toString(ProcessHandle.current().pid());
            assertThat(new ProcessBuilder("kill", "-HUP", pid).start().waitFor())
                    .isZero();
            assertThat(heard.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aSignalThatTheJvmKeepsForItselfIsRefused() {
        assertThatThrownBy(() -> Signals.on("QUIT", () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cannot hear SIGQUIT: ");
    }
}
