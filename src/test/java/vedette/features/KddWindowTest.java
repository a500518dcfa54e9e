package vedette.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Connections before a connection, counted by hand. */
class KddWindowTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long WINDOW_NS = 2 * SECOND_NS;

    private static KddWindow.Entry entry(double endS, String host, String service, int port, String flag) {
        return new KddWindow.Entry(
                host, service, port, flag.equals("S0"), flag.equals("REJ"), Math.round(endS * SECOND_NS));
    }

    @Test
    void aConnectionIsNotOfThoseBeforeItself() {
        KddWindow window = KddWindow.ofTime(WINDOW_NS, KddWindow.MOST);
        assertThat(window.before(entry(0, "a", "http", 1, "S0")))
                .isEqualTo(new KddWindow.Before(0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void hostsAndServicesAreCountedEachForItself() {
        KddWindow window = KddWindow.ofCount(100);
        window.before(entry(0, "a", "http", 1, "S0"));
        window.before(entry(1, "a", "ssh", 2, "REJ"));
        window.before(entry(2, "b", "http", 1, "SF"));
        window.before(entry(3, "b", "http", 3, "REJ"));
        window.before(entry(4, "a", "http", 1, "SF"));
        // Of host a three: S0, REJ, SF. Of http four: S0, SF, REJ, SF. Of both two. Of http and port 1 three.
        assertThat(window.before(entry(5, "a", "http", 1, "SF")))
                .isEqualTo(new KddWindow.Before(3, 4, 2, 3, 1, 1, 1, 1));
    }

    @Test
    void whatEndedAsLongBeforeAsTheWindowIsOutOfIt() {
        KddWindow window = KddWindow.ofTime(WINDOW_NS, KddWindow.MOST);
        window.before(entry(10, "a", "http", 1, "S0"));
        window.before(entry(10.5, "a", "http", 2, "REJ"));
        assertThat(window.before(entry(11.999, "a", "http", 3, "SF")).host()).isEqualTo(2);
        assertThat(window.before(entry(12, "a", "http", 3, "SF")))
                .isEqualTo(new KddWindow.Before(2, 2, 2, 1, 0, 1, 0, 1));
        assertThat(window.before(entry(100, "a", "http", 3, "SF")).host()).isZero();
    }

    @Test
    void onlyTheLastOfACountWindowAreLookedAt() {
        KddWindow window = KddWindow.ofCount(2);
        window.before(entry(0, "a", "http", 1, "S0"));
        window.before(entry(0, "a", "http", 1, "SF"));
        window.before(entry(0, "a", "http", 1, "REJ"));
        assertThat(window.before(entry(9, "a", "http", 1, "SF")))
                .isEqualTo(new KddWindow.Before(2, 2, 2, 2, 0, 1, 0, 1));
        assertThat(window.isCut()).isFalse();
    }

    @Test
    void aTimeWindowThatIsTooFullSaysSoUntilWhatItLeftOutIsTooOld() {
        KddWindow window = KddWindow.ofTime(WINDOW_NS, 2);
        for (int i = 0; i < 3; i++) {
            window.before(entry(i * 0.1, "a", "http", 1, "SF"));
            assertThat(window.isCut()).isFalse();
        }
        assertThat(window.before(entry(1, "a", "http", 1, "SF")).host()).isEqualTo(2);
        assertThat(window.isCut()).isTrue();
        window.before(entry(2.05, "a", "http", 1, "SF"));
        assertThat(window.isCut()).isTrue();
        window.before(entry(9, "a", "http", 1, "SF"));
        assertThat(window.isCut()).isFalse();
    }
}
