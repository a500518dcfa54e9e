package vedette.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever a side says, a look at it ends, and what is kept of it is bounded. */
class DamagedPayloadTest {
    private static final int MUTATIONS = 1_200_000;
    private static final int MOST_OCTETS = Notes.CAPACITY + 64;

    private final Inspector inspector = new Inspector();
    private long found;

    @TestFactory
    Stream<DynamicTest> aPayloadCutAnywhereIsLookedAt() {
        return Payloads.all().stream()
                .map(said -> DynamicTest.dynamicTest(said.findings().toString(), () -> {
                    for (int length = 0; length <= said.bytes().length; length++) {
                        look(said.cutTo(length), Findings.NONE);
                        look(said.cutTo(length).andNoMore(), Findings.NONE);
                    }
                }));
    }

    @Test
    void everyPayloadIsFoundUndamaged() {
        for (Said said : Payloads.all()) {
            assertThat(said.result()).as(said.toString()).isEqualTo(Inspector.Result.FOUND);
        }
    }

    @Test
    void noMutationThrowsOrFindsTooMuch() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Said> payloads = Payloads.all();
        Findings before = Findings.NONE;
        for (int i = 0; i < MUTATIONS; i++) {
            Said said = mutated(payloads.get(random.nextInt(payloads.size())), random);
            try {
                before = look(random.nextInt(4) == 0 ? said.andNoMore() : said, before);
            } catch (Throwable e) {
                fail("seed " + seed + ", mutation " + i + ": " + said, e);
            }
            before = random.nextBoolean() ? Findings.NONE : before;
        }
        assertThat(found).as("of %d mutations, seed %d", MUTATIONS, seed).isGreaterThan(MUTATIONS / 10);
    }

    private Findings look(Said said, Findings before) {
        Inspector.Result result = said.result(inspector, before);
        found += result == Inspector.Result.FOUND ? 1 : 0;
        assertThat(inspector.findings().heapOctets()).isLessThanOrEqualTo(MOST_OCTETS);
        return inspector.findings();
    }

    private static Said mutated(Said said, Random random) {
        byte[] bytes = said.bytes().clone();
        for (int i = random.nextInt(6); i >= 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
                default -> bytes = Arrays.copyOf(bytes, random.nextBoolean() ? at : bytes.length + random.nextInt(8));
            }
        }
        return said.with(bytes);
    }
}
