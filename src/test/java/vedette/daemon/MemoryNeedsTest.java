package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.config.Config;
import vedette.config.ConfigException;
import vedette.config.ConfigReader;

class MemoryNeedsTest {
    private static final long MIB = 1 << 20;

    /** As the launcher gives a daemon. */
    private static final long HEAP = 1024 * MIB;

    @TempDir
    private Path temporary;

    @Test
    void theDefaultsFitIntoTheHeapOfADaemon() {
        MemoryNeeds needs = MemoryNeeds.of(Config.DEFAULT);
        assertThat(needs.inAll()).isBetween(HEAP * 3 / 4, HEAP);
        assertThat(needs.atOnce()).isBetween(64 * MIB, HEAP / 4);
    }

    @Test
    void flowsTakeNothingBeforeTheyCome() throws ConfigException {
        MemoryNeeds twice = MemoryNeeds.of(with("flow.max-flows=2097152"));
        MemoryNeeds once = MemoryNeeds.of(Config.DEFAULT);
        assertThat(twice.atOnce()).isEqualTo(once.atOnce());
        assertThat(twice.inAll() - once.inAll()).isEqualTo(576 * MIB);
    }

    @Test
    void threadsTakeWhatWaitsBetweenThem() throws ConfigException {
        assertThat(MemoryNeeds.of(with("sensor.workers=4")).atOnce()
                        - MemoryNeeds.of(Config.DEFAULT).atOnce())
                .isEqualTo(4 * MIB);
    }

    @Test
    void aDetectorThatDoesNotRunTakesNothing() throws ConfigException {
        assertThat(MemoryNeeds.of(with("detect.enabled=[]", "detect.beacon.max-candidates=67108864"))
                        .atOnce())
                .as("names of addresses")
                .isLessThan(MIB);
    }

    @Test
    void tablesLargerThanTheHeapAreRefusedByTheirOption() throws ConfigException {
        assertThatThrownBy(() -> MemoryNeeds.of(with("detect.beacon.max-candidates=67108864"))
                        .check(HEAP, MemoryNeeds.BESIDES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "the tables and queues need 1\\.1 GiB of the heap at once, and 960\\.0 MiB of 1\\.0 GiB are"
                                + " free; detect\\.beacon\\.max-candidates = 67108864 takes 1\\.0 GiB: lower that, or set"
                                + " VEDETTE_OPTS=-Xmx1\\d{3}m");
        assertThatThrownBy(() -> MemoryNeeds.of(with("detect.brute-force.max-pairs=4194304"))
                        .check(HEAP, MemoryNeeds.BESIDES))
                .hasMessageContaining("detect.brute-force.max-pairs = 4194304 takes 1.4 GiB");
    }

    @Test
    void aReloadIsRefusedForWhatItMakesAnewAlone() throws ConfigException {
        Config large = with("detect.beacon.max-candidates=16777216");
        MemoryNeeds change = MemoryNeeds.ofChange(Config.DEFAULT, large);
        assertThat(change.atOnce()).isBetween(256 * MIB, 300 * MIB);
        assertThatCode(() -> change.check(HEAP, HEAP - 300 * MIB)).doesNotThrowAnyException();
        assertThatThrownBy(() -> change.check(HEAP, HEAP - 256 * MIB))
                .hasMessageContaining("detect.beacon.max-candidates = 16777216");
        assertThat(MemoryNeeds.ofChange(large, large).atOnce()).isZero();
    }

    @Test
    void aQueueTakesWhatItsPowerOfTwoTakes() throws ConfigException, IOException {
        Path file = Files.writeString(
                temporary.resolve("v.toml"), "[[collector]]\nuri = \"ipfix+udp://h\"\nqueue-records = 300000\n");
        Config queued = ConfigReader.read(file, List.of());
        assertThat(MemoryNeeds.ofChange(Config.DEFAULT, queued).atOnce()).isEqualTo(256 * MIB);
        assertThat(MemoryNeeds.of(queued).inAll()
                        - MemoryNeeds.of(Config.DEFAULT).inAll())
                .as("of the records, and of 1 KiB of findings with each")
                .isBetween(256 * MIB + 300_000 * 1024L, 256 * MIB + 300_000 * 1100L);
    }

    private Config with(String... settings) throws ConfigException {
        return ConfigReader.read(null, List.of(settings));
    }
}
