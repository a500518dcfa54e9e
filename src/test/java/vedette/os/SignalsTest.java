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
