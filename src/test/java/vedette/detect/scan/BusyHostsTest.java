package vedette.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BusyHostsTest {
    private static final long WINDOW_NS = 60;

    private final BusyHosts hosts = new BusyHosts();

    @Test
    void eightThatAreTriedInTurnAreCountedEach() {
        for (int i = 0; i < 15; i++) {
            for (int host = 1; host <= 8; host++) {
                assertThat(hosts.add(host, WINDOW_NS, i)).isEqualTo(i + 1);
            }
        }
    }

    @Test
    void oneThatIsTriedOftenStaysAmongManyThatAreTriedOnce() {
        int last = hosts.add(7, WINDOW_NS, 0);
        for (int i = 0; i < 20; i++) {
            last = hosts.add(7, WINDOW_NS, i);
            for (int other = 0; other < 20; other++) {
                assertThat(hosts.add(100 + 20 * i + other, WINDOW_NS, i)).isEqualTo(1);
            }
        }
        assertThat(last).isEqualTo(21);
    }

    @Test
    void whatLiesBeforeTheWindowIsNotCounted() {
        for (int i = 0; i < 14; i++) {
            hosts.add(7, WINDOW_NS, i);
        }
        assertThat(hosts.add(7, WINDOW_NS, 14)).isEqualTo(15);
        assertThat(hosts.add(7, WINDOW_NS, 61)).isEqualTo(1);
    }

    @Test
    void thoseOfLongAgoMakeRoom() {
        for (int i = 0; i < 80; i++) {
            hosts.add(1 + i % 8, WINDOW_NS, 0);
        }
        for (int i = 0; i < 80; i++) {
            assertThat(hosts.add(11 + i % 8, WINDOW_NS, 100)).isEqualTo(1 + i / 8);
        }
    }
}
